/**
 * Whose mailbox provider SendGrid means. Its statistics name them ("Gmail" in
 * https://www.twilio.com/docs/sendgrid/api-reference/advanced-stats/retrieve-email-statistics-by-mailbox-provider) and no page lists the names, so a
 * name is matched by every brand of its owner. A company's own domain counts as its mailbox provider's, or as another's: which is not documented.
 */
import type { ReceiverKind } from "./warmth";

const brands: Record<Exclude<ReceiverKind, "gateway">, RegExp> = {
  google: /gmail|google/i,
  microsoft: /microsoft|hotmail|outlook|office|msn|\blive\b/i,
};

export function kindOfMailboxProvider(name: string): ReceiverKind | undefined {
  return (Object.keys(brands) as (keyof typeof brands)[]).find((kind) => brands[kind].test(name));
}

export const sendgridTellsNoGateways = "SendGrid's statistics name mailbox providers, and not the gateways in front of them";
