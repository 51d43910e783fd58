/** What is known of our own domains, for judging what DNS says about them: of a stranger's domain nobody could tell. */
import type { DomainUnderCheck } from "../findings/domain/check-domain";
import { returnPathsOf } from "../mail/providers/sending-providers";
import type { MailRecord } from "../mail/records/mail-record";
import { zoneOf } from "./dns-hosts/dns-hosts";
import { type Environment, sendingProvidersOf } from "./schema/environment";
import type { Organisation } from "./schema/organisation";

/** @param records as applied: they tell the DKIM selectors, which the sending providers choose. */
export function knownSendingDomain(environment: Environment, records: readonly MailRecord[]): DomainUnderCheck {
  const { sendingDomain, sender } = environment;
  const keys = `._domainkey.${sendingDomain}`;
  return {
    domain: sendingDomain,
    selectors: records.filter(({ name }) => name.endsWith(keys)).map(({ name }) => name.slice(0, -keys.length)),
    returnPaths: returnPathsOf(sendingProvidersOf(environment), sendingDomain),
    replyDomain: domainOf(sender.replyTo),
    reportDomains: reportDomains(environment),
  };
}

/** Nobody of ours sends from them. */
export const knownOrganisationalDomains = ({ domains }: Organisation): DomainUnderCheck[] =>
  domains.map((declared) => ({ domain: zoneOf(declared), reportDomains: reportDomains(declared) }));

type Reporting = Pick<Environment, "dmarc" | "tlsRpt">;

const reportDomains = ({ dmarc, tlsRpt }: Reporting): string[] =>
  [...dmarc.reportTo, ...(dmarc.failureReportTo ?? []), ...(tlsRpt?.reportTo ?? [])]
    .filter((target) => !target.startsWith("https:"))
    .map(domainOf);

const domainOf = (address: string): string => address.slice(address.lastIndexOf("@") + 1);
