/** How many messages of a time did not arrive, why, and what to tell clients. Addresses are in no line of it. */
import type { FailureClass } from "../../mail/events/failure-class";
import type { Standing } from "../../mail/events/standing";
import type { Affected, AffectedMessage } from "../../workflows/affected";
import { count } from "../counts";
import { good, wrong } from "../ink";
import { utc } from "../trace/text";

/** Sentences for clients: what happened, whose matter it is, what they can do. Without our words, and without a promise. */
const wording: Record<FailureClass | "silent" | "wait", string> = {
  "bad address": "Your mail server says that this address does not exist. Please tell us the right one, and we will invite it.",
  mailbox:
    "The mailbox did not take our invitation: it may be full or switched off. Please let its owner check it, or name another address.",
  authentication:
    "Your mail server did not accept our invitation because of a fault in our settings. We are mending it, and will send it again.",
  reputation: "Your mail server did not accept our invitation for a reason that concerns us. We are mending it, and will send it again.",
  rate: "Your mail server took no more messages from us at that time. We will send the invitation again.",
  content: "Your mail server refused our invitation for what is in it. We will change it, and send it again.",
  technical: "Your mail server could not be reached. We will send the invitation again.",
  suppressed:
    "Our provider no longer sends to this address, since an earlier message was returned or marked as spam. Please confirm that the address is right and wanted.",
  unknown: "Your mail server refused our invitation. We are finding out why.",
  silent: "We cannot see whether our invitation arrived. We will send it again; you may get it twice.",
  wait: "Your mail server has put our invitation off. We keep trying for three days.",
};

/** What the wording and the counts go by. */
function reasonOf({ standing, state }: AffectedMessage): keyof typeof wording {
  if (standing === "silent") return "silent";
  if (standing === "on its way" || standing === "put off") return "wait";
  return state.failure?.class ?? "unknown";
}

export function affectedText(found: Affected): string {
  const { affected, messages, since, until } = found;
  const span = `${utc(since)} to ${utc(until)}`;
  if (affected.length === 0) return `${good("all arrived")}: ${count(messages, "message")} from ${span}\n`;
  const untold = affected.filter(({ state }) => state.message.own === undefined).length;
  return [
    `${wrong(`${affected.length} of ${count(messages, "message")}`)} from ${span} have not arrived`,
    ...countsBy(affected, ({ standing }) => standing).map(([standing, number]) => `  ${number} ${standingWords[standing]}`),
    "",
    ...countsBy(affected, reasonOf).flatMap(([reason, number]) => [
      `${count(number, "message")}: ${reasonWords[reason] ?? reason}; send again: ${[...new Set(affected.filter((each) => reasonOf(each) === reason).map(({ sendAgain }) => sendAgain))].join(", ")}`,
      `  tell them: "${wording[reason]}"`,
    ]),
    "",
    "Addresses are kept as digests only: the application finds each recipient by the column `message`, which is the id that it gave the message.",
    ...(untold === 0
      ? []
      : [`${count(untold, "message")} without such an id: by the column \`provider_id\`, in the provider's console (docs/consumers.md).`]),
    "",
  ].join("\n");
}

/** Where the reason is no class of a failure. */
const reasonWords: Partial<Record<string, string>> = { silent: "no outcome", wait: "not decided yet" };

const standingWords: Record<Standing, string> = {
  bounced: "refused by the receiver",
  rejected: "refused by the provider",
  suppressed: "not sent: on the provider's list",
  silent: "without an outcome, although nobody tries any more",
  "on its way": "on their way",
  "put off": "put off by the receiver, tried again by itself",
  delivered: "delivered",
  complained: "called spam",
  unsubscribed: "unsubscribed",
};

/** The most frequent first. */
function countsBy<Key extends string>(all: readonly AffectedMessage[], keyOf: (each: AffectedMessage) => Key): [Key, number][] {
  const counts = new Map<Key, number>();
  for (const each of all) counts.set(keyOf(each), (counts.get(keyOf(each)) ?? 0) + 1);
  return [...counts].sort((one, other) => other[1] - one[1]);
}
