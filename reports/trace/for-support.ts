/** What a provider's support asks for: ids, times in UTC and answers as they came, without our words. One part for each provider and message. */
import { isOurEventId } from "../../mail/events/mail-event";
import { type ProviderName, sendingProviders } from "../../mail/providers/sending-providers";
import type { Trace, TracedMessage } from "../../workflows/trace";
import { inOrder, titleOf } from "./text";

export const supportText = ({ messages, recipient }: Trace, sendingDomain: string): string =>
  messages
    .flatMap((message) => providersOf(message).map((provider) => partFor(provider, message, { recipient, sendingDomain })))
    .join("\n");

const providersOf = ({ state }: TracedMessage): string[] => [...new Set(state.told.map(({ provider }) => provider))];

function partFor(provider: string, { state }: TracedMessage, known: { recipient: string | undefined; sendingDomain: string }): string {
  const told = inOrder(state.told).filter((each) => each.provider === provider);
  const id = told.find(({ message }) => message !== undefined)?.message;
  const ask = sendingProviders[provider as ProviderName]?.support?.ask;
  return [
    `For ${titleOf(provider)}${ask === undefined ? "" : ` (${ask})`}:`,
    `  message id: ${id ?? "not known: no event named it"}`,
    `  Message-ID: ${state.message.header === undefined ? "not known: no event named it" : `<${state.message.header}>`}`,
    `  recipient: ${known.recipient ?? "add it: it is kept as a digest only"}`,
    `  sender's domain: ${known.sendingDomain}`,
    ...told.flatMap(({ kind, first, last, times, event, failure, answer }) => [
      `  ${new Date(first).toISOString()} ${kind}${times > 1 ? ` (${times} times until ${new Date(last).toISOString()})` : ""}${isOurEventId(event) ? "" : `, event ${event}`}`,
      ...(failure?.status === undefined ? [] : [`    status: ${failure.status}`]),
      ...((answer ?? failure?.text) === undefined ? [] : [`    answer: ${answer ?? failure?.text}`]),
    ]),
    "",
  ].join("\n");
}
