/** Wires SendGrid: its API keys, its verdict about the sending domain, and what the doctor asks. */
import { ApiError, type JsonClient } from "../../adapters/http/json-client";
import { readAccountSettings, readCredits, readPlan, readScopes, readUsername } from "../../adapters/sendgrid/account";
import { createApiKey, deleteApiKey, listApiKeys, readApiKey, setApiKeyScopes } from "../../adapters/sendgrid/api-keys";
import { createSendgridClient } from "../../adapters/sendgrid/client";
import { type KeyUse, recentKeyUse } from "../../adapters/sendgrid/email-logs";
import { findBrandedLink, validateBrandedLink } from "../../adapters/sendgrid/link-branding";
import { eraseRecipient, suppressionLists, takeOffList } from "../../adapters/sendgrid/recipients";
import { type DomainCheck, findAuthenticatedDomain, validateDomain } from "../../adapters/sendgrid/sender-authentication";
import { readDelivered, readRequests } from "../../adapters/sendgrid/stats";
import { findSubuser } from "../../adapters/sendgrid/subusers";
import { listUnsubscribeGroups } from "../../adapters/sendgrid/unsubscribe-groups";
import { findEventWebhook } from "../../adapters/sendgrid/webhooks";
import { text } from "../../changes/values";
import { isSendgridKeyOf, sendgridKeyMadeAt, sendgridKeyName } from "../../declaration/names/sendgrid";
import { sendgridAccountOf } from "../../declaration/providers/sendgrid-account";
import type { Environment } from "../../declaration/schema/environment";
import { requireAdministration } from "../../declaration/tokens";
import { sendgridRotationScopes, sendgridSendingScopes, sendgridSmtpUser, sendgridStoppedScopes } from "../../mail/providers/sendgrid";
import { kindOfMailboxProvider, sendgridTellsNoGateways } from "../../mail/providers/sendgrid-receivers";
import { reachedWithinDays, type SentMail, sentWithinDays } from "../../mail/providers/warmth";
import { messageOf } from "../../workflows/credentials/failures";
import type { SendingCredentials } from "../../workflows/credentials/stored-credentials";
import { sendgridChecks } from "../../workflows/doctor/providers/sendgrid";
import type { ProviderState } from "../../workflows/verify";
import { sendgridWarnings } from "../../workflows/verify/providers/sendgrid";
import type { Connections } from "../connections";
import { requireToken } from "../required-tokens";
import type { Limits, ProviderWiring } from "./provider-wiring";

export const sendgridWiring: ProviderWiring = {
  existing(environment, connections) {
    const client = () => sendgridClient(environment, connections);
    const idOf = (found: { id: number } | undefined): string | undefined => found && String(found.id);
    return {
      sendgrid_sender_authentication: async ({ domain }) => idOf(await findAuthenticatedDomain(client(), text(domain))),
      sendgrid_link_branding: async ({ domain, subdomain }) =>
        idOf(await findBrandedLink(client(), { domain: text(domain), subdomain: text(subdomain) })),
      sendgrid_event_webhook: ({ friendly_name: name }) => findEventWebhook(client(), text(name)),
      sendgrid_unsubscribe_group: async ({ name }) => idOf((await listUnsubscribeGroups(client())).find((group) => group.name === name)),
    };
  },

  keys: (environment, connections) => ({
    create: async () => makeKey(environment, sendgridClient(environment, connections)),
    revoke: async (keyId) => deleteApiKey(sendgridClient(environment, connections), keyId),
    list: async () => {
      const made = await listApiKeys(sendgridClient(environment, connections));
      return made.filter(({ name }) => isSendgridKeyOf(environment.name, name)).map(({ id }) => id);
    },
  }),

  rotatingKeys: (environment, connections) => {
    const client = sendgridClient(environment, connections);
    // Once for all looks of a run: it takes many calls.
    let use: Promise<KeyUse | undefined> | undefined;
    const keyUse = () => {
      use ??= readKeyUse(environment, connections).catch(() => undefined);
      return use;
    };
    return {
      // https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys
      most: 100,
      list: async () => {
        const ours = (await listApiKeys(client)).filter(({ name }) => isSendgridKeyOf(environment.name, name));
        return Promise.all(
          ours.map(async ({ id, name }) => {
            const { scopes } = await readApiKey(client, id);
            const createdAt = sendgridKeyMadeAt(environment.name, name);
            return { id, name, createdAt, sends: scopes.includes("mail.send"), lastUsed: lastUsed(await keyUse(), id) };
          }),
        );
      },
      // "SG.<id>.<secret>"
      foreign: ({ keyId, password }) => (password.startsWith(`SG.${keyId}.`) ? undefined : `its password is not of the key ${keyId}`),
      lacks: async () => {
        const had = await readScopes(client);
        return sendgridRotationScopes.filter((scope) => !had.includes(scope)).map((scope) => `SendGrid's scope ${scope}`);
      },
      create: (token) => makeKey(environment, client, token),
      stop: (id) => setApiKeyScopes(client, id, sendgridStoppedScopes),
      resume: (id) => setApiKeyScopes(client, id, sendgridSendingScopes),
      delete: (id) => deleteApiKey(client, id),
    };
  },

  /** Keys that a rotation has stopped do not send: they stay stopped when the others go on. */
  async sending(environment, connections) {
    const keys = await sendgridWiring.rotatingKeys?.(environment, connections).list();
    return (keys ?? []).filter(({ sends }) => sends).map(({ id }) => id);
  },
  async setSending(environment, connections, names, on) {
    const client = sendgridClient(environment, connections);
    for (const id of names)
      await setApiKeyScopes(client, id, on ? sendgridSendingScopes : sendgridStoppedScopes).catch((error: unknown) => {
        // Deleted meanwhile: it neither sends nor has to.
        if (!(error instanceof ApiError && error.status === 404)) throw error;
      });
  },

  async validate(environment, connections, { deadline }) {
    const client = sendgridClient(environment, connections, { deadline });
    const [domain, links, warnings] = await Promise.all([
      validateFound(client, await findAuthenticatedDomain(client, environment.sendingDomain), validateDomain, notThere),
      validateLinks(environment, client),
      warningsOf(environment, client, connections),
    ]);
    return { ready: domain.ready && links.ready, reasons: [...domain.reasons, ...links.reasons], warnings };
  },

  /** Does not make it check DNS again; only `twinpost verify` does. */
  async lastSeen(environment, connections) {
    const client = sendgridClient(environment, connections);
    const link = brandedLinkOf(environment);
    const [domain, links] = await Promise.all([
      findAuthenticatedDomain(client, environment.sendingDomain),
      link ? findBrandedLink(client, link) : { valid: true },
    ]);
    if (!domain) return { ready: false, reasons: [notThere] };
    const reasons = [
      ...(domain.valid ? [] : ["the domain was not valid when SendGrid last looked"]),
      ...(links?.valid ? [] : [links ? "the branded link was not valid when SendGrid last looked" : linkNotThere]),
    ];
    return { ready: reasons.length === 0, reasons };
  },

  sent: readSent,

  doctor: (environment, connections) =>
    sendgridChecks(environment, {
      account: {
        declared: sendgridAccountOf(connections.declared(), environment.aws.account),
        username: async () => readUsername(accountClient(connections)),
        settings: async () => readAccountSettings(sendgridClient(environment, connections)),
        plan: async () => readPlan(accountClient(connections)),
        credits: async () => readCredits(accountClient(connections)),
      },
      scopes: async () => readScopes(accountClient(connections)),
      subuser: async (name) => findSubuser(accountClient(connections), name),
      domain: async () => findAuthenticatedDomain(sendgridClient(environment, connections), environment.sendingDomain),
    }),

  async listKeys(environment, connections) {
    const { variable } = requireAdministration("sendgrid");
    if (!connections.env[variable]) {
      connections.narrate(
        `SendGrid API keys were not checked: ${variable} is not set; if "${environment.name}" ever sent through SendGrid, set it, or delete its keys there`,
      );
      return [];
    }
    const client = sendgridClient(environment, connections);
    const keys = (await listApiKeys(client)).filter(({ name }) => isSendgridKeyOf(environment.name, name));
    return keys.map(({ id, name }) => ({ kind: "SendGrid API key", name, revoke: () => deleteApiKey(client, id) }));
  },

  recipientData(environment, connections) {
    const client = () => sendgridClient(environment, connections);
    return {
      lists: async (address) => suppressionLists(client(), address),
      takeOff: async (list, address) => takeOffList(client(), list, address),
      eraseLogs: async (addresses) => eraseRecipient(client(), addresses),
    };
  },

  /** As `twinpost verify` does. SendGrid answers 500 if its own look-up fails, so it is asked once more. */
  async lookAgain(environment, connections) {
    const client = sendgridClient(environment, connections);
    const domain = await findAuthenticatedDomain(client, environment.sendingDomain);
    if (!domain) throw new Error(`SendGrid does not know ${environment.sendingDomain}`);
    const validate = () => validateDomain(client, domain.id);
    await validate().catch((error) => {
      if (error instanceof ApiError && error.status >= 500) return validate();
      throw error;
    });
  },
};

/** As whom the environment sends: its subuser, at the host of the subuser's region, or the account. */
const sendgridClient = (
  { sendgrid }: Pick<Environment, "sendgrid">,
  connections: Connections,
  limits?: Pick<Limits, "deadline">,
): JsonClient =>
  connections.api(createSendgridClient, {
    baseUrl: connections.endpoints().sendgrid[sendgrid?.region ?? "global"],
    token: requireToken(requireAdministration("sendgrid"), connections, "the environment's secrets"),
    subuser: sendgrid?.subuser,
    ...limits,
  });

/** The account is in the global region, wherever its subusers are. */
const accountClient = (connections: Connections): JsonClient => sendgridClient({}, connections);

/** One attempt. @param token of the rotation that makes it. */
async function makeKey({ name }: Environment, client: JsonClient, token?: string): Promise<SendingCredentials> {
  const { id, secret } = await createApiKey(client, { name: sendgridKeyName(name, new Date(), token), scopes: sendgridSendingScopes });
  return { keyId: id, user: sendgridSmtpUser, password: secret };
}

/** Days are counted with today. Whoever may not read receivers is told so, and still sees how much was sent. */
async function readSent(environment: Environment, connections: Connections): Promise<SentMail> {
  const client = sendgridClient(environment, connections);
  const since = (days: number) => new Date(Date.now() - (days - 1) * 86_400_000);
  const [messages, delivered] = await Promise.all([
    readRequests(client, since(sentWithinDays)),
    readDelivered(client, since(reachedWithinDays)).catch((error: unknown) => messageOf(error)),
  ]);
  const to = (kind: "google" | "microsoft") => {
    if (typeof delivered === "string") return { unknown: delivered };
    return [...delivered].reduce((sum, [name, count]) => (kindOfMailboxProvider(name) === kind ? sum + count : sum), 0);
  };
  return {
    messages,
    of: environment.sendgrid?.subuser === undefined ? "account" : "subuser",
    receivers: { google: to("google"), microsoft: to("microsoft"), gateway: { unknown: sendgridTellsNoGateways } },
  };
}

/** The logs reach back for 30 days; what they do not tell is not known, and stops no rotation in a leak. */
const logDays = 30;

async function readKeyUse(environment: Environment, connections: Connections): Promise<KeyUse> {
  const name = environment.sendgrid?.subuser;
  const subuser = name === undefined ? undefined : await findSubuser(accountClient(connections), name);
  if (name !== undefined && !subuser) throw new Error(`SendGrid has no subuser ${name}`);
  return recentKeyUse(sendgridClient(environment, connections), new Date(Date.now() - logDays * 86_400_000), subuser?.id);
}

const lastUsed = (use: KeyUse | undefined, keyId: string): Date | "never" | "unknown" =>
  use?.lastUsed.get(keyId) ?? (use?.complete ? "never" : "unknown");

const notThere = "the domain is not authenticated there";
const linkNotThere = "the branded link does not exist there";

async function validateLinks(environment: Environment, client: JsonClient): Promise<ProviderState> {
  const link = brandedLinkOf(environment);
  if (!link) return { ready: true, reasons: [] };
  return validateFound(client, await findBrandedLink(client, link), validateBrandedLink, linkNotThere);
}

const brandedLinkOf = ({ sendingDomain, sendgrid }: Environment) =>
  sendgrid?.linkBranding && { domain: sendingDomain, subdomain: sendgrid.linkBranding.subdomain };

type Validate = (client: JsonClient, id: number) => Promise<{ valid: boolean; checks: DomainCheck[] }>;

/** A 5xx, such as a failed look-up of SendGrid's own, means "not ready yet"; it does not end the verb. A token that only reads gets 403, and what SendGrid last saw counts. */
async function validateFound(
  client: JsonClient,
  found: { id: number; valid: boolean } | undefined,
  validate: Validate,
  missing: string,
): Promise<ProviderState> {
  if (!found) return { ready: false, reasons: [missing] };
  try {
    const { valid, checks } = await validate(client, found.id);
    return { ready: valid, reasons: checks.filter((check) => !check.valid).map(({ name, reason }) => `${name}: ${reason ?? "not valid"}`) };
  } catch (error) {
    if (error instanceof ApiError && error.status >= 500) return { ready: false, reasons: [error.message] };
    if (error instanceof ApiError && error.status === 403) {
      return {
        ready: found.valid,
        reasons: found.valid ? [] : ["not valid when SendGrid last looked, and the token may not make it look again"],
      };
    }
    throw error;
  }
}

/** Faults that do not stop the domain from sending. */
async function warningsOf(
  environment: Environment,
  client: JsonClient,
  connections: Connections,
): Promise<NonNullable<ProviderState["warnings"]>> {
  const { aws, sendgrid } = environment;
  const [settings, groups] = await Promise.all([
    readAccountSettings(client),
    sendgrid?.unsubscribeGroup ? listUnsubscribeGroups(client) : [],
  ]);
  const settingsAt = sendgridAccountOf(connections.declared(), aws.account)?.settingsAt ?? aws.account;
  return sendgridWarnings(environment, { settings, groups, settingsAt });
}
