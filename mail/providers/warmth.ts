/**
 * Whether receivers know the standby. A sender that they have not seen for weeks is slowed and distrusted, on the very day on which all mail
 * comes from it; SendGrid says 30 days (https://www.twilio.com/docs/sendgrid/concepts/reputation/warm-up-ip-addresses). Pure.
 */

/** The two largest, and the filters that companies put in front of either. */
const receiverKinds = ["google", "microsoft", "gateway"] as const;
export type ReceiverKind = (typeof receiverKinds)[number];

export const sentWithinDays = 30;
export const reachedWithinDays = 7;
/** Of all mail; a tenth is one working day in a fortnight. */
export const usualWarmShare = 0.1;

/** What a sending provider says of its mail. */
export interface SentMail {
  /** Messages of the last 30 days. */
  messages: number;
  /** Whose. An account's may be those of several environments. */
  of: "environment" | "account" | "subuser";
  /** How many were delivered within 7 days, or why that cannot be known. */
  receivers: Record<ReceiverKind, number | { unknown: string }>;
}

export interface Warmth {
  /** Of all that both sent; undefined when neither sent anything. */
  share: number | undefined;
  leastShare: number;
  /** In words that follow "the standby". Empty: it is warm, as far as can be known. */
  shortcomings: string[];
  /** What cannot be known, and why. */
  unknown: string[];
}

/** @param leastShare 0 expects nothing. */
export function judgeWarmth({ standby, primary, leastShare }: { standby: SentMail; primary: SentMail; leastShare: number }): Warmth {
  const total = standby.messages + primary.messages;
  const share = total === 0 ? undefined : standby.messages / total;
  if (leastShare === 0) return { share, leastShare, shortcomings: [], unknown: [] };
  const missing = receiverKinds.filter((kind) => standby.receivers[kind] === 0);
  return {
    share,
    leastShare,
    shortcomings: [
      ...tooLittle(standby, { total, share, leastShare }),
      ...(missing.length > 0
        ? [`delivered nothing to ${missing.map((kind) => title[kind]).join(" and ")} in ${reachedWithinDays} days`]
        : []),
    ],
    unknown: [...unknownReceivers(standby), ...mixed([standby, primary])],
  };
}

const title: Record<ReceiverKind, string> = { google: "Google", microsoft: "Microsoft", gateway: "a company's gateway" };

function tooLittle(
  { messages }: SentMail,
  { total, share = 0, leastShare }: Pick<Warmth, "share" | "leastShare"> & { total: number },
): string[] {
  if (messages === 0) return [`sent nothing in ${sentWithinDays} days`];
  if (share >= leastShare) return [];
  return [`sent ${messages} of ${total} messages in ${sentWithinDays} days: ${percent(share)}, expected ${percent(leastShare)} or more`];
}

/** Each reason once. */
function unknownReceivers({ receivers }: SentMail): string[] {
  const kinds = new Map<string, ReceiverKind[]>();
  for (const kind of receiverKinds) {
    const answer = receivers[kind];
    if (typeof answer === "object") kinds.set(answer.unknown, [...(kinds.get(answer.unknown) ?? []), kind]);
  }
  return [...kinds].map(([why, unknown]) => `whether it reached ${unknown.map((kind) => title[kind]).join(", ")}: ${why}`);
}

const mixed = (sent: SentMail[]): string[] =>
  sent.some(({ of }) => of === "account")
    ? ["how much of it is this environment's: SendGrid counts the mail of the whole account; a subuser is counted alone"]
    : [];

/** "7 %", "0.4 %". */
export const percent = (share: number): string => `${Number((share * 100).toPrecision(share < 0.01 ? 1 : 2))} %`;
