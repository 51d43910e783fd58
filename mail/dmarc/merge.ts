/**
 * Merges two DMARC records of one name into one, because a second record makes receivers ignore both (RFC 9989 4.10). Everybody who got
 * reports goes on getting them, and no policy becomes weaker.
 */
import { type DmarcPolicy, dmarcPolicies } from "./build";

/** Tags in order. Names are in lower case; values as written. */
export type DmarcTags = Map<string, string>;

/** RFC 9989 4.8: `v=DMARC1` first, as it is written here. */
export const isDmarc = (text: string): boolean => /^v[ \t]*=[ \t]*DMARC1[ \t]*(;|$)/.test(text);

/** @returns undefined when it is no DMARC record. Of a tag that stands twice the first counts. */
export function parseDmarc(text: string): DmarcTags | undefined {
  if (!isDmarc(text)) return undefined;
  const tags: DmarcTags = new Map();
  for (const part of text.split(";")) {
    const [, name, value] = /^\s*([a-z0-9_]+)\s*=\s*(.*?)\s*$/i.exec(part) ?? [];
    if (name && value !== undefined && !tags.has(name.toLowerCase())) tags.set(name.toLowerCase(), value);
  }
  return tags;
}

/** @param live the record that is there. @returns the declared one with the stricter policies and all report addresses of both. */
export function mergeDmarc(live: string, declared: string): string {
  const [theirs, ours] = parseBoth(live, declared);
  const merged = new Map(ours);
  for (const tag of policyTags) {
    const stricter = strength(effective(theirs, tag)) > strength(effective(ours, tag));
    if (stricter) merged.set(tag, effective(theirs, tag));
  }
  for (const tag of ["adkim", "aspf"]) if (theirs.get(tag) === "s") merged.set(tag, "s");
  for (const tag of ["rua", "ruf"]) {
    const all = [...new Set([...targets(ours, tag), ...targets(theirs, tag)])];
    if (all.length > 0) merged.set(tag, all.join(","));
  }
  if (merged.has("ruf") && !merged.has("fo")) merged.set("fo", theirs.get("fo") ?? "1");
  return order.flatMap((tag) => (merged.has(tag) ? [`${tag}=${merged.get(tag)}`] : [])).join("; ");
}

/** What the live record says and the declared one would take away: "p=reject", "rua=mailto:…". */
export function missingFromDmarc(live: string, declared: string): string[] {
  const [theirs, ours] = parseBoth(live, declared);
  const weaker = policyTags.filter((tag) => strength(effective(theirs, tag)) > strength(effective(ours, tag)));
  const stricter = ["adkim", "aspf"].filter((tag) => theirs.get(tag) === "s" && ours.get(tag) !== "s");
  const silenced = ["rua", "ruf"].flatMap((tag) =>
    targets(theirs, tag).flatMap((target) => (targets(ours, tag).includes(target) ? [] : [`${tag}=${target}`])),
  );
  return [...weaker.map((tag) => `${tag}=${effective(theirs, tag)}`), ...stricter.map((tag) => `${tag}=s`), ...silenced];
}

const order = ["v", "p", "sp", "np", "adkim", "aspf", "rua", "ruf", "fo"];
const policyTags = ["p", "sp", "np"] as const;

function parseBoth(live: string, declared: string): [DmarcTags, DmarcTags] {
  const [theirs, ours] = [parseDmarc(live), parseDmarc(declared)];
  if (!theirs || !ours) throw new Error("merging DMARC needs two DMARC records");
  return [theirs, ours];
}

/** np falls back to sp, sp to p, and p to "none" (RFC 9989 4.7). */
function effective(tags: DmarcTags, tag: (typeof policyTags)[number]): string {
  const chain = { p: ["p"], sp: ["sp", "p"], np: ["np", "sp", "p"] }[tag];
  const value = chain.map((each) => tags.get(each)?.toLowerCase()).find((each) => each !== undefined);
  return value ?? "none";
}

const strength = (policy: string): number => dmarcPolicies.indexOf(policy as DmarcPolicy);

/** `!10m` limited a report's size (RFC 7489 6.2); RFC 9989 dropped it. */
const targets = (tags: DmarcTags, tag: string): string[] =>
  (tags.get(tag) ?? "")
    .split(",")
    .map((target) => target.trim().replace(/!\d+[kmgt]?$/i, ""))
    .filter(Boolean);
