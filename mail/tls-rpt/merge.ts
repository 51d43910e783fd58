/** Merges two TLS-RPT records of one name: with more than one, senders act as if there were none (RFC 8460 3). */
import { formatTlsRpt, type TlsRptRecord } from "./record";

/** Keeps every report address of both records. */
export const mergeTlsRpt = (live: TlsRptRecord, declared: TlsRptRecord): string =>
  formatTlsRpt([...new Set([...declared.rua, ...live.rua])]);

/** Targets of the live record that the declared one would take away. */
export const missingFromTlsRpt = (live: TlsRptRecord, declared: TlsRptRecord): string[] =>
  live.rua.flatMap((uri) => (declared.rua.includes(uri) ? [] : [`rua=${uri}`]));
