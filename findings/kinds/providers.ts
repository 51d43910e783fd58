/** Problems that the sending providers report about the domain, and providers that cannot be reached. */
import type { ProviderName } from "../../mail/providers/sending-providers";
import { type FindingKind, kinds } from "../kind";

type State = `${ProviderName}/${"not-verified" | "not-asked"}`;

const states = {
  "sendgrid/not-verified": {
    severity: "error",
    title: "SendGrid has not validated the domain yet",
    explanation: "SendGrid does not send from the domain, or does not sign with it.",
    remedy: "correct DNS, then verify again",
  },
  "sendgrid/not-asked": {
    severity: "error",
    title: "SendGrid could not be reached",
    explanation: "Its API does not answer or refuses the token, so the result is unknown.",
    remedy: "fix what the message names, then verify again",
  },
  "ses/not-verified": {
    severity: "error",
    title: "SES has not verified the domain yet",
    explanation: "SES checks the records by itself, for up to 72 hours.",
    remedy: "wait and verify again",
  },
  "ses/not-asked": {
    severity: "error",
    title: "SES could not be reached",
    explanation: "Its API does not answer or refuses the credentials, so the result is unknown.",
    remedy: "fix what the message names, then verify again",
  },
  "capture/not-verified": {
    severity: "error",
    title: "The capture server is not ready",
    explanation: "It is not running, or its API does not answer as expected. The environment cannot send.",
    remedy: "start it with `docker compose up --detach`, then verify again",
  },
  "capture/not-asked": {
    severity: "error",
    title: "The capture server could not be reached",
    explanation: "Its address does not answer, so the result is unknown.",
    remedy: "fix what the message names, then verify again",
  },
} as const satisfies Record<State, Omit<FindingKind, "sources">>;

export const providerKinds = kinds(["verify"], {
  ...states,
  "sendgrid/account-settings": {
    severity: "warning",
    title: "Settings of the SendGrid account differ from the declared ones",
    explanation: "The domain may send, but TLS towards receivers, click tracking or bounce handling differs from what Twinpost declares.",
    remedy:
      "run `npx twinpost plan --env account-<id>`, then `npx twinpost apply --env account-<id> --apply`; for a subuser, with the environment in place of the account",
  },
  "sendgrid/unsubscribe-group": {
    severity: "warning",
    title: "The unsubscribe group is missing at SendGrid",
    explanation: "Recipients cannot unsubscribe from mail that names its id.",
    remedy: "run `npx twinpost plan --env <env>`, read its changes of the group, then `npx twinpost apply --env <env> --apply`",
  },
});
