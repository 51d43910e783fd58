/**
 * Reports that go to another organisation need its consent in DNS (RFC 9990 4, RFC 7489 7.1): a TXT record `v=DMARC1` at
 * `<policy domain>._report._dmarc.<report domain>`, in the zone of the report domain. Without it receivers send no reports there.
 */
import type { Finding } from "../finding";
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
const foreignReportDomains = ({ zone, reportTo }: ReportingDomain): string[] =>
  [...new Set(reportTo.map((address) => address.slice(address.lastIndexOf("@") + 1).toLowerCase()))]
    .filter((reportDomain) => !isAtOrBelow(reportDomain, zone) && !isAtOrBelow(zone, reportDomain))
    .sort();

/** The records that belong into this zone. */
export function reportAuthorisations(reporting: readonly ReportingDomain[], zone: string): MailRecord[] {
  return reporting.flatMap((each) =>
    foreignReportDomains(each)
      .filter((reportDomain) => isAtOrBelow(reportDomain, zone))
      .map((reportDomain) => authorisation(each.domain, reportDomain, zone)),
  );
}

/** What another organisation has to publish before reports reach it: nobody but its own administrator can. */
export function missingAuthorisations(reporting: readonly ReportingDomain[], ownZones: readonly string[]): Finding[] {
  return reporting.flatMap((each) =>
    foreignReportDomains(each)
      .filter((reportDomain) => !ownZones.some((zone) => isAtOrBelow(reportDomain, zone)))
      .map((reportDomain): Finding => {
        const { name, value } = authorisation(each.domain, reportDomain, reportDomain);
        return {
          id: "dmarc/report-authorisation",
          severity: "warning",
          what: `DMARC reports of ${each.domain} go to ${reportDomain}, which is in no zone of ours`,
          where: `_dmarc.${each.domain}`,
          remedy: `the administrator of ${reportDomain} has to publish: ${name} TXT "${value}"`,
        };
      }),
  );
}

/** @param zone that the record is in; another report domain in it has to be told apart. */
const authorisation = (domain: string, reportDomain: string, zone: string): MailRecord => ({
  id: [`dmarc-reports-of-${domain}`, ...(reportDomain === zone ? [] : [`at-${reportDomain}`])].join("-").replaceAll(".", "-"),
  type: "TXT",
  name: `${domain}._report._dmarc.${reportDomain}`,
  value: "v=DMARC1",
  ttl: defaultTtl,
});
