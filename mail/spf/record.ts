/**
 * An SPF record (RFC 7208 4.6, 5, 6 and 12): every mechanism and modifier with its place, and everything that is wrong at once, since any syntax error
 * anywhere makes the whole record a permanent error. The only reader and writer of SPF.
 */
import { IPv4, IPv6 } from "ipaddr.js";
import type { ParseError } from "../records/parse-error";
import { type MacroString, parseMacroString } from "./macro";

export type Qualifier = "+" | "-" | "~" | "?";

interface Written {
  /** As it stands in the record. */
  text: string;
  /** Characters from the beginning of the record. */
  place: number;
}

interface Range {
  /** Prefix lengths for the two kinds of addresses. */
  prefix4: number;
  prefix6: number;
}

export type SpfMechanism = Written & { qualifier: Qualifier } & (
    | { kind: "all" }
    | { kind: "include"; domain: MacroString }
    | { kind: "exists"; domain: MacroString }
    | ({ kind: "a" | "mx"; domain?: MacroString | undefined } & Range)
    | { kind: "ptr"; domain?: MacroString | undefined }
    | { kind: "ip4" | "ip6"; network: IPv4 | IPv6; prefix: number }
  );

export type SpfModifier = Written & { domain: MacroString };

export interface SpfRecord {
  text: string;
  /** Everything that stands in it, in order: what cannot be read included, modifiers left out. */
  terms: Written[];
  mechanisms: SpfMechanism[];
  redirect?: SpfModifier;
  exp?: SpfModifier;
  /** Modifiers that nobody knows: ignored (RFC 7208 6). */
  unknown: (Written & { name: string })[];
  errors: ParseError[];
}

export const mechanismNames: readonly string[] = [
  "all",
  "include",
  "a",
  "mx",
  "ptr",
  "ip4",
  "ip6",
  "exists",
] satisfies SpfMechanism["kind"][];

/** RFC 7208 4.5: the version, then a space or the end; anything before it makes it another record. */
export const isSpf = (text: string): boolean => /^v=spf1( |$)/i.test(text);

/** RFC 7208 4.6.4; a redirect does too. */
export const causesLookup = ({ kind }: SpfMechanism): boolean => !["all", "ip4", "ip6"].includes(kind);

/** @param terms in order, "all" last. */
export const formatSpf = (terms: readonly string[]): string => ["v=spf1", ...terms].join(" ");

/** @param text a TXT record's text for which `isSpf` is true. */
export function parseSpf(text: string): SpfRecord {
  const record: SpfRecord = { text, terms: [], mechanisms: [], unknown: [], errors: [] };
  for (const match of text.slice("v=spf1".length).matchAll(/[^ ]+/g)) {
    const term: Written = { text: match[0], place: "v=spf1".length + match.index };
    try {
      readTerm(term, record);
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      record.errors.push({ place: term.place + error.at, text: term.text, problem: error.problem, expected: error.expected });
    }
  }
  return record;
}

/** Ends the reading of one term; never leaves this file. No Error: a stranger's record may have 30,000 of them, and a stack trace takes time. */
class Wrong {
  constructor(
    readonly at: number,
    readonly problem: string,
    readonly expected: string,
  ) {}
}

function readTerm(term: Written, record: SpfRecord): void {
  const [, name] = /^([a-z][a-z0-9_.-]*)=/i.exec(term.text) ?? [];
  if (name === undefined) {
    record.terms.push(term);
    record.mechanisms.push(readMechanism(term));
    return;
  }
  const kind = name.toLowerCase();
  const value = term.text.slice(name.length + 1);
  if (kind !== "redirect" && kind !== "exp") {
    // An unknown modifier is ignored, but its macros must be right (RFC 7208 6).
    macroString(value, name.length + 1);
    record.unknown.push({ ...term, name: kind });
    return;
  }
  if (record[kind]) throw new Wrong(0, `is a second ${kind}`, `${kind} once`);
  record[kind] = { ...term, domain: domainSpec(value, name.length + 1) };
}

function readMechanism({ text, place }: Written): SpfMechanism {
  const [head = "", sign = "", name = ""] = /^([+?~-]?)([a-z][a-z0-9_.-]*)/i.exec(text) ?? [];
  const qualifier = (sign || "+") as Qualifier;
  const kind = name.toLowerCase();
  const rest = text.slice(head.length);
  const at = head.length;
  switch (kind) {
    case "all":
      if (rest) throw new Wrong(at, `has "${rest}" after all`, "nothing");
      return { text, place, qualifier, kind };
    case "include":
    case "exists":
      if (!rest.startsWith(":")) throw new Wrong(at, "has no domain", `${kind}:domain`);
      return { text, place, qualifier, kind, domain: domainSpec(rest.slice(1), at + 1) };
    case "a":
    case "mx": {
      const [, target = "", prefix4, prefix6] = /^(.*?)(?:\/(\d+))?(?:\/\/(\d+))?$/s.exec(rest) ?? [];
      const range = {
        prefix4: prefixLength(prefix4, 32, at + target.length),
        prefix6: prefixLength(prefix6, 128, at + target.length),
      };
      return { text, place, qualifier, kind, ...optionalDomain(target, at), ...range };
    }
    case "ptr":
      return { text, place, qualifier, kind, ...optionalDomain(rest, at) };
    case "ip4":
    case "ip6": {
      const [, address = "", prefix] = /^:(.*?)(?:\/(\d+))?$/s.exec(rest) ?? [];
      const network = kind === "ip4" ? parseIp4(address) : isIp6(address) ? IPv6.parse(address) : undefined;
      if (!network)
        throw new Wrong(at, `has "${rest}", which is not an ${kind === "ip4" ? "IPv4" : "IPv6"} network`, `${kind}:address/length`);
      return { text, place, qualifier, kind, network, prefix: prefixLength(prefix, kind === "ip4" ? 32 : 128, at + 1 + address.length) };
    }
    default: {
      const known = `${mechanismNames.join(", ")}, redirect= or exp=`;
      throw new Wrong(0, kind ? `has the unknown mechanism "${name}"` : "is not a mechanism", known);
    }
  }
}

/** Four numbers without leading zeros; ipaddr.js reads more than that. */
function parseIp4(text: string): IPv4 | undefined {
  const octets = /^(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}$/.test(text) ? text.split(".").map(Number) : [];
  return octets.length === 4 && octets.every((octet) => octet <= 255) ? new IPv4(octets) : undefined;
}

/** ipaddr.js knows zones ("%eth0"), which no record has. */
const isIp6 = (text: string): boolean => /^[0-9a-f:.]+$/i.test(text) && text.includes(":") && IPv6.isValid(text);

function prefixLength(digits: string | undefined, longest: number, at: number): number {
  if (digits === undefined) return longest;
  if (!/^(0|[1-9]\d{0,2})$/.test(digits) || Number(digits) > longest) {
    throw new Wrong(at, `has the prefix length ${digits}`, `0 to ${longest}, without leading zeros`);
  }
  return Number(digits);
}

/** ":" and a domain, or nothing. */
function optionalDomain(text: string, at: number): { domain?: MacroString } {
  if (text === "") return {};
  if (!text.startsWith(":")) throw new Wrong(at, `has "${text}" after its name`, "a colon and a domain, a prefix length, or nothing");
  return { domain: domainSpec(text.slice(1), at + 1) };
}

function macroString(text: string, at: number): MacroString {
  const { parts, problem } = parseMacroString(text, "domain");
  if (problem) throw new Wrong(at + problem.at, problem.problem, problem.expected);
  return parts;
}

/** RFC 7208 7.1: ends in a macro, or in a dot and a top label which is not all digits. What a macro expands to is not checked. */
function domainSpec(text: string, at: number): MacroString {
  if (text === "") throw new Wrong(at, "has no domain", "a domain");
  const parts = macroString(text, at);
  if (typeof parts.at(-1) === "object" || /%[%_-]$/.test(text)) return parts;
  const [, topLabel] = /\.([a-z0-9-]+)\.?$/i.exec(text) ?? [];
  const isTopLabel = topLabel !== undefined && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i.test(topLabel) && !/^\d+$/.test(topLabel);
  if (!isTopLabel) {
    const expected = parseIp4(text) ? `ip4:${text}` : "a name of at least two labels, such as mail.example.com";
    throw new Wrong(at, `has "${text}", which is not a domain name`, expected);
  }
  return parts;
}
