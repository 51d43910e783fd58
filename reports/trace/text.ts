/** The way of a message in words, for who was asked about it. All times are UTC. */
import { eventExpiryDays } from "../../declaration/names/events";
import type { MailEventKind } from "../../mail/events/mail-event";
import type { Told } from "../../mail/events/message-state";
import { mayHaveArrived, type Standing } from "../../mail/events/standing";
import { type ProviderName, sendingProviders } from "../../mail/providers/sending-providers";
import type { Trace, TracedMessage } from "../../workflows/trace";
import { count } from "../counts";
import { good, warning, wrong } from "../ink";
import { meaningOf } from "./meaning";

const steps: Record<MailEventKind, (provider: string) => string> = {
  accepted: (provider) => `${provider} took it`,
  deferred: () => "the receiver put it off",
  delivered: () => "the receiver's server took it",
  bounced: () => "the receiver refused it",
  rejected: (provider) => `${provider} refused to send it`,
  complained: () => "the recipient called it spam",
  unsubscribed: () => "the recipient unsubscribed",
};

/** So many are told at full length. */
const mostInFull = 10;

export function traceText(found: Trace, shown: { environment: string }): string {
  const { messages } = found;
  if (messages.length === 0) return nothingText(found, shown.environment);
  const rest = messages.length - mostInFull;
  return [
    ...messages.slice(0, mostInFull).map(messageText),
    ...(rest > 0 ? [`and ${count(rest, "older message")}: --json has them all\n`] : []),
    `${count(messages.length, "message")} found\n`,
  ].join("\n");
}

function messageText({ state, standing }: TracedMessage): string {
  const { failure } = state;
  const { means, next } = meaningOf(standing, failure?.class);
  const why = failure && !mayHaveArrived(standing) ? ` (${[failure.class, failure.status].filter(Boolean).join(", ")})` : "";
  const unknown = unknowns(state, standing);
  return [
    `${state.message.own ?? state.message.provider ?? "a message without an id"}, ${state.stream ?? "untagged"}: ${inWords(standing)}`,
    ...inOrder(state.told).map((each) => `  ${stepText(each)}`),
    `  means: ${means}${why}`,
    `  next: ${next}`,
    ...unknown.map((each) => `  not known: ${each}`),
    "",
  ].join("\n");
}

const inWords = (standing: Standing): string => {
  if (standing === "delivered") return good("delivered");
  return mayHaveArrived(standing) || standing === "on its way" || standing === "put off"
    ? warning(standing)
    : wrong(standing.toUpperCase());
};

function stepText({ provider, kind, first, last, times, failure, answer }: Told): string {
  const until = times > 1 ? `, ${times} times until ${utc(last)}` : "";
  const said = answer ?? failure?.text;
  return `${utc(first)} ${steps[kind](titleOf(provider))}${until}${said === undefined ? "" : `: ${said}`}`;
}

function unknowns({ first, message, told }: TracedMessage["state"], standing: Standing): string[] {
  const providers = [...new Set(told.map(({ provider }) => titleOf(provider)))];
  return [
    ...(first.accepted === undefined ? ["when the provider took it: that event did not come, or it never took it"] : []),
    ...(message.own === undefined ? ["the application's own id: it did not tag this message (docs/consumers.md)"] : []),
    ...(providers.length > 1 ? [`which of ${providers.join(" and ")} the recipient's copy came through: it was sent through both`] : []),
    ...(standing === "delivered" && !told.some(({ answer }) => answer !== undefined) ? ["what the receiver's server answered"] : []),
  ];
}

function nothingText({ askedBy, recipient, backlog }: Trace, environment: string): string {
  const what =
    recipient === undefined
      ? "a message with this id"
      : askedBy === "id"
        ? "a message with this id to this recipient"
        : "a message to this recipient";
  return [
    `${wrong("nothing is known")} of ${what} in ${environment}. It can be that`,
    "  - it never reached a provider: see the application's log for the answer over SMTP",
    "  - it is of another environment, or was sent another way",
    `  - its events did not come yet: they take seconds, and while the pipeline is down up to a day${waitingText(backlog)}`,
    "  - its events name neither an id nor a message that fits: such events are counted as unjoined, and kept nowhere",
    ...(recipient === undefined
      ? ["  - the id is written otherwise: ask by the recipient"]
      : ['  - the address was written otherwise, such as with "+tag" or in capitals']),
    `  - it is older than ${eventExpiryDays} days, or was erased`,
    "",
  ].join("\n");
}

/** What waits can be of any message. */
function waitingText(backlog: Trace["backlog"]): string {
  if (!backlog) return "";
  const { waiting, dead } = backlog;
  const letters = dead > 0 ? `, and ${count(dead, "dead letter")} for redrive` : "";
  return waiting + dead === 0 ? "; now none wait" : `; now ${waiting} wait in the queue${letters}`;
}

export const titleOf = (provider: string): string => sendingProviders[provider as ProviderName]?.title ?? provider;

export const utc = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19).replace("T", " ")} UTC`;

export const inOrder = (told: readonly Told[]): Told[] => [...told].sort((one, other) => one.first - other.first || one.last - other.last);
