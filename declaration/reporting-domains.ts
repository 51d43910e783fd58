/** Every domain of ours that asks for DMARC reports, with where they go: some may need consent in another zone. */
import type { ReportingDomain } from "../mail/dmarc/report-authorisation";
import { zoneOf } from "./dns-hosts/dns-hosts";
import type { Environment } from "./schema/environment";
import type { Organisation } from "./schema/organisation";
import type { Target } from "./target";

export function reportingDomains({ domains }: Pick<Organisation, "domains">, environments: readonly Environment[]): ReportingDomain[] {
  const declared = [
    ...environments.map((environment) => ({ ...environment, domain: environment.sendingDomain })),
    ...domains.map((each) => ({ ...each, domain: zoneOf(each) })),
  ];
  return declared.flatMap(({ domain, parkedNames = [], dmarc, ...home }) => [
    { domain, zone: zoneOf(home), reportTo: [...dmarc.reportTo, ...(dmarc.failureReportTo ?? [])] },
    ...parkedNames.map((name) => ({ domain: name, zone: zoneOf(home), reportTo: dmarc.reportTo })),
  ]);
}

/** Those whose records one stack holds, and the zones that are ours. */
export function reportingOf({ kind, name, declared }: Target): { reporting: ReportingDomain[]; zones: string[] } {
  const organisation = declared.organisation();
  const isOrganisation = kind === "organisation";
  const asked = isOrganisation ? organisation : { domains: [] };
  const environments = isOrganisation ? [] : declared.environments.filter((each) => each.name === name);
  return { zones: organisation.domains.map(zoneOf), reporting: reportingDomains(asked, environments) };
}
