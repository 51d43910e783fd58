/** Wires Amazon SES: its user's access keys, its verdict about the sending domain, and what the doctor asks. */
import { accessKeyLastUsed, createAccessKey, deleteAccessKey, listAccessKeys, setAccessKeyActive } from "../../adapters/aws/access-keys";
import { accessKeyQuestions, refusedActions } from "../../adapters/aws/permissions";
import { readQuarantine } from "../../adapters/aws/quarantine";
import { readSendingAccount } from "../../adapters/ses/account";
import { setConfigurationSetSending } from "../../adapters/ses/configuration-set";
import { readIdentity } from "../../adapters/ses/identity";
import { readSendCount } from "../../adapters/ses/sent";
import { suppressionReason, takeOffSuppressionList } from "../../adapters/ses/suppression-list";
import { sesConfigurationSet, sesSmtpUser } from "../../declaration/names/ses";
import type { Environment } from "../../declaration/schema/environment";
import { sesSmtpPassword, sesTellsNoReceivers, signingZoneShortcoming } from "../../mail/providers/ses";
import { sentWithinDays } from "../../mail/providers/warmth";
import type { SendingCredentials } from "../../workflows/credentials/stored-credentials";
import { sesChecks } from "../../workflows/doctor/providers/ses";
import type { ProviderState } from "../../workflows/verify";
import type { Connections } from "../connections";
import type { Limits, ProviderWiring } from "./provider-wiring";

export const sesWiring: ProviderWiring = {
  keys({ name, aws }, connections) {
    const { iam } = connections.aws({ aws });
    const userName = sesSmtpUser(name);
    return {
      create: () => makeKey({ name, aws }, connections),
      revoke: (keyId) => deleteAccessKey(iam, userName, keyId),
      list: async () => (await listAccessKeys(iam, userName)).map(({ id }) => id),
    };
  },

  rotatingKeys({ name, aws }, connections) {
    const { iam } = connections.aws({ aws });
    const userName = sesSmtpUser(name);
    // Once for all looks of a run: AWS says it hours late. What cannot be read now is not known; it stops no rotation in a leak.
    const uses = new Map<string, Promise<Date | "never" | "unknown">>();
    const lastUsed = (id: string) => {
      const use = uses.get(id) ?? accessKeyLastUsed(iam, id).catch(() => "unknown" as const);
      uses.set(id, use);
      return use;
    };
    return {
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
      most: 2,
      list: async () => {
        const keys = await listAccessKeys(iam, userName);
        return Promise.all(keys.map(async ({ id, active, createdAt }) => ({ id, createdAt, sends: active, lastUsed: await lastUsed(id) })));
      },
      create: () => makeKey({ name, aws }, connections),
      foreign: ({ keyId, user }) => (user === keyId ? undefined : `its user is "${user}", expected the key's id "${keyId}"`),
      lacks: () => refusedActions(accessKeyQuestions(iam, userName)),
      stop: (id) => setAccessKeyActive(iam, userName, id, false),
      resume: (id) => setAccessKeyActive(iam, userName, id, true),
      delete: (id) => deleteAccessKey(iam, userName, id),
    };
  },

  /** Stopping it again changes nothing, so it counts as sending whatever it does. */
  sending: async ({ name }) => [sesConfigurationSet(name)],
  async setSending({ aws }, connections, names, on) {
    for (const name of names) await setConfigurationSetSending(connections.aws({ aws }).ses, name, on);
  },

  /** SES checks DNS by itself, and cannot be asked to. */
  validate: readState,
  lastSeen: (environment, connections, inAccount) => inAccount(() => readState(environment, connections)),

  async sent({ name, aws }, connections) {
    const until = new Date();
    const { cloudwatch } = connections.aws({ aws });
    const messages = await readSendCount(cloudwatch, sesConfigurationSet(name), { since: daysBefore(until, sentWithinDays), until });
    const unknown = { unknown: sesTellsNoReceivers };
    return { messages, of: "environment", receivers: { google: unknown, microsoft: unknown, gateway: unknown } };
  },

  recipientData({ aws }, connections) {
    const { ses } = connections.aws({ aws });
    return {
      lists: async (address) => {
        const reason = await suppressionReason(ses, address);
        return reason === undefined ? [] : [`suppression list of the account (${reason.toLowerCase()})`];
      },
      takeOff: (_list, address) => takeOffSuppressionList(ses, address),
    };
  },

  doctor(environment, connections) {
    const { ses, iam } = connections.aws(environment);
    return sesChecks(environment, {
      account: () => readSendingAccount(ses),
      identity: () => readIdentity(ses, environment.sendingDomain),
      quarantine: () => readQuarantine(iam, sesSmtpUser(environment.name)),
    });
  },

  async listKeys({ name, aws }, connections) {
    const { iam } = connections.aws({ aws });
    const user = sesSmtpUser(name);
    const keys = await listAccessKeys(iam, user);
    return keys.map(({ id }) => ({ kind: "SES SMTP access key", name: id, revoke: () => deleteAccessKey(iam, user, id) }));
  },
};

const daysBefore = (time: Date, days: number): Date => new Date(time.getTime() - days * 86_400_000);

/** One attempt. */
async function makeKey({ name, aws }: Pick<Environment, "name" | "aws">, connections: Connections): Promise<SendingCredentials> {
  const { id, secret } = await createAccessKey(connections.aws({ aws }, { maxAttempts: 1 }).iam, sesSmtpUser(name));
  return { keyId: id, user: id, password: sesSmtpPassword({ secretAccessKey: secret, region: aws.region }) };
}

async function readState(
  { name, aws, sendingDomain, ses: declared }: Environment,
  connections: Connections,
  limits?: Limits,
): Promise<ProviderState> {
  const { ses } = connections.aws({ aws }, limits && { timeoutMs: limits.tryMs });
  const identity = await readIdentity(ses, sendingDomain);
  if (!identity) return { ready: false, reasons: ["the identity does not exist there"] };
  const { verifiedForSending, dkim, mailFrom, signingHostedZone } = identity;
  const misplaced = signingZoneShortcoming(signingHostedZone, declared?.signingZone);
  const reasons = [
    verifiedForSending ? undefined : "not verified for sending",
    dkim === "SUCCESS" ? undefined : `DKIM ${dkim}`,
    misplaced,
    mailFrom === "SUCCESS" ? undefined : `MAIL FROM domain ${mailFrom ?? "not set"}`,
  ].filter((reason) => reason !== undefined);
  const remedy = `write it into environments/${name}.ts, then plan and apply: SES never verifies keys that the records do not point to`;
  return { ready: reasons.length === 0, reasons, ...(misplaced ? { remedy } : {}) };
}
