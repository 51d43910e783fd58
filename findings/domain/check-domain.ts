/**
 * Everything that DNS says about mail of one domain, as findings. Independent questions are asked at once, and each question only once. The SPF record at
 * the From name is reported for those who look there; a message's own verdict comes from its return path, so those are checked too.
 */

import type { DnsType } from "../../mail/dns/record";
import { cached, type Resolve } from "../../mail/dns/resolve";
import type { Finding } from "../finding";
import { bySeverity, onceEach } from "../list";
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
  /** Where reports go: mail has to arrive there. */
  reportDomains?: readonly string[];
  /** Its policy is published, so the record has to be there. */
  hasMtaSts?: boolean;
  /** Sending addresses, where they are known and our own. */
  addresses?: readonly string[];
  blocklists?: readonly Blocklist[];
  /** Records that are known not to be as they shall be: what they say meanwhile is not judged, since it has been told. */
  isUnsettled?(name: string, type: DnsType): boolean;
}

/** @returns errors first, else in the order of the checks. @throws RangeError when one of `addresses` is none. */
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
    ...(hasMtaSts ? [(ask: Resolve) => checkMtaSts(domain, ask)] : []),
    ...[...keys, ...returnPaths].map((name) => (ask: Resolve) => checkAlias(name, ask)),
    (ask) => checkWildcard(domain, ask),
    (ask) => checkSigned(domain, ask),
    (ask) => checkBlocklists({ addresses, domains: [domain] }, blocklists, ask),
  ];
  const ask = cached(resolve);
  const found = await Promise.all(checks.map((check) => unlessUnsettled(check, ask, request)));
  return onceEach(found.flat()).sort(bySeverity);
}

/** @returns nothing when what the check heard rests on a record that is not settled. */
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

/** Where mail has to arrive, and what mail that is. */
function mailboxDomains({ domain, returnPaths = [], replyDomain = domain, reportDomains = [] }: DomainUnderCheck): [string, string][] {
  const receives = new Map<string, string[]>();
  const add = (name: string, what: string): unknown => receives.set(name, unique([...(receives.get(name) ?? []), what]));
  add(replyDomain, "replies");
  for (const name of returnPaths) add(name, "bounces");
  for (const name of reportDomains) add(name, "reports");
  return [...receives].map(([name, all]) => [name, all.join(" and ")]);
}

const unique = (names: readonly string[]): string[] => [...new Set(names)];
