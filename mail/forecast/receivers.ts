/**
 * What Gmail, Outlook and Yahoo do with a message, as they publish it: the Author Domain's DMARC policy first, then what they ask of everybody,
 * then of bulk senders (more than 5,000 messages a day to one of them, counted for the whole organisational domain, by whatever tool).
 * Gmail: support.google.com/a/answer/81126 and answer/3726730. Outlook: "Outlook's New Requirements for High-Volume Senders", 2025.
 * Yahoo: senders.yahooinc.com. Not forecast: reputation, content, complaints, reverse DNS.
 */
import type { DmarcPolicy } from "../dmarc/policy";

export const receiverNames = ["gmail", "outlook", "yahoo"] as const;
export type ReceiverName = (typeof receiverNames)[number];

export const volumes = ["ordinary", "bulk"] as const;
export type Volume = (typeof volumes)[number];

/** What authentication amounts to. */
export interface Seen {
  spf: boolean;
  /** Any signature passes, whoever signed. */
  dkim: boolean;
  dmarc: "pass" | "fail" | "none";
  /** Undefined without a record. */
  policy: DmarcPolicy | undefined;
}

export interface Conclusion {
  outcome: "inbox" | "junk" | "deferred" | "refused";
  /** The receiver's code and what it is for. */
  why?: string;
}

export function concludeAt(receiver: ReceiverName, seen: Seen, volume: Volume): Conclusion {
  const { codes } = published[receiver];
  const { spf, dkim, dmarc, policy } = seen;
  if (dmarc === "fail" && policy === "reject") return { outcome: "refused", why: `${codes.reject}: DMARC fails, and its policy is reject` };
  if (!spf && !dkim) return { outcome: "refused", why: `${codes.unauthenticated}: neither SPF nor DKIM passes` };
  const broken = volume === "bulk" ? published[receiver].bulk(seen) : undefined;
  if (broken) return broken;
  return dmarc === "fail" && policy === "quarantine"
    ? { outcome: "junk", why: "DMARC fails, and its policy is quarantine" }
    : { outcome: "inbox" };
}

interface Published {
  codes: { reject: string; unauthenticated: string };
  /** The first rule for bulk senders that is broken. */
  bulk(seen: Seen): Conclusion | undefined;
}

const refuses = (why: string): Conclusion => ({ outcome: "refused", why });

/** Outlook and Yahoo give one code for all of it. */
const oneCode =
  (code: string): Published["bulk"] =>
  ({ spf, dkim, dmarc }) => {
    const missing = [spf ? [] : ["SPF"], dkim ? [] : ["DKIM"], dmarc === "pass" ? [] : ["DMARC"]].flat();
    return missing.length > 0 ? refuses(`${code}: ${missing.join(" and ")} must pass for a bulk sender`) : undefined;
  };

const published: Record<ReceiverName, Published> = {
  gmail: {
    codes: { reject: "550 5.7.26", unauthenticated: "550 5.7.26" },
    bulk({ spf, dkim, dmarc, policy }) {
      if (!spf) return refuses("550 5.7.27: SPF must pass for a bulk sender");
      if (!dkim) return refuses("550 5.7.30: DKIM must pass for a bulk sender");
      if (policy === undefined) return refuses("550 5.7.40: a bulk sender must have a DMARC record");
      if (dmarc !== "pass") return { outcome: "deferred", why: "421 4.7.32: neither SPF nor DKIM is aligned with the From domain" };
      return undefined;
    },
  },
  outlook: { codes: { reject: "550 5.7.509", unauthenticated: "550 5.7.515" }, bulk: oneCode("550 5.7.515") },
  yahoo: { codes: { reject: "554 5.7.9", unauthenticated: "554 5.7.9" }, bulk: oneCode("554 5.7.9") },
};
