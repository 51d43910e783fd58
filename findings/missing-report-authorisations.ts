/** Consent to DMARC reports that another organisation has to publish (RFC 9990 4, RFC 7489 7.1), as findings. */
import { foreignReportDomains, type ReportingDomain, reportAuthorisation } from "../mail/dmarc/report-authorisation";
import { isAtOrBelow } from "../mail/records/name";
import { type Finding, findingOf } from "./finding";

/** What another organisation has to publish before reports reach it: nobody but its own administrator can. */
export function missingAuthorisations(reporting: readonly ReportingDomain[], ownZones: readonly string[]): Finding[] {
  return reporting.flatMap((each) =>
    foreignReportDomains(each)
      .filter((reportDomain) => !ownZones.some((zone) => isAtOrBelow(reportDomain, zone)))
      .map((reportDomain) => {
        const { name, value } = reportAuthorisation(each.domain, reportDomain, reportDomain);
        return findingOf("dmarc/report-authorisation", {
          what: `DMARC reports of ${each.domain} go to ${reportDomain}, which is in no zone of ours`,
          where: `_dmarc.${each.domain}`,
          remedy: `the administrator of ${reportDomain} has to publish: ${name} TXT "${value}"`,
        });
      }),
  );
}
