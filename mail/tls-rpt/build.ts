/** The TLS-RPT record of a declaration. */
import { reportUri } from "../records/report-uri";
import { formatTlsRpt } from "./record";

/** @param reportTo addresses, or https endpoints that take reports by POST. */
export const buildTlsRpt = ({ reportTo }: { reportTo: readonly string[] }): string => formatTlsRpt(reportTo.map(reportUri));
