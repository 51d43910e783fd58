/**
 * The records of one organisational domain: what receivers apply to every name below it that has no policy of its own, and what they
 * think of mail that claims to come from the domain itself.
 */

import { buildDmarc, type DmarcTerms } from "../dmarc/build";
import { type ReportingDomain, reportAuthorisations } from "../dmarc/report-authorisation";
import { buildSpf, type SpfTerms } from "../spf/build";
import { buildTlsRpt } from "../tls-rpt/build";
import { tlsRptName } from "../tls-rpt/record";
import { defaultTtl, type MailRecord } from "./mail-record";
import { parkedNameRecords } from "./parked-name";

export interface OrganisationRecordsInput {
  domain: string;
  spf: { alsoInclude: readonly string[]; alsoAllow?: readonly string[] | undefined; all?: SpfTerms["all"] | undefined };
  dmarc: DmarcTerms;
  tlsRpt?: { reportTo: readonly string[] } | undefined;
  parkedNames?: readonly string[] | undefined;
  /** Every domain of ours that asks for DMARC reports; some of them may go to this domain. */
  reporting: readonly ReportingDomain[];
}

export function organisationRecords(input: OrganisationRecordsInput): MailRecord[] {
  const { domain, spf, dmarc, tlsRpt, parkedNames = [], reporting } = input;
  const txt = (id: string, name: string, value: string): MailRecord => ({ id, type: "TXT", name, value, ttl: defaultTtl });
  return [
    txt("spf", domain, buildSpf({ include: spf.alsoInclude, allow: spf.alsoAllow, all: spf.all ?? "~all" })),
    txt("dmarc", `_dmarc.${domain}`, buildDmarc(dmarc)),
    ...(tlsRpt ? [txt("tls-rpt", tlsRptName(domain), buildTlsRpt(tlsRpt))] : []),
    ...parkedNames.flatMap((name) => parkedNameRecords(name, dmarc)),
    ...reportAuthorisations(reporting, domain),
  ];
}
