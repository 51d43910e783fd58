/**
 * Verifies the mail of any domain from outside: whether its name servers and the resolvers agree on its records, and what receivers conclude
 * from them. Looks once, and needs no environment.
 */

import type { Blocklist } from "../findings/domain/check-blocklists";
import { checkDomain } from "../findings/domain/check-domain";
import { checkMtaStsPolicy, type ReadPolicy } from "../findings/domain/check-mta-sts-policy";
import { type Finding, findingOf } from "../findings/finding";
import { bySeverity } from "../findings/list";
import { usualSelectors } from "../mail/dkim/usual-selectors";
import { type DnsAnswer, isFailure, valuesOf } from "../mail/dns/answer";
import type { DnsType } from "../mail/dns/record";
import { cached, type Resolve } from "../mail/dns/resolve";
import { isAtOrBelow } from "../mail/records/name";
import { type SpfBudget, spfBudget } from "../mail/spf/budget";
import { agreementOf } from "./verify/agreement";

export interface DomainRequest {
  /** In lower case without a final dot. */
  domain: string;
  /** Those in use; empty: the usual ones are tried. */
  selectors: readonly string[];
  /** Sending addresses to look up at blocklists. */
  addresses?: readonly string[];
  blocklists?: readonly Blocklist[];
}

export interface DomainEffects {
  published(name: string, type: DnsType): Promise<DnsAnswer[]>;
  visible(name: string, type: DnsType): Promise<DnsAnswer[]>;
  /** As receivers look things up. */
  resolve: Resolve;
  /** Absent where the web is not what DNS here leads to. */
  readPolicy?: ReadPolicy;
}

export interface DomainVerification {
  domain: string;
  records: {
    record: { type: DnsType; name: string };
    values: string[];
    published: boolean;
    visible: boolean;
    answers: Record<"published" | "visible", DnsAnswer[]>;
  }[];
  findings: Finding[];
  /** What the SPF record costs, term by term; absent without one. */
  spf?: Pick<SpfBudget, "lookups" | "voidLookups" | "isWhole" | "tree">;
  /** When none was named: which of the usual ones have a key, and how many could not be asked for. */
  triedSelectors?: { found: string[]; count: number; unknown: number };
  /** What else decides about mail and was not looked at. */
  notLookedAt: string[];
}

export async function verifyDomain({ selectors: named, ...request }: DomainRequest, use: DomainEffects): Promise<DomainVerification> {
  const { domain } = request;
  const ask = cached(use.resolve);
  const tried = named.length > 0 ? undefined : await trySelectors(domain, ask);
  const selectors = tried?.found ?? named;
  const questions: [string, DnsType][] = [
    [domain, "TXT"],
    [domain, "MX"],
    [`_dmarc.${domain}`, "TXT"],
    ...selectors.map((selector): [string, DnsType] => [`${selector}._domainkey.${domain}`, "TXT"]),
  ];
  const [findings, policy, spf, ...looks] = await Promise.all([
    checkDomain({ ...request, selectors }, ask),
    use.readPolicy ? checkMtaStsPolicy(domain, ask, use.readPolicy) : undefined,
    spfBudget(domain, ask),
    ...questions.map(async ([name, type]) => {
      const [published, visible] = await Promise.all([use.published(name, type), use.visible(name, type)]);
      const agreement = agreementOf(`${name} ${type}`, published, visible);
      return { record: { type, name }, answers: { published, visible }, ...agreement };
    }),
  ]);
  const judged = [...findings, ...(policy ?? [])].filter((finding) => !isToldBy(looks, domain, finding));
  const answers = looks.flatMap((look) => look.answers.visible);
  const exists = looks.some((look) => look.answers.published.length > 0) || answers.some(({ outcome }) => outcome !== "no-such-name");
  const { lookups, voidLookups, isWhole, tree } = spf;
  return {
    domain,
    records: looks.map(({ findings: _, ...look }) => look),
    findings: exists ? together([...looks.flatMap((look) => look.findings), ...judged]).sort(bySeverity) : [noSuchDomain(domain)],
    ...(tree.record === undefined ? {} : { spf: { lookups, voidLookups, isWhole, tree } }),
    ...(tried ? { triedSelectors: tried } : {}),
    notLookedAt: notLookedAt(request, selectors, use.readPolicy !== undefined),
  };
}

/** A name with a record, or that leads somewhere, is a selector in use, whatever is wrong with its key. */
async function trySelectors(domain: string, ask: Resolve): Promise<NonNullable<DomainVerification["triedSelectors"]>> {
  const usual = Object.keys(usualSelectors);
  const answers = await Promise.all(usual.map((selector) => ask(`${selector}._domainkey.${domain}`, "TXT")));
  const wildcard = await ask(`*._domainkey.${domain}`, "TXT");
  const isThere = (answer: DnsAnswer): boolean => valuesOf(answer).length > 0 || answer.aliases.length > 0;
  // Below a wildcard every selector seems to be there.
  const found = isThere(wildcard) ? [] : usual.filter((_, at) => isThere(answers[at] as DnsAnswer));
  return { found, count: usual.length, unknown: answers.filter(isFailure).length };
}

const notLookedAt = (
  { blocklists = [], addresses = [] }: Omit<DomainRequest, "selectors">,
  selectors: readonly string[],
  readsPolicy: boolean,
): string[] => [
  selectors.length > 0 ? "DKIM keys at other selectors, which DNS cannot list" : "DKIM keys, since no selector is known (--selector)",
  ...(readsPolicy ? [] : ["the MTA-STS policy file"]),
  ...(blocklists.length > 0 ? [] : ["blocklists (--blocklist)"]),
  ...(addresses.length > 0 ? [] : ["the reverse names of sending addresses"]),
  "DANE, BIMI and ARC",
  "what receivers really do with a message (seed-test)",
];

/** The finding about that question says why servers fail; a broken DNSSEC signature explains every failure in the domain. */
function isToldBy(looks: readonly Look[], domain: string, { id, where }: Finding): boolean {
  if (id !== "dns/no-answer") return false;
  const told = looks.filter((look) => look.findings.length > 0);
  const isBogus = told.some((look) => look.findings.some((each) => each.id === "dns/dnssec-broken"));
  const [name = ""] = where.split(" ");
  return (isBogus && isAtOrBelow(name, domain)) || told.some(({ record }) => where === `${record.name} ${record.type}`);
}

type Look = DomainVerification["records"][number] & { findings: Finding[] };

const noSuchDomain = (domain: string): Finding =>
  findingOf("dns/no-server", {
    what: "every resolver says that there is no such name, and no name server was found",
    where: domain,
    remedy: "check how it is written; if it is registered, check its delegation at the registrar",
  });

/** A server that fails at one question fails at most: one finding with all the places. */
function together(findings: readonly Finding[]): Finding[] {
  const same = new Map<string, Finding>();
  for (const finding of findings) {
    const key = `${finding.id} ${finding.what} ${finding.remedy}`;
    const before = same.get(key);
    same.set(key, before ? { ...before, where: `${before.where}, ${finding.where}` } : finding);
  }
  return [...same.values()];
}
