/** An event as it may be stored: the recipient as a keyed digest, and no address in what a receiver wrote. */
import type { MailEvent } from "./mail-event";

const anyAddress = /[^\s<>"'(),:;@\\[\]]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?/gi;

/** @param digest keyed, so that who has the store alone cannot try addresses */
export async function withoutAddresses(event: MailEvent, digest: (address: string) => Promise<string>): Promise<MailEvent> {
  const { failure, answer, recipient } = event;
  const stored = { ...event, recipient: await digest(recipient) };
  if (failure?.text !== undefined) stored.failure = { ...failure, text: withoutAddress(failure.text, recipient) };
  if (answer !== undefined) stored.answer = withoutAddress(answer, recipient);
  return stored;
}

function withoutAddress(text: string, recipient: string): string {
  const local = recipient.slice(0, recipient.lastIndexOf("@"));
  // As it is, whatever odd characters it has; then as any receiver may write it.
  const replaced = text.replaceAll(recipient, "<address>").replaceAll(anyAddress, "<address>");
  // Receivers name a mailbox without its domain too: "no mailbox ada here". A local part of a letter or two is in every sentence.
  if (local.length < 3 || !replaced.toLowerCase().includes(local.toLowerCase())) return replaced;
  return replaced.replace(new RegExp(`(?<![\\w.-])${escaped(local)}(?![\\w.-])`, "giu"), "<address>");
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
