/** The records at a sending domain that belong to no single sending provider: one SPF, one DMARC, and what else was declared. */
import { buildDmarc, type DmarcTerms } from "../dmarc/build";
import { type ProviderName, spfIncludesOf } from "../providers/sending-providers";
import { buildSpf, type SpfTerms } from "../spf/build";
import { buildTlsRpt } from "../tls-rpt/build";
import { tlsRptName } from "../tls-rpt/record";
import { defaultTtl, type MailRecord } from "./mail-record";
import { type MailExchanger, mxRecords } from "./mx";
import { parkedNameRecords } from "./parked-name";

export interface PolicyRecordsInput {
  sendingDomain: string;
  /** The sending providers in use. */
  providers: readonly ProviderName[];
  spf: { alsoInclude: readonly string[]; alsoAllow?: readonly string[] | undefined; all?: SpfTerms["all"] | undefined };
  dmarc: DmarcTerms;
  tlsRpt?: { reportTo: readonly string[] } | undefined;
  mx?: readonly MailExchanger[] | undefined;
  parkedNames?: readonly string[] | undefined;
}

export function policyRecords({
  sendingDomain,
  providers,
  spf,
  dmarc,
  tlsRpt,
  mx = [],
  parkedNames = [],
}: PolicyRecordsInput): MailRecord[] {
  const include = [...spfIncludesOf(providers), ...spf.alsoInclude];
  const txt = (id: string, name: string, value: string): MailRecord => ({ id, type: "TXT", name, value, ttl: defaultTtl });
  return [
    txt("spf", sendingDomain, buildSpf({ include, allow: spf.alsoAllow, all: spf.all ?? "~all" })),
    txt("dmarc", `_dmarc.${sendingDomain}`, buildDmarc(dmarc)),
    ...(tlsRpt ? [txt("tls-rpt", tlsRptName(sendingDomain), buildTlsRpt(tlsRpt))] : []),
    ...mxRecords(sendingDomain, mx),
    ...parkedNames.flatMap((name) => parkedNameRecords(name, dmarc)),
  ];
}
