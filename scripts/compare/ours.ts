/** What Twinpost makes of a case, in the words in which the others answer. */
import { isUsable, parseDkim } from "../../mail/dkim/record";
import { isDmarc, parseDmarc } from "../../mail/dmarc/record";
import type { DnsAnswer } from "../../mail/dns/answer";
import type { Resolve } from "../../mail/dns/resolve";
import { checkHost } from "../../mail/spf/check-host";
import type { Case, SpfCase } from "./corpus";

export type Answer = string | Record<string, string>;

export async function judgeOurselves(judged: Case): Promise<Answer> {
  if (judged.protocol === "spf") return (await checkHost(judged, resolverOf(judged))).result;
  return judged.protocol === "dkim" ? judgeDkim(judged.text) : judgeDmarc(judged.text);
}

function resolverOf({ zone }: SpfCase): Resolve {
  return async (name, type): Promise<DnsAnswer> => {
    const values = zone[`${name} ${type}`] ?? [];
    const about = { server: "corpus", aliases: [] };
    if (values.length > 0) return { ...about, outcome: "answer", values, ttl: 60 };
    const exists = Object.keys(zone).some((key) => key.startsWith(`${name} `));
    return { ...about, outcome: exists ? "no-data" : "no-such-name", values: [] };
  };
}

/** Whether a signature by it counts; testing is the verifier's affair, which none of the others looks at. */
function judgeDkim(text: string): Answer {
  const record = parseDkim(text);
  return isUsable({ ...record, isTesting: false }) ? record.keyType : "unusable";
}

/** RFC 9989 4.8: what is wrong is told, and left out of what the record says. */
function judgeDmarc(text: string): Answer {
  if (!isDmarc(text)) return { told: "yes" };
  const record = parseDmarc(text);
  const p = record.policy ?? "none";
  const sp = record.sp ?? p;
  const told = record.isVoid || record.errors.length > 0 || record.unread.length > 0 ? "yes" : "no";
  return { p, sp, np: record.np ?? sp, adkim: record.adkim, aspf: record.aspf, told };
}

/** A record that others refuse must be told here; of one that they read we must read the same. */
export function agree(ours: Answer, theirs: Answer): boolean {
  if (typeof ours === "string") return ours === theirs;
  const { told, ...values } = ours;
  return theirs === "broken" ? told === "yes" : JSON.stringify(values) === JSON.stringify(theirs);
}
