/**
 * Which messages of a time were accepted and not delivered, for who tells clients and sends again. Reads only. Addresses are kept as keyed digests,
 * so the application finds the recipients by its own ids.
 */
import type { FailureClass } from "../mail/events/failure-class";
import type { FoundMessage, MessageSearch } from "../mail/events/message-search";
import { mayHaveArrived, type Standing, standingOf } from "../mail/events/standing";

export interface AffectedEffects {
  search: MessageSearch;
  now(): number;
}

/** Whether to send it again. "wait": the provider still tries, and a second one would arrive twice. */
export type SendAgain = "yes" | "wait" | "to another address" | "once mended" | "once off the list";

export interface AffectedMessage extends Pick<FoundMessage, "state"> {
  standing: Standing;
  /** When a provider took it; or when it was first told of, where none did. */
  at: number;
  sendAgain: SendAgain;
}

export interface Affected {
  since: number;
  until: number;
  /** All of that time, also those that arrived. */
  messages: number;
  /** The oldest first. */
  affected: AffectedMessage[];
}

export async function affected({ since, until }: { since: Date; until: Date }, use: AffectedEffects): Promise<Affected> {
  const found = await use.search.between(since.getTime(), until.getTime());
  const now = use.now();
  const messages = found.map(({ state }) => ({ state, standing: standingOf(state, now), at: firstOf(state) }));
  return {
    since: since.getTime(),
    until: until.getTime(),
    messages: messages.length,
    affected: messages
      .filter(({ standing }) => !mayHaveArrived(standing))
      .map((message) => ({ ...message, sendAgain: sendAgainOf(message.standing, message.state.failure?.class) }))
      .sort((one, other) => one.at - other.at),
  };
}

const firstOf = ({ at, first }: FoundMessage["state"]): number => first.accepted ?? Math.min(at, ...Object.values(first));

const byClass: Record<FailureClass, SendAgain> = {
  "bad address": "to another address",
  mailbox: "to another address",
  authentication: "once mended",
  reputation: "once mended",
  content: "once mended",
  rate: "yes",
  technical: "yes",
  suppressed: "once off the list",
  unknown: "once mended",
};

function sendAgainOf(standing: Standing, failure: FailureClass = "unknown"): SendAgain {
  if (standing === "on its way" || standing === "put off") return "wait";
  return standing === "silent" ? "yes" : byClass[failure];
}
