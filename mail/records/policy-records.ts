/** The records at the sending domain that belong to no single sending provider: one SPF, one DMARC. */
import { buildDmarc, type DmarcPolicy } from "../dmarc/build";
import { sendgridSpfInclude } from "../providers/sendgrid";
import { sesSpfInclude } from "../providers/ses";
import { buildSpf } from "../spf/build";
import { defaultTtl, type MailRecord } from "./mail-record";

const providerIncludes = { sendgrid: sendgridSpfInclude, ses: sesSpfInclude };

export interface PolicyRecordsInput {
  sendingDomain: string;
  /** The sending providers in use. */
  providers: readonly (keyof typeof providerIncludes)[];
  spf: { alsoInclude: readonly string[] };
  dmarc: { policy: DmarcPolicy; reportTo: readonly string[] };
}

export function policyRecords({ sendingDomain, providers, spf, dmarc }: PolicyRecordsInput): MailRecord[] {
  const include = spfIncludes({ providers, spf });
  return [
    { id: "spf", type: "TXT", name: sendingDomain, value: buildSpf({ include, all: "~all" }), ttl: defaultTtl },
    { id: "dmarc", type: "TXT", name: `_dmarc.${sendingDomain}`, value: buildDmarc(dmarc), ttl: defaultTtl },
  ];
}

/** What the SPF record of the sending domain includes, each domain once. */
export const spfIncludes = ({ providers, spf }: Pick<PolicyRecordsInput, "providers" | "spf">): string[] => [
  ...new Set([...providers.map((provider) => providerIncludes[provider]), ...spf.alsoInclude]),
];
