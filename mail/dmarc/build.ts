/**
 * Builds a DMARC record that receivers of RFC 7489 and of RFC 9989 read alike: `v` first, `p` second, no `pct` (RFC 9989 receivers ignore
 * it, so a ramp by percentage would be full enforcement for some).
 */

export type DmarcPolicy = "none" | "quarantine" | "reject";

export interface DmarcTerms {
  policy: DmarcPolicy;
  /** Mailboxes for aggregate reports. */
  reportTo: readonly string[];
}

/** Alignment stays relaxed: both sending providers' return paths are subdomains of the From domain. */
export function buildDmarc({ policy, reportTo }: DmarcTerms): string {
  return ["v=DMARC1", `p=${policy}`, "adkim=r", "aspf=r", `rua=${reportTo.map((address) => `mailto:${address}`).join(",")}`].join("; ");
}
