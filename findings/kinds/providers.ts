/** What the sending providers say of the domain. Each has to say whether it accepts it, and may be out of reach. */
import type { ProviderName } from "../../mail/providers/sending-providers";
import { type FindingKind, kinds } from "../kind";

type State = `${ProviderName}/${"not-verified" | "not-asked"}`;

const states = {
  "sendgrid/not-verified": {
    severity: "error",
    title: "SendGrid does not accept the domain yet",
    explanation: "It sends nothing in the domain's name, or not signed by it.",
    remedy: "verify again once DNS is right",
  },
  "sendgrid/not-asked": {
    severity: "error",
    title: "SendGrid could not be asked",
    explanation: "Its API is out of reach or refuses the token, so what it would say is not known.",
    remedy: "mend what the message says, then verify again",
  },
  "ses/not-verified": {
    severity: "error",
    title: "SES does not accept the domain yet",
    explanation: "It looks for the records by itself, for up to 72 hours.",
    remedy: "wait and verify again",
  },
  "ses/not-asked": {
    severity: "error",
    title: "SES could not be asked",
    explanation: "The API is out of reach or refuses the credentials, so what it would say is not known.",
    remedy: "mend what the message says, then verify again",
  },
  "capture/not-verified": {
    severity: "error",
    title: "The capture server is not ready",
    explanation: "It is not started, or its API does not answer as expected. Nothing can be sent from the environment.",
    remedy: "start it with `docker compose up --detach`, then verify again",
  },
  "capture/not-asked": {
    severity: "error",
    title: "The capture server could not be asked",
    explanation: "Its address is out of reach, so whether it takes mail is not known.",
    remedy: "mend what the message says, then verify again",
  },
} as const satisfies Record<State, Omit<FindingKind, "sources">>;

export const providerKinds = kinds(["verify"], {
  ...states,
  "sendgrid/account-settings": {
    severity: "warning",
    title: "Settings of the SendGrid account are not applied",
    explanation: "The domain may send, but TLS towards receivers, click tracking or bounce handling is not as Twinpost declares it.",
    remedy: "apply the stack that declares them",
  },
  "sendgrid/unsubscribe-group": {
    severity: "warning",
    title: "SendGrid has no such unsubscribe group",
    explanation: "Nobody can unsubscribe from mail that names its id.",
    remedy: "run `npx twinpost plan`, and read what it says about the group",
  },
});
