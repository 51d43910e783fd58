/**
 * Everything that DNS says about mail of one domain, as findings. Independent questions are asked at once, and each question only once. The SPF record at
 * the From name is reported for those who look there; a message's own verdict comes from its return path, so those are checked too.
 */
import { type Resolve, remembering } from "../dns/resolve";
import type { Finding } from "../finding";
import { type Blocklist, checkBlocklists } from "./check-blocklists";
import { checkDkim } from "./check-dkim";
import { checkDmarc } from "./check-dmarc";
import { checkAlias, checkExchangers, checkSigned, checkWildcard } from "./check-names";
import { checkMtaSts, checkTlsRpt } from "./check-reports";
import { checkSpf } from "./check-spf";

export interface DomainUnderCheck {
  /** The Author Domain, in lower case without a final dot. */
  domain: string;
  /** DKIM selectors that are in use; which there are, DNS does not tell. */
  selectors?: readonly string[];
  /** Domains of return paths, such as bounce.example.com. */
  returnPaths?: readonly string[];
  /** Where replies go; the domain itself unless told. */
  replyDomain?: string;
  /** Its policy is published, so the record has to be there. */
  hasMtaSts?: boolean;
  /** Sending addresses, where they are known and our own. */
  addresses?: readonly string[];
  blocklists?: readonly Blocklist[];
}

/** @returns errors first, else in the order of the checks. @throws RangeError when one of `addresses` is none. */
export async function checkDomain(request: DomainUnderCheck, resolve: Resolve): Promise<Finding[]> {
  const { domain, selectors = [], returnPaths = [], replyDomain = domain, hasMtaSts = false, addresses = [], blocklists = [] } = request;
  const ask = remembering(resolve);
  const found = await Promise.all([
    ...[...new Set([domain, ...returnPaths])].map((name) => checkSpf(name, ask)),
    ...selectors.map((selector) => checkDkim(domain, selector, ask)),
    checkDmarc(domain, ask),
    ...[...new Set([replyDomain, ...returnPaths])].map((name) => checkExchangers(name, ask)),
    checkTlsRpt(domain, ask),
    ...(hasMtaSts ? [checkMtaSts(domain, ask)] : []),
    ...[...selectors.map((selector) => `${selector}._domainkey.${domain}`), ...returnPaths].map((name) => checkAlias(name, ask)),
    checkWildcard(domain, ask),
    checkSigned(domain, ask),
    checkBlocklists({ addresses, domains: [domain] }, blocklists, ask),
  ]);
  return once(found.flat()).sort((one, other) => order.indexOf(one.severity) - order.indexOf(other.severity));
}

const order: readonly Finding["severity"][] = ["error", "warning", "info"];

/** Two checks may put the same question, and hear the same silence. */
const once = (findings: readonly Finding[]): Finding[] => [
  ...new Map(findings.map((finding) => [`${finding.id} ${finding.where} ${finding.what}`, finding])).values(),
];
