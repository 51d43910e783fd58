/**
 * Checks everything in DNS that concerns the mail of one domain. Independent questions run in parallel, each once. A message's SPF verdict comes
 * from its return path; the SPF record at the From domain is checked too, because administrators and scanners look there.
 */

import type { DnsType } from "../../mail/dns/record";
import { cached, type Resolve } from "../../mail/dns/resolve";
import { mtaStsName } from "../../mail/mta-sts/record";
import { tlsRptName } from "../../mail/tls-rpt/record";
import type { Finding } from "../finding";
import { bySeverity, onceEach } from "../list";
import { type Blocklist, checkBlocklists } from "./check-blocklists";
import { checkDkim } from "./check-dkim";
import { checkDmarc } from "./check-dmarc";
import { checkAlias, checkAliasAlone, checkExchangers, checkSigned, checkWildcard } from "./check-names";
import { checkMtaSts, checkTlsRpt } from "./check-reports";
import { checkSpf } from "./check-spf";

export interface DomainUnderCheck {
  /** The Author Domain, in lower case without a final dot. */
  domain: string;
  /** DKIM selectors in use, which DNS cannot list. */
  selectors?: readonly string[];
  /** Domains of return paths, such as bounce.example.com. */
  returnPaths?: readonly string[];
  /** Where replies go; the domain itself by default. */
  replyDomain?: string;
  /** Domains that receive reports, so they must accept mail. */
  reportDomains?: readonly string[];
  /** An MTA-STS policy is published, so the record must exist. One that exists is checked in any case. */
  hasMtaSts?: boolean;
  /** Our own sending IP addresses, if known. */
  addresses?: readonly string[];
  blocklists?: readonly Blocklist[];
  /** Records that differ from what is declared. They are reported already, so findings that rest on them are left out. */
  isUnsettled?(name: string, type: DnsType): boolean;
}

/** @returns errors first, else in the order of the checks. @throws RangeError if one of `addresses` is not an IP address. */
export async function checkDomain(request: DomainUnderCheck, resolve: Resolve): Promise<Finding[]> {
  const { domain, selectors = [], returnPaths = [], hasMtaSts = false, addresses = [], blocklists = [] } = request;
  const keys = selectors.map((selector) => `${selector}._domainkey.${domain}`);
  const checks: ((ask: Resolve) => Promise<Finding[]>)[] = [
    ...unique([domain, ...returnPaths]).map((name) => (ask: Resolve) => checkSpf(name, ask)),
    ...selectors.map((selector) => (ask: Resolve) => checkDkim({ domain, selector, selectors }, ask)),
    (ask) => checkDmarc(domain, ask),
    ...mailboxDomains(request).map(
      ([name, receives]) =>
        (ask: Resolve) =>
          checkExchangers(name, receives, ask),
    ),
    (ask) => checkTlsRpt(domain, ask),
    (ask) => checkMtaSts(domain, ask, { isExpected: hasMtaSts }),
    ...[...keys, ...returnPaths, `_dmarc.${domain}`, tlsRptName(domain), mtaStsName(domain)].map(
      (name) => (ask: Resolve) => checkAlias(name, ask),
    ),
    ...[`_dmarc.${domain}`, ...keys].map((name) => (ask: Resolve) => checkAliasAlone(name, ask)),
    (ask) => checkWildcard(domain, ask),
    (ask) => checkSigned(domain, ask),
    (ask) => checkBlocklists({ addresses, domains: [domain] }, blocklists, ask),
  ];
  const ask = cached(resolve);
  const found = await Promise.all(checks.map((check) => unlessUnsettled(check, ask, request)));
  return onceEach(found.flat()).sort(bySeverity);
}

/** @returns no finding that rests on a record which has not propagated yet. */
async function unlessUnsettled(
  check: (ask: Resolve) => Promise<Finding[]>,
  ask: Resolve,
  { isUnsettled = () => false }: DomainUnderCheck,
): Promise<Finding[]> {
  let isSettled = true;
  const findings = await check((name, type) => {
    if (isUnsettled(name, type)) isSettled = false;
    return ask(name, type);
  });
  return isSettled ? findings : [];
}

/** Domains that must accept mail, each with the kind of mail. */
function mailboxDomains({ domain, returnPaths = [], replyDomain = domain, reportDomains = [] }: DomainUnderCheck): [string, string][] {
  const receives = new Map<string, string[]>();
  const add = (name: string, what: string): unknown => receives.set(name, unique([...(receives.get(name) ?? []), what]));
  add(replyDomain, "replies");
  for (const name of returnPaths) add(name, "bounces");
  for (const name of reportDomains) add(name, "reports");
  return [...receives].map(([name, all]) => [name, all.join(" and ")]);
}

const unique = (names: readonly string[]): string[] => [...new Set(names)];
