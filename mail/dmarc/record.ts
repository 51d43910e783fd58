/**
 * A DMARC record read completely (RFC 9989 4.7, RFC 7489 6.3): what it asks for, and everything that is wrong with it and where. merge.ts and strength.ts
 * read records as receivers do, for comparing.
 */
import type { RecordError } from "../records/record-error";
import { readTagList, type Tag } from "../records/tag-list";
import { type DmarcPolicy, dmarcPolicies } from "./build";

export interface ReportTarget {
  uri: string;
  /** Of a mailto URI: where the reports go, in lower case. */
  domain: string | undefined;
  /** Characters from the beginning of the record. */
  place: number;
}

export interface DmarcRecord {
  text: string;
  /** Missing, or a word that is none of the three. */
  policy: DmarcPolicy | undefined;
  sp: DmarcPolicy | undefined;
  np: DmarcPolicy | undefined;
  adkim: "r" | "s";
  aspf: "r" | "s";
  rua: ReportTarget[];
  ruf: ReportTarget[];
  /** `t=y`: receivers of RFC 9989 apply the next weaker policy. */
  isTesting: boolean;
  /** `y`: a public suffix; `n`: an organisational domain; `u`, also when it says nothing: neither is claimed. */
  psd: "y" | "n" | "u";
  tags: Tag[];
  errors: RecordError[];
  /** What some receivers do not read, or none; the rest counts all the same. */
  unread: RecordError[];
}

/** RFC 9989 removed these; older receivers honour them. */
export const removedDmarcTags: readonly string[] = ["pct", "rf", "ri"];

const knownTags = ["v", "p", "sp", "np", "adkim", "aspf", "rua", "ruf", "fo", "t", "psd", ...removedDmarcTags];

/** @param text a TXT record's text for which `isDmarc` (merge.ts) is true. */
export function parseDmarcRecord(text: string): DmarcRecord {
  const { tags, errors } = readTagList(text);
  const wrong = (tag: Tag, problem: string, expected: string): number =>
    errors.push({ place: tag.place, text: tag.text, problem, expected });
  const choose = <T extends string>(name: string, allowed: readonly T[]): T | undefined => {
    const tag = tags.find((each) => each.name === name);
    const value = allowed.find((each) => each === tag?.value.toLowerCase());
    if (tag && value === undefined) wrong(tag, `has a value that ${name} does not know`, allowed.join(" or "));
    return value;
  };
  const targets = (name: string): ReportTarget[] => {
    const tag = tags.find((each) => each.name === name);
    return tag ? readTargets(tag, errors) : [];
  };
  const record: DmarcRecord = {
    text,
    policy: choose("p", dmarcPolicies),
    sp: choose("sp", dmarcPolicies),
    np: choose("np", dmarcPolicies),
    adkim: choose("adkim", ["r", "s"]) ?? "r",
    aspf: choose("aspf", ["r", "s"]) ?? "r",
    rua: targets("rua"),
    ruf: targets("ruf"),
    isTesting: choose("t", ["y", "n"]) === "y",
    psd: choose("psd", ["y", "n", "u"]) ?? "u",
    tags,
    errors,
    unread: [],
  };
  const remark = (tag: Tag, problem: string, expected: string): number =>
    record.unread.push({ place: tag.place, text: tag.text, problem, expected });
  const p = tags.find(({ name }) => name === "p");
  if (!p)
    errors.push({ place: text.length, text, problem: "names no policy", expected: "p=none, p=quarantine or p=reject after v=DMARC1" });
  else if (tags[1] !== p) remark(p, "does not follow v=DMARC1, and older receivers read it only there", "p as the second tag");
  for (const tag of tags)
    if (!knownTags.includes(tag.name)) remark(tag, "is a tag that receivers ignore", knownTags.slice(0, 11).join(", "));
  errors.sort((one, other) => one.place - other.place);
  return record;
}

function readTargets(tag: Tag, errors: RecordError[]): ReportTarget[] {
  const from = tag.place + tag.text.length - tag.value.length;
  const targets: ReportTarget[] = [];
  let start = from;
  for (const part of tag.value.split(",")) {
    const place = start + part.length - part.trimStart().length;
    const uri = part.trim();
    start += part.length + 1;
    // The size limit ("!10m") is of RFC 7489; RFC 9989 ignores it.
    const [, address = ""] = /^mailto:([^!?]*)(![0-9]+[kmgt]?)?$/i.exec(uri) ?? [];
    const domain = /^[^@\s]+@([a-z0-9_-]+(?:\.[a-z0-9_-]+)+)$/i.exec(address)?.[1]?.toLowerCase();
    if (domain === undefined)
      errors.push({ place, text: uri || tag.text, problem: "is no place to send reports to", expected: "mailto:name@domain" });
    targets.push({ uri, domain, place });
  }
  return targets;
}

/** Without a policy that it can read a receiver takes it for "none" (RFC 9989 4.7), an older one only if reports are asked for (RFC 7489 6.6.3). */
export function policyOf(record: DmarcRecord, scope: "p" | "sp" | "np", reading: "RFC 9989" | "RFC 7489"): DmarcPolicy | undefined {
  const hasReports = record.rua.some(({ domain }) => domain !== undefined);
  const isBroken = record.tags.some(({ name, value }) => ["p", "sp", "np"].includes(name) && !isPolicy(value));
  const isMissing = !record.tags.some(({ name }) => name === "p");
  if (isBroken || (isMissing && reading === "RFC 7489")) return hasReports ? "none" : undefined;
  const own = record.policy ?? "none";
  if (scope === "p") return own;
  // RFC 7489 knows no np: a name that does not exist is a subdomain like others.
  const sub = record.sp ?? own;
  return scope === "np" && reading === "RFC 9989" ? (record.np ?? sub) : sub;
}

const isPolicy = (value: string): boolean => dmarcPolicies.some((policy) => policy === value.toLowerCase());
