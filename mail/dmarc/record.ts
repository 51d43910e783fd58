/**
 * A DMARC record (RFC 9989 4.7 and 4.8, RFC 7489 6.3 and 6.4): what it says, everything that is wrong with it and where, and its text. The only reader
 * and writer of DMARC; what receivers make of a record is in strength.ts.
 */
import type { ParseError } from "../records/parse-error";
import { readTagList, type Tag, type TagGrammar, trim, wsp } from "../records/tag-list";
import { type DmarcPolicy, dmarcPolicies } from "./policy";

export interface ReportTarget {
  uri: string;
  /** Of a mailto URI: where the reports go, in lower case. Others are valid, and receivers ignore them. */
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
  /** Valid targets of aggregate reports, and of reports about single messages. */
  rua: ReportTarget[];
  ruf: ReportTarget[];
  /** Of 100 messages that fail, how many the policy is for. Only receivers of RFC 7489 look at it. */
  percent: number;
  /** `t=y`: receivers of RFC 9989 apply the next weaker policy. */
  isTesting: boolean;
  /** `y`: a public suffix; `n`: an organisational domain; `u`, also when it says nothing: neither is claimed. */
  psd: "y" | "n" | "u";
  tags: Tag[];
  /** A tag stands twice: the whole record asks for nothing (RFC 6376 3.2, whose tag lists these are). */
  isVoid: boolean;
  errors: ParseError[];
  /** What some receivers do not read, or none; the rest counts all the same. */
  unread: ParseError[];
}

/** RFC 9989 removed these; older receivers honour them. */
export const removedDmarcTags: readonly string[] = ["pct", "rf", "ri"];

/** In the order in which they are written. */
const currentTags = ["v", "p", "sp", "np", "adkim", "aspf", "rua", "ruf", "fo", "t", "psd"] as const;
const knownTags: readonly string[] = [...currentTags, ...removedDmarcTags];

/** RFC 9989 4.8: `"v" equals %s"DMARC1"`, so the name in any case, the value in this one; RFC 7489 6.4 says the same in hexadecimal. */
export const isDmarc = (text: string): boolean => /^[vV][ \t]*=[ \t]*DMARC1[ \t]*(;|$)/.test(text);

const grammar: TagGrammar = { name: /^[a-z][a-z0-9_]*$/, ignoresCase: true, space: wsp, spaceAroundEquals: true };

export type DmarcTags = Partial<Record<Exclude<(typeof currentTags)[number], "v">, string | undefined>>;

export const formatDmarc = (tags: DmarcTags): string =>
  currentTags.flatMap((name) => (name === "v" ? ["v=DMARC1"] : tags[name] === undefined ? [] : [`${name}=${tags[name]}`])).join("; ");

/** What a record says, to be written again: tags that are not written today are left out. */
export const tagsOf = ({ tags }: DmarcRecord): DmarcTags => Object.fromEntries(tags.map(({ name, value }) => [name, value]));

/** @param text a TXT record's text for which `isDmarc` is true. */
export function parseDmarc(text: string): DmarcRecord {
  const { tags, errors, isVoid } = readTagList(text, grammar);
  const unread: ParseError[] = [];
  const wrong = (tag: Tag, problem: string, expected: string): number =>
    errors.push({ place: tag.place, text: tag.text, problem, expected });
  const find = (name: string): Tag | undefined => tags.find((tag) => tag.name === name);
  const choose = <T extends string>(name: string, allowed: readonly T[]): T | undefined => {
    const tag = find(name);
    const value = allowed.find((each) => each === tag?.value.toLowerCase());
    if (tag && value === undefined) wrong(tag, `is not a valid ${name} tag`, allowed.join(" or "));
    return value;
  };
  const targets = (name: string): ReportTarget[] => {
    const tag = find(name);
    return tag ? readTargets(tag, { errors, unread }) : [];
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
    percent: percentOf(find("pct")?.value),
    isTesting: choose("t", ["y", "n"]) === "y",
    psd: choose("psd", ["y", "n", "u"]) ?? "u",
    tags,
    isVoid,
    errors,
    unread,
  };
  const remark = (tag: Tag, problem: string, expected: string): number =>
    unread.push({ place: tag.place, text: tag.text, problem, expected });
  const p = find("p");
  if (!p) errors.push({ place: text.length, text, problem: "has no policy", expected: "p=none, p=quarantine or p=reject after v=DMARC1" });
  else if (tags[1] !== p) remark(p, "is not the second tag, so older receivers do not read it", "p as the second tag");
  const fo = find("fo");
  if (fo && !isFailureOptions(fo.value))
    remark(fo, "is not a valid fo tag, so receivers send the reports of fo=0", "0 or 1, d, s, with colons between");
  for (const tag of tags) if (!knownTags.includes(tag.name)) remark(tag, "is a tag that receivers ignore", currentTags.join(", "));
  errors.sort((one, other) => one.place - other.place);
  return record;
}

/** RFC 9989 4.8, dmarc-fo: 0 or 1, d and s, each once, in any order; RFC 7489 6.3 has the same words. */
function isFailureOptions(text: string): boolean {
  const options = text.split(":").map((option) => trim(option, wsp).toLowerCase());
  const isOnce = new Set(options).size === options.length;
  return isOnce && options.every((option) => ["0", "1", "d", "s"].includes(option)) && !(options.includes("0") && options.includes("1"));
}

/** RFC 7489 6.3: 0 to 100; anything else is not read. */
const percentOf = (text = ""): number => (/^\d{1,3}$/.test(text) ? Math.min(Number(text), 100) : 100);

function readTargets(tag: Tag, { errors, unread }: Pick<DmarcRecord, "errors" | "unread">): ReportTarget[] {
  const targets: ReportTarget[] = [];
  let start = tag.place + tag.text.length - tag.value.length;
  for (const part of tag.value.split(",")) {
    const uri = trim(part, wsp);
    const place = start + part.indexOf(uri);
    start += part.length + 1;
    const told = { place, text: uri || tag.text, expected: "mailto:name@domain" };
    const domain = mailboxDomain(uri);
    if (domain === undefined && !isOtherUri(uri)) errors.push({ ...told, problem: "is not a report URI" });
    else targets.push({ uri, domain, place });
    if (domain === undefined && isOtherUri(uri)) unread.push({ ...told, problem: "is a URI that receivers send no reports to" });
  }
  return targets;
}

/** RFC 6068 2. The size limit ("!10m") is of RFC 7489 6.2; RFC 9989 ignores it. */
function mailboxDomain(uri: string): string | undefined {
  const [, address = ""] = /^mailto:([^!?]*)(?:\?[^!]*)?(?:![0-9]+[kmgt]?)?$/i.exec(uri) ?? [];
  // A dot-atom (RFC 5322 3.2.3); what else a local part may hold is percent-encoded.
  return /^[a-z0-9#$%&'*+/=^_`{|}~.-]+@([a-z0-9_-]+(?:\.[a-z0-9_-]+)+)$/i.exec(address)?.[1]?.toLowerCase();
}

/** RFC 9989 4.7: any URI is valid, and receivers ignore schemes that they do not know. */
const isOtherUri = (uri: string): boolean => /^(?!mailto:)[a-z][a-z0-9+.-]*:[!-~]+$/i.test(uri);

/** A target without its size limit, for comparing. */
export const withoutSize = (uri: string): string => uri.replace(/!\d+[kmgt]?$/i, "");
