/**
 * Builds the TLS-RPT record of a domain (RFC 8460 3): whom senders tell that they could not reach its mail servers over TLS. It is about
 * mail to the domain, bounces and replies, not about what we send.
 */
import { reportUri } from "../records/report-uri";

/** @param reportTo addresses, or https endpoints that take reports by POST. */
export const buildTlsRpt = ({ reportTo }: { reportTo: readonly string[] }): string =>
  `v=TLSRPTv1; rua=${reportTo.map(reportUri).join(",")}`;

export const tlsRptName = (domain: string): string => `_smtp._tls.${domain}`;
