/** Sends one real invitation through each sending provider to each seed mailbox, and reads there what each receiver concluded. */
import { OperatorError } from "../declaration/operator-error";
import type { Environment, ProviderName } from "../declaration/schema/environment";
import { taggingHeaders } from "../mail/providers/message-tags";
import { sendingProviders } from "../mail/providers/sending-providers";
import { type Judgement, judge } from "../mail/receiving/alignment";
import { readVerdict } from "../mail/receiving/authentication-results";
import { invitation, type MessageContent } from "../mail/templates/invitation";

export interface SeedMessage extends MessageContent {
  from: { name: string; address: string };
  to: string;
  replyTo: string;
  headers: Readonly<Record<string, string>>;
}

export interface ReceivedMessage {
  receivedAt: Date;
  placement: "inbox" | "junk";
  raw: string;
}

export interface SeedTestEffects {
  /** @returns the TLS version of the submission. */
  submit(provider: ProviderName, message: SeedMessage): Promise<{ tlsVersion: string }>;
  /** The mailboxes that a message through a provider arrives in. */
  mailboxes: {
    /** @throws OperatorError if the mailbox cannot be read. */
    requireReadable(provider: ProviderName, mailbox: string): void;
    /** @param reference a word of the subject that no other message has. */
    find(provider: ProviderName, mailbox: string, reference: string): Promise<ReceivedMessage | undefined>;
  };
  /** A new word at every call. */
  reference(): string;
  clock: { now(): Date; sleep(ms: number): Promise<void> };
}

export interface Delivery {
  provider: ProviderName;
  recipient: string;
  /** Its own id: in the subject, and in the provider's events. */
  reference: string;
  /** Why the message did not arrive, or the faults of its verdict; empty if there are none. */
  shortcomings: string[];
  submissionTls?: string;
  /** From submission to mailbox. */
  seconds?: number;
  /** "captured": a test server kept it, and no receiver judged it. */
  placement?: "inbox" | "junk" | "captured";
  judgement?: Judgement;
}

export interface SeedTestRequest {
  environment: Environment;
  providers: readonly ProviderName[];
  /** How long to wait for a message. */
  timeoutMs: number;
}

/** Sends nothing if a mailbox cannot be read: unread mail costs reputation and proves nothing. */
export async function seedTest({ environment, providers, timeoutMs }: SeedTestRequest, use: SeedTestEffects): Promise<Delivery[]> {
  const pairs = providers.flatMap((provider) => environment.seedMailboxes.map((recipient) => ({ provider, recipient })));
  for (const { provider, recipient } of pairs) use.mailboxes.requireReadable(provider, recipient);
  return Promise.all(pairs.map(({ provider, recipient }) => deliver(environment, provider, recipient, timeoutMs, use)));
}

async function deliver(
  environment: Environment,
  provider: ProviderName,
  recipient: string,
  timeoutMs: number,
  use: SeedTestEffects,
): Promise<Delivery> {
  const reference = use.reference();
  const sentAt = use.clock.now();
  const submission = await use.submit(provider, seedMessage(environment, recipient, reference)).then(
    ({ tlsVersion }) => ({ tlsVersion }),
    (error: unknown) => ({ refusal: error instanceof Error ? error.message : String(error) }),
  );
  if ("refusal" in submission)
    return { provider, recipient, reference, shortcomings: [`the submission was refused: ${submission.refusal}`] };

  const { tlsVersion: submissionTls } = submission;
  const submitted = { environment, provider, recipient, reference, sentAt, submissionTls, timeoutMs };
  return observeDelivery(submitted, use).catch((error: unknown) => {
    if (!(error instanceof OperatorError)) throw error;
    return { provider, recipient, reference, submissionTls, shortcomings: [`the mailbox could not be read: ${error.message}`] };
  });
}

export interface SubmittedMessage {
  environment: Environment;
  provider: ProviderName;
  recipient: string;
  reference: string;
  sentAt: Date;
  submissionTls: string;
  timeoutMs: number;
}

/** Waits for a submitted message in its mailbox, and reads the receiver's verdict. */
export async function observeDelivery(
  { environment, provider, recipient, reference, sentAt, submissionTls, timeoutMs }: SubmittedMessage,
  use: Pick<SeedTestEffects, "mailboxes" | "clock">,
): Promise<Delivery> {
  const find = () => use.mailboxes.find(provider, recipient, reference);
  const received = await waitFor(find, sentAt.getTime() + timeoutMs, use.clock);
  if (!received) return { provider, recipient, reference, submissionTls, shortcomings: [`did not arrive within ${timeoutMs / 1000} s`] };
  const seconds = (received.receivedAt.getTime() - sentAt.getTime()) / 1000;
  if (!sendingProviders[provider].delivers) {
    return { provider, recipient, reference, submissionTls, seconds, placement: "captured", shortcomings: [] };
  }

  const judgement = judge(readVerdict(received.raw), environment.sendingDomain);
  const inJunk = received.placement === "junk" ? ["the receiver put it into the junk folder"] : [];
  return {
    provider,
    recipient,
    reference,
    submissionTls,
    seconds,
    placement: received.placement,
    judgement,
    shortcomings: [...judgement.shortcomings, ...inJunk],
  };
}

/** The invitation that clients get. The reference is in the organisation's name, so in the subject and in both parts. */
function seedMessage({ sender, frontendUrl }: Environment, recipient: string, reference: string): SeedMessage {
  const content = invitation({
    organisation: `Seed test ${reference}`,
    inviter: sender.name,
    product: sender.name,
    acceptUrl: `${frontendUrl}/invitations/${reference}`,
    contact: sender.replyTo,
  });
  return {
    ...content,
    from: { name: sender.name, address: sender.address },
    ...{ to: recipient, replyTo: sender.replyTo },
    headers: taggingHeaders({ id: reference, stream: "seed-test" }),
  };
}

async function waitFor(
  find: () => Promise<ReceivedMessage | undefined>,
  deadline: number,
  clock: SeedTestEffects["clock"],
): Promise<ReceivedMessage | undefined> {
  for (let pause = 100; ; pause = Math.min(pause * 2, 2_000)) {
    const found = await find();
    if (found || clock.now().getTime() + pause > deadline) return found;
    await clock.sleep(pause);
  }
}
