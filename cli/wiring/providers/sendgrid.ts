/** Wires SendGrid: its API keys, its verdict about the sending domain, and what the doctor asks. */
import { readEndpoints } from "../../../adapters/endpoints";
import { ApiError } from "../../../adapters/http/json-client";
import { readAccountSettings, readCredits, readPlan, readScopes, readUsername } from "../../../adapters/sendgrid/account";
import { createApiKey, deleteApiKey } from "../../../adapters/sendgrid/api-keys";
import { createSendgridClient } from "../../../adapters/sendgrid/client";
import { findAuthenticatedDomain, validateDomain } from "../../../adapters/sendgrid/sender-authentication";
import { sendgridAccountOf } from "../../../environments/load-accounts";
import { sendgridKeyName } from "../../../environments/names";
import type { Environment } from "../../../environments/schema";
import { sendgridAccountShortcomings, sendgridSendingScopes, sendgridSmtpUser } from "../../../mail/providers/sendgrid";
import type { DoctorEffects } from "../../../workflows/doctor";
import { applyAccountStack } from "../../../workflows/doctor/check-aws";
import type { ProviderState } from "../../../workflows/verify";
import type { World } from "../../world";
import { requireToken } from "../named-stack";
import type { Limits, ProviderWiring } from "./provider-wiring";

export const sendgridWiring: ProviderWiring = {
  keys: ({ name }, world) => ({
    create: async () => {
      const keyName = sendgridKeyName(name, new Date());
      const { id, secret } = await createApiKey(client(world), { name: keyName, scopes: sendgridSendingScopes });
      return { keyId: id, user: sendgridSmtpUser, password: secret };
    },
    revoke: async (keyId) => deleteApiKey(client(world), keyId),
  }),

  async validate({ aws, sendingDomain }, world, { deadline }) {
    const sendgrid = client(world, { deadline });
    const domain = await findAuthenticatedDomain(sendgrid, sendingDomain);
    if (!domain) return notThere;
    const validation = await validateDomain(sendgrid, domain.id).catch(readyLater);
    if ("ready" in validation) return validation;
    const { valid, checks } = validation;
    const shortcomings = sendgridAccountShortcomings(await readAccountSettings(sendgrid));
    const remedy = applyAccountStack(sendgridAccountOf(aws.account)?.settingsAt ?? aws.account);
    return {
      ready: valid,
      reasons: checks.filter((check) => !check.valid).map(({ name, reason }) => `${name}: ${reason ?? "not valid"}`),
      shared: shortcomings.map((shortcoming) => ({ what: `SendGrid ${shortcoming}`, remedy })),
    };
  },

  /** Only `twinpost verify` makes it look again. */
  async lastSeen({ sendingDomain }, world) {
    const domain = await findAuthenticatedDomain(client(world), sendingDomain);
    if (!domain) return notThere;
    return domain.valid ? { ready: true, reasons: [] } : { ready: false, reasons: ["the domain was not valid when SendGrid last looked"] };
  },
};

/** Without a token the question fails, not the whole verb. */
export const sendgridDoctorEffects = ({ aws, sendingDomain }: Environment, world: World): DoctorEffects["sendgrid"] => ({
  declared: sendgridAccountOf(aws.account),
  username: async () => readUsername(client(world)),
  settings: async () => readAccountSettings(client(world)),
  scopes: async () => readScopes(client(world)),
  plan: async () => readPlan(client(world)),
  credits: async () => readCredits(client(world)),
  domain: async () => findAuthenticatedDomain(client(world), sendingDomain),
});

const client = (world: World, limits?: Pick<Limits, "deadline">) =>
  createSendgridClient({
    baseUrl: readEndpoints(world.env).sendgrid,
    token: requireToken("SENDGRID_API_KEY", world, "the environment's secrets"),
    ...limits,
  });

const notThere: ProviderState = { ready: false, reasons: ["the domain is not authenticated there"] };

/** A server's own failure, such as SendGrid's resolver having a bad moment, is "ask again", not the end. */
function readyLater(error: unknown): ProviderState {
  if (error instanceof ApiError && error.status >= 500) return { ready: false, reasons: [error.message] };
  throw error;
}
