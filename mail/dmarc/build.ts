/**
 * The DMARC record of a declaration, as receivers of RFC 7489 and of RFC 9989 read it alike. No `pct` (RFC 9989 receivers ignore it, so a ramp by
 * percentage would be full enforcement for some) and no `t` (RFC 7489 receivers ignore that one, with the same end).
 */
import { mailtoUri } from "../records/report-uri";
import type { DmarcPolicy } from "./policy";
import { formatDmarc } from "./record";

export interface DmarcTerms {
  policy: DmarcPolicy;
  /** For subdomains that exist and have no record of their own; the domain's policy unless told. */
  sp?: DmarcPolicy | undefined;
  /** For subdomains that do not exist (RFC 9989 4.7); older receivers apply sp. */
  np?: DmarcPolicy | undefined;
  /** Mailboxes for aggregate reports. */
  reportTo: readonly string[];
  /** Mailboxes for reports about single messages; few receivers send them, and they may quote the message. */
  failureReportTo?: readonly string[] | undefined;
}

/** Alignment stays relaxed: both sending providers' return paths are subdomains of the From domain. */
export const buildDmarc = ({ policy, sp, np, reportTo, failureReportTo = [] }: DmarcTerms): string =>
  formatDmarc({
    p: policy,
    sp,
    np,
    adkim: "r",
    aspf: "r",
    rua: uris(reportTo),
    ruf: uris(failureReportTo),
    // Without it a report comes only when both SPF and DKIM fail to align: one of them failing is what we want to learn about.
    fo: failureReportTo.length > 0 ? "1" : undefined,
  });

const uris = (addresses: readonly string[]): string | undefined => (addresses.length > 0 ? addresses.map(mailtoUri).join(",") : undefined);
