/**
 * What became of a message, for who asks by its recipient or by one of its ids. Reads only. Addresses are kept as keyed digests, so a recipient is
 * found by its digest, and cannot be shown to who asks by an id.
 */
import { addressOf } from "../mail/events/fields";
import { type FoundMessage, hasId, type MessageSearch } from "../mail/events/message-search";
import { type Standing, standingOf } from "../mail/events/standing";
import { providerNames, sendingProviders } from "../mail/providers/sending-providers";

export interface TraceEffects {
  search: MessageSearch;
  /** HMAC of an address under the environment's key. */
  digest(address: string): Promise<string>;
  now(): number;
  /** Messages of the queue of events: asked when nothing is found. Undefined where that cannot be read. */
  backlog(): Promise<Backlog | undefined>;
}

interface Backlog {
  waiting: number;
  dead: number;
}

export interface TraceQuestion {
  /** An address; an id of the application or of a provider; or a Message-ID, best in its angle brackets. */
  text: string;
  /** With an id: who it was sent to, so that not every message has to be looked at. */
  to?: string;
}

export interface TracedMessage extends Pick<FoundMessage, "state" | "recipient"> {
  standing: Standing;
}

export interface Trace {
  askedBy: "recipient" | "id";
  /** As it was asked, where a recipient was named. */
  recipient?: string;
  /** The newest first. */
  messages: TracedMessage[];
  /** Where nothing was found, and it is known: among these, its events can be. */
  backlog?: Backlog;
}

export async function trace(question: TraceQuestion, use: TraceEffects): Promise<Trace> {
  const found = await find(question, use);
  const backlog = found.messages.length === 0 ? await use.backlog() : undefined;
  return { ...found, ...(backlog && { backlog }) };
}

async function find({ text, to }: TraceQuestion, use: TraceEffects): Promise<Trace> {
  const recipient = text.startsWith("<") ? undefined : addressOf(text);
  const asked = recipient ?? (to === undefined ? undefined : addressOf(to));
  const shown = asked === undefined ? {} : { recipient: asked };
  const ids = idsIn(text);
  if (recipient !== undefined) {
    const messages = await messagesTo(recipient, use);
    if (messages.length > 0) return { askedBy: "recipient", ...shown, messages: told(messages, use) };
    // A Message-ID without its brackets looks like an address.
    const named = await use.search.withIds(ids);
    return named.length > 0 ? { askedBy: "id", messages: told(named, use) } : { askedBy: "recipient", ...shown, messages: [] };
  }
  const messages = asked === undefined ? await use.search.withIds(ids) : (await messagesTo(asked, use)).filter((each) => hasId(each, ids));
  return { askedBy: "id", ...shown, messages: told(messages, use) };
}

/** The text as it is, and the id that a provider's events have for it. */
function idsIn(text: string): string[] {
  const bare = text.replace(/^<|>$/g, "");
  return [...new Set([bare, ...providerNames.flatMap((name) => sendingProviders[name].messageIdIn?.(bare) ?? [])])];
}

/** A provider may tell the address as it was written, or in lower case. */
export async function messagesTo(address: string, { search, digest }: Pick<TraceEffects, "search" | "digest">): Promise<FoundMessage[]> {
  const spellings = new Set([address, address.toLowerCase()]);
  const found = await Promise.all([...spellings].map(async (each) => search.toRecipient(await digest(each))));
  return found.flat();
}

const told = (messages: readonly FoundMessage[], { now }: TraceEffects): TracedMessage[] =>
  messages
    .map(({ state, recipient }) => ({ state, recipient, standing: standingOf(state, now()) }))
    .sort((one, other) => firstOf(other) - firstOf(one));

const firstOf = ({ state }: TracedMessage): number => Math.min(state.at, ...Object.values(state.first));
