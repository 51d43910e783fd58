/**
 * The mailbox simulator: addresses that get an outcome without being delivered to; "+label" may follow, none is put on a list.
 * https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html#send-email-simulator
 * Belief: the words of the replies.
 */
import type { Answer } from "../../submission/deliver";

export type Simulated = "success" | "bounce" | "ooto" | "complaint" | "suppressionlist";

export function simulatedBy(recipient: string): Simulated | undefined {
  const [, local] = /^(success|bounce|ooto|complaint|suppressionlist)(?:\+[^@]*)?@simulator\.amazonses\.com$/i.exec(recipient) ?? [];
  return local?.toLowerCase() as Simulated | undefined;
}

export const simulatedAnswer = (what: Simulated): Answer =>
  what === "bounce" || what === "suppressionlist"
    ? { code: 550, reply: "550 5.1.1 user unknown", exchange: "simulator.amazonses.com" }
    : { code: 250, reply: "250 2.6.0 Message received", exchange: "simulator.amazonses.com" };
