/**
 * Verifies the mail of any domain from outside: whether its name servers and the resolvers agree on its records, and what receivers conclude
 * from them. Looks once, and needs no environment.
 */

import type { Blocklist } from "../findings/domain/check-blocklists";
import { checkDomain } from "../findings/domain/check-domain";
import { type Finding, findingOf } from "../findings/finding";
import { bySeverity } from "../findings/list";
import type { DnsAnswer } from "../mail/dns/answer";
import type { DnsType } from "../mail/dns/record";
import type { Resolve } from "../mail/dns/resolve";
import { isAtOrBelow } from "../mail/records/name";
import { agreementOf } from "./verify/agreement";

export interface DomainRequest {
  /** In lower case without a final dot. */
  domain: string;
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
}

export async function verifyDomain(request: DomainRequest, use: DomainEffects): Promise<DomainVerification> {
  const { domain, selectors } = request;
  const questions: [string, DnsType][] = [
    [domain, "TXT"],
    [domain, "MX"],
    [`_dmarc.${domain}`, "TXT"],
    ...selectors.map((selector): [string, DnsType] => [`${selector}._domainkey.${domain}`, "TXT"]),
  ];
  const [findings, ...looks] = await Promise.all([
    checkDomain(request, use.resolve),
    ...questions.map(async ([name, type]) => {
      const [published, visible] = await Promise.all([use.published(name, type), use.visible(name, type)]);
      const agreement = agreementOf(`${name} ${type}`, published, visible);
      return { record: { type, name }, answers: { published, visible }, ...agreement };
    }),
  ]);
  const judged = findings.filter((finding) => !isToldBy(looks, domain, finding));
  const answers = looks.flatMap((look) => look.answers.visible);
  const exists = looks.some((look) => look.answers.published.length > 0) || answers.some(({ outcome }) => outcome !== "no-such-name");
  return {
    domain,
    records: looks.map(({ findings: _, ...look }) => look),
    findings: exists ? together([...looks.flatMap((look) => look.findings), ...judged]).sort(bySeverity) : [noSuchDomain(domain)],
  };
}

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
