/**
 * What a failure is about, so that it is told to whom it concerns: a wrong address to the client, a reputation to the administrator. Read from
 * the receiver's enhanced status code (RFC 3463, RFC 7372, RFC 7505, IANA's registry of them) and from well-known words where codes say less.
 */

export type FailureClass =
  /** Nobody has this address, or its domain takes no mail. */
  | "bad address"
  /** The mailbox exists, and is full, switched off or does not take this mail. */
  | "mailbox"
  /** SPF, DKIM or DMARC did not hold. */
  | "authentication"
  /** The sender, the address it sends from or a blocklist. */
  | "reputation"
  /** Too much at once. */
  | "rate"
  /** Size, attachment, words. */
  | "content"
  /** No route, no answer, no TLS. */
  | "technical"
  /** The provider did not try, since the address is on its list. */
  | "suppressed"
  | "unknown";

type Rule = { status: RegExp; class: FailureClass };

/** https://www.iana.org/assignments/smtp-enhanced-status-codes: the first that matches. */
const byStatus: readonly Rule[] = [
  // .1.7 and .1.8 are the sender's address.
  { status: /^[45]\.1\.[78]$/, class: "reputation" },
  // .1.0 "other address status", .1.1 mailbox, .1.2 system, .1.3 syntax, .1.6 moved, .1.10 null MX (RFC 7505 4.2).
  { status: /^5\.1\.([0-346]|10)$/, class: "bad address" },
  { status: /^[45]\.2\.3$/, class: "content" },
  { status: /^[45]\.2\./, class: "mailbox" },
  { status: /^[45]\.3\.4$/, class: "content" },
  { status: /^[45]\.6\./, class: "content" },
  // RFC 7372: .20 to .22 DKIM, .23 and .24 SPF, .26 several, .27 null MX of the sender; Gmail's .32 alignment; Microsoft's .515.
  { status: /^[45]\.7\.(2[0-46]|3[02]|509|515)$/, class: "authentication" },
  { status: /^[45]\.7\.(25|27)$/, class: "authentication" },
  { status: /^[45]\.7\.28$/, class: "rate" },
  { status: /^[45]\.7\.(10|11)$/, class: "technical" },
  { status: /^[45]\.7\./, class: "reputation" },
  { status: /^[45]\.[345]\./, class: "technical" },
];

/** Words that say more than the code beside them. */
const byWords: readonly { says: RegExp; class: FailureClass }[] = [
  { says: /\b(?:dmarc|dkim|spf)\b/i, class: "authentication" },
  { says: /\b(?:reputation|blocklist(?:ed)?|blacklist(?:ed)?|spamhaus|barracuda)\b/i, class: "reputation" },
  { says: /\b(?:rate limit|too many|throttl)/i, class: "rate" },
  { says: /\b(?:no such user|user unknown|unknown user|does not exist|no mailbox here)\b/i, class: "bad address" },
  { says: /\b(?:mailbox (?:is )?full|over ?quota)\b/i, class: "mailbox" },
];

/** "550 5.1.1 ...", "550-5.1.1 ..." or "5.1.1". Undefined without one. */
export function statusOf(text: string | undefined): string | undefined {
  const [, status] = /(?:^|\s|-)([245]\.\d{1,3}\.\d{1,3})(?=\s|$|[^\d.])/.exec(text?.slice(0, 512) ?? "") ?? [];
  return status;
}

/** A status about the address is believed before words: a receiver's text about a wrong address can mention SPF. */
export function failureClassOf(status: string | undefined, text: string | undefined): FailureClass {
  const coded = status === undefined ? undefined : byStatus.find((rule) => rule.status.test(status))?.class;
  if (coded === "bad address" || coded === "authentication" || coded === "rate") return coded;
  const said = byWords.find(({ says }) => says.test(text?.slice(0, 1024) ?? ""))?.class;
  return said ?? coded ?? "unknown";
}
