/**
 * What a DMARC record makes receivers do with mail that fails, in each of the two readings that they follow: the policy for the domain, for its
 * subdomains and for names that do not exist. Judges parsed records, so that everybody who asks gets the same answer.
 */
import { type DmarcPolicy, type DmarcReading, type DmarcScope, dmarcPolicies, nextWeaker } from "./policy";
import type { DmarcRecord } from "./record";

/**
 * What the record asks for. Without a policy that it can read a receiver takes it for "none" where reports are asked for, and for no record where not
 * (RFC 9989 4.10.1, RFC 7489 6.6.3). A missing p is "none" to RFC 9989 (4.7).
 */
export function policyOf(record: DmarcRecord, scope: DmarcScope, reading: DmarcReading): DmarcPolicy | undefined {
  if (record.isVoid) return undefined;
  // RFC 7489 knows no np: it ignores the tag, and a name that does not exist is a subdomain like others.
  const read = reading === "RFC 9989" ? ["p", "sp", "np"] : ["p", "sp"];
  const isBroken = record.tags.some(({ name, value }) => read.includes(name) && !isPolicy(value));
  const isMissing = !record.tags.some(({ name }) => name === "p");
  if (isBroken || (isMissing && reading === "RFC 7489")) return record.rua.length > 0 ? "none" : undefined;
  const own = record.policy ?? "none";
  if (scope === "p") return own;
  const sub = record.sp ?? own;
  return scope === "np" && reading === "RFC 9989" ? (record.np ?? sub) : sub;
}

const isPolicy = (value: string): boolean => dmarcPolicies.some((policy) => policy === value.toLowerCase());

/** `t=y` is one level less to receivers of RFC 9989; `pct` is taken for all of the mail, since it is for some of it. */
export const testedPolicy = (
  policy: DmarcPolicy | undefined,
  record: Pick<DmarcRecord, "isTesting"> | undefined,
  reading: DmarcReading,
): DmarcPolicy | undefined => (policy !== undefined && record?.isTesting && reading === "RFC 9989" ? nextWeaker(policy) : policy);

/** For comparing two records: 0 when nothing happens to mail that fails, higher the more happens. */
export function enforcement(record: DmarcRecord, scope: DmarcScope, reading: DmarcReading): number {
  const policy = testedPolicy(policyOf(record, scope, reading), record, reading);
  const level = policy === undefined ? 0 : dmarcPolicies.indexOf(policy);
  if (level === 0 || reading === "RFC 9989") return level;
  // Mail beyond the percentage gets the next weaker policy (RFC 7489 6.6.4), so it counts less than a level.
  return level - 1 + record.percent / 100;
}
