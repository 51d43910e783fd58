/** Every domain of ours that asks for DMARC reports, with where they go: some may need consent in another zone. */
import type { ReportingDomain } from "../mail/dmarc/report-authorisation";
import type { Organisation } from "./organisation-schema";
import type { Environment } from "./schema";

export function reportingDomains({ domains }: Organisation, environments: readonly Environment[]): ReportingDomain[] {
  const declared = [
    ...environments.map((environment) => ({ ...environment, domain: environment.sendingDomain })),
    ...domains.map((each) => ({ ...each, domain: each.cloudflare.zone })),
  ];
  return declared.flatMap(({ domain, neverSends = [], cloudflare, dmarc }) => [
    { domain, zone: cloudflare.zone, reportTo: [...dmarc.reportTo, ...(dmarc.failureReportTo ?? [])] },
    ...neverSends.map((name) => ({ domain: name, zone: cloudflare.zone, reportTo: dmarc.reportTo })),
  ]);
}
