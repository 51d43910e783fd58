/**
 * Which DMARC policy receivers find for an Author Domain, in both readings that are in use: the DNS tree walk of RFC 9989 4.10, and the Public Suffix
 * List of RFC 7489 6.6.3, which most large receivers still follow. A forecast has to be right for both.
 */

import { type DnsAnswer, isFailure, valuesOf } from "../dns/answer";
import type { Resolve } from "../dns/resolve";
import { listedOrganisationalDomain } from "./organisational-domain";
import type { DmarcPolicy, DmarcReading, DmarcScope } from "./policy";
import { type DmarcRecord, isDmarc, parseDmarc } from "./record";
import { policyOf } from "./strength";

/** What is at `_dmarc` below one name. */
interface DmarcAt {
  domain: string;
  response: DnsAnswer;
  /** Texts that begin as DMARC records do; only if there is exactly one does it count. */
  texts: string[];
  record?: DmarcRecord;
}

export interface DmarcDiscovery {
  reading: DmarcReading;
  organisationalDomain: string;
  /** Whose record applies. */
  found?: DmarcAt & { record: DmarcRecord };
  /** Which of the record's policies: the domain's own, its subdomains', that of names which do not exist. */
  scope: DmarcScope;
  /** What happens to mail that fails; nothing is asked for when undefined. */
  policy: DmarcPolicy | undefined;
  /** A question without a usable answer: receivers defer, and nothing is known. */
  failed?: DmarcAt;
  /** Every name that was looked at, in order. */
  walked: DmarcAt[];
}

/** @param domain the Author Domain, in lower case. */
export async function discoverDmarc(domain: string, reading: DmarcReading, resolve: Resolve): Promise<DmarcDiscovery> {
  const walked = reading === "RFC 9989" ? await walkTree(domain, resolve) : await askListed(domain, resolve);
  const organisationalDomain = reading === "RFC 9989" ? topOfWalk(domain, walked) : listedOrganisationalDomain(domain);
  const failed = walked.find(({ response }) => isFailure(response));
  if (failed) return { reading, organisationalDomain, scope: "p", policy: undefined, failed, walked };
  const found = reading === "RFC 9989" ? ofWalk(domain, organisationalDomain, walked) : ofListed(walked);
  if (!found) return { reading, organisationalDomain, scope: "p", policy: undefined, walked };
  const scope = found.domain === domain ? "p" : found.record.np && (await isMissing(domain, resolve)) ? "np" : "sp";
  return { reading, organisationalDomain, found, scope, policy: policyOf(found.record, scope, reading), walked };
}

/** @returns the organisational domain that decides about relaxed alignment; each identifier is walked from by itself (RFC 9989 4.10.2). */
export async function organisationalDomainOf(domain: string, reading: DmarcReading, resolve: Resolve): Promise<string> {
  return reading === "RFC 9989" ? topOfWalk(domain, await walkTree(domain, resolve)) : listedOrganisationalDomain(domain);
}

/** @param mode of the record: adkim for a signing domain, aspf for a return path. */
export async function isDmarcAligned(
  { identifier, authorDomain, mode }: { identifier: string; authorDomain: string; mode: "r" | "s" },
  reading: DmarcReading,
  resolve: Resolve,
): Promise<boolean> {
  if (identifier === authorDomain || mode === "s") return identifier === authorDomain;
  const [one, other] = await Promise.all([identifier, authorDomain].map((each) => organisationalDomainOf(each, reading, resolve)));
  return one === other;
}

/** RFC 9989 4.10: the name itself, then its ancestors, eight questions at most. */
export function treeWalkNames(domain: string): string[] {
  const labels = domain.split(".");
  const ancestors = labels.length >= 8 ? labels.slice(-7) : labels.slice(1);
  return [domain, ...ancestors.map((_, index) => ancestors.slice(index).join("."))];
}

/** All questions at once: nearly always all of them are needed. */
async function walkTree(domain: string, resolve: Resolve): Promise<DmarcAt[]> {
  const answers = await Promise.all(treeWalkNames(domain).map((name) => askAt(name, resolve)));
  const end = answers.findIndex(({ record }) => record && record.psd !== "u");
  return end < 0 ? answers : answers.slice(0, end + 1);
}

/** RFC 9989 4.10.2. */
function topOfWalk(domain: string, walked: readonly DmarcAt[]): string {
  const withRecord = walked.filter(({ record }) => record);
  const declared = withRecord.find(({ record }) => record?.psd === "n");
  if (declared) return declared.domain;
  const suffix = withRecord.find((each) => each.record?.psd === "y" && each.domain !== domain);
  if (suffix) {
    const labels = domain.split(".");
    return labels.slice(-suffix.domain.split(".").length - 1).join(".");
  }
  return withRecord.at(-1)?.domain ?? domain;
}

/** RFC 9989 4.10.1: the Author Domain's record, else its organisational domain's, else the public suffix's. */
function ofWalk(domain: string, organisationalDomain: string, walked: readonly DmarcAt[]): DmarcDiscovery["found"] {
  const candidates = walked.filter(hasRecord);
  return (
    candidates.find((each) => each.domain === domain) ??
    candidates.find((each) => each.domain === organisationalDomain) ??
    candidates.find(({ record }) => record.psd === "y")
  );
}

/** RFC 7489 6.6.3: the organisational domain is asked only if the Author Domain has no record; with several the search is over. */
async function askListed(domain: string, resolve: Resolve): Promise<DmarcAt[]> {
  const own = await askAt(domain, resolve);
  const organisationalDomain = listedOrganisationalDomain(domain);
  if (own.texts.length > 0 || isFailure(own.response) || organisationalDomain === domain) return [own];
  return [own, await askAt(organisationalDomain, resolve)];
}

const ofListed = (walked: readonly DmarcAt[]): DmarcDiscovery["found"] => walked.find(hasRecord);

const hasRecord = (at: DmarcAt): at is DmarcAt & { record: DmarcRecord } => at.record !== undefined;

async function askAt(domain: string, resolve: Resolve): Promise<DmarcAt> {
  const response = await resolve(`_dmarc.${domain}`, "TXT");
  const texts = valuesOf(response).filter(isDmarc);
  const [text, ...others] = texts;
  return { domain, response, texts, ...(text !== undefined && others.length === 0 ? { record: parseDmarc(text) } : {}) };
}

/** RFC 8020: the name and everything below it does not exist. */
const isMissing = async (domain: string, resolve: Resolve): Promise<boolean> => (await resolve(domain, "A")).outcome === "no-such-name";
