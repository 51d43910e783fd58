/**
 * Reports that go to another organisation need its consent in DNS (RFC 9990 4, RFC 7489 7.1): a TXT record `v=DMARC1` at
 * `<policy domain>._report._dmarc.<report domain>`, in the zone of the report domain. Without it receivers send no reports there.
 */

import { defaultTtl, type MailRecord } from "../records/mail-record";
import { isAtOrBelow } from "../records/name";

export interface ReportingDomain {
  /** The domain whose DMARC record asks for reports. */
  domain: string;
  /** Its zone, which stands for its organisational domain. */
  zone: string;
  /** Addresses, of both kinds of reports. */
  reportTo: readonly string[];
}

/** Report domains that lie in another zone than the domain itself, each once, in order. */
export const foreignReportDomains = ({ zone, reportTo }: ReportingDomain): string[] =>
  [...new Set(reportTo.map((address) => address.slice(address.lastIndexOf("@") + 1).toLowerCase()))]
    .filter((reportDomain) => !isAtOrBelow(reportDomain, zone) && !isAtOrBelow(zone, reportDomain))
    .sort();

/** The records that belong into this zone. */
export function reportAuthorisations(reporting: readonly ReportingDomain[], zone: string): MailRecord[] {
  return reporting.flatMap((each) =>
    foreignReportDomains(each)
      .filter((reportDomain) => isAtOrBelow(reportDomain, zone))
      .map((reportDomain) => reportAuthorisation(each.domain, reportDomain, zone)),
  );
}

/** @param zone that the record is in; another report domain in it has to be told apart. */
export const reportAuthorisation = (domain: string, reportDomain: string, zone: string): MailRecord => ({
  id: [`dmarc-reports-of-${domain}`, ...(reportDomain === zone ? [] : [`at-${reportDomain}`])].join("-").replaceAll(".", "-"),
  type: "TXT",
  name: `${domain}._report._dmarc.${reportDomain}`,
  value: "v=DMARC1",
  ttl: defaultTtl,
});
