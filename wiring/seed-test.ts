/** Wires the seed test to the submission servers and to the mailboxes' API. */
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { findMessages, readRawMessage } from "../adapters/mailbox/mailpit";
import { submitMessage } from "../adapters/smtp/submission";
import { OperatorError } from "../declaration/operator-error";
import type { Environment, ProviderName } from "../declaration/schema/environment";
import type { Delivery, ReceivedMessage, SeedMessage, SeedTestEffects } from "../workflows/seed-test";
import type { Connections } from "./connections";
import { readSendingCredentials, submissionOf, trustedBy } from "./credentials";
import { recordIfPossible } from "./evidence";
import { providerWirings } from "./providers/provider-wirings";

export function seedTestEffects(environment: Environment, connections: Connections): SeedTestEffects {
  const { mailboxes } = connections.endpoints();

  const submit = async (provider: ProviderName, message: SeedMessage): Promise<{ tlsVersion: string }> => {
    const credentials = await readSendingCredentials(environment, provider, connections);
    if (!credentials) throw noCredentials(environment, provider);
    const { user, password } = credentials;
    return submitMessage({
      ...submissionOf(provider, environment, connections),
      user,
      password,
      ca: trustedBy(provider, environment, connections),
      message,
    });
  };

  const addressOf = (provider: ProviderName, mailbox: string): string => {
    const own = providerWirings[provider].mailbox?.(environment, connections);
    const baseUrl = own ?? mailboxes[mailbox.slice(mailbox.lastIndexOf("@") + 1)];
    if (!baseUrl) throw unreadable(mailbox);
    return baseUrl;
  };

  const findMessage = async (provider: ProviderName, mailbox: string, reference: string): Promise<ReceivedMessage | undefined> => {
    const baseUrl = addressOf(provider, mailbox);
    const [found] = await findMessages({ baseUrl, query: `subject:"${reference}" to:"${mailbox}"` });
    if (!found) return undefined;
    const placement = found.tags.includes("Junk") ? "junk" : "inbox";
    return { receivedAt: found.receivedAt, placement, raw: await readRawMessage({ baseUrl, id: found.id }) };
  };

  return {
    submit,
    mailboxes: { requireReadable: (provider, mailbox) => void addressOf(provider, mailbox), find: findMessage },
    reference: () => randomBytes(6).toString("hex"),
    clock: { now: () => new Date(), sleep: (ms) => sleep(ms) },
  };
}

export function recordSeedTest(target: string, deliveries: readonly Delivery[], connections: Connections): void {
  const result = {
    deliveries: deliveries.map(({ provider, recipient, shortcomings, ...seen }) => ({
      ...{ provider, receiver: recipient.slice(recipient.lastIndexOf("@") + 1), shortcomings },
      ...(seen.placement ? { placement: seen.placement } : {}),
      ...(seen.seconds === undefined ? {} : { seconds: seen.seconds }),
    })),
  };
  recordIfPossible({ kind: "seed-test", target, result }, connections);
}

const noCredentials = ({ name }: Environment, provider: ProviderName): OperatorError =>
  new OperatorError(`environment "${name}" has no credentials for ${provider}`, `run \`npx twinpost credentials --env ${name} --apply\``);

const unreadable = (mailbox: string): OperatorError =>
  new OperatorError(
    `the seed mailbox "${mailbox}" cannot be read: no address is set for its mail API`,
    'set TWINPOST_MAILBOXES to "domain=https://…" entries of Mailpit-compatible APIs',
    { exitCode: 2 },
  );
