/**
 * Whether a receiver's verdict about a message is what we need: SPF and DKIM pass, both for a domain aligned with the From domain, DMARC
 * passes, and the last hop was encrypted.
 */
import type { MethodResult, Verdict } from "./authentication-results";

interface Check {
  result: string;
  domain: string;
  aligned: boolean;
  selector?: string;
}

export interface Judgement {
  spf: Check;
  dkim: Check[];
  dmarc: Check;
  tls: string | undefined;
  /** What falls short, in words; empty when all is well. */
  shortcomings: string[];
}

/** @param fromDomain the Author Domain: what DMARC is about. */
export function judge(verdict: Verdict, fromDomain: string): Judgement {
  const spf = check(verdict.spf, "smtp.mailfrom", fromDomain);
  const dkim = verdict.dkim.map((each) => {
    const selector = each.properties["header.s"];
    return { ...check(each, each.properties["header.d"] ? "header.d" : "header.i", fromDomain), ...(selector ? { selector } : {}) };
  });
  const dmarc = { result: verdict.dmarc?.result ?? "none", domain: fromDomain, aligned: true };
  const shortcomings = [
    spf.result === "pass" ? undefined : `SPF ${spf.result}`,
    spf.result === "pass" && !spf.aligned ? `SPF passes for ${spf.domain}, which is not aligned with ${fromDomain}` : undefined,
    dkim.some((each) => each.result === "pass" && each.aligned) ? undefined : `no DKIM signature of ${fromDomain} passes`,
    dmarc.result === "pass" ? undefined : `DMARC ${dmarc.result}`,
    tlsShortcoming(verdict.tls),
  ].filter((text) => text !== undefined);
  return { spf, dkim, dmarc, tls: verdict.tls, shortcomings };
}

function tlsShortcoming(version: string | undefined): string | undefined {
  if (!version) return "the message came in without TLS";
  return /^TLSv1\.[23]$/.test(version) ? undefined : `the message came in over ${version}, which is older than TLS 1.2`;
}

/**
 * Relaxed alignment (RFC 7489 3.1) for the case that one name is the other or lies below it. Two siblings below one organisational domain
 * align too by the RFC; they are not counted here, since no sending provider of ours uses them.
 */
export function isAligned(domain: string, fromDomain: string): boolean {
  return domain === fromDomain || domain.endsWith(`.${fromDomain}`) || fromDomain.endsWith(`.${domain}`);
}

function check(method: MethodResult | undefined, property: string, fromDomain: string): Check {
  const identity = method?.properties[property] ?? "";
  const domain = identity.slice(identity.lastIndexOf("@") + 1);
  return { result: method?.result ?? "none", domain, aligned: domain !== "" && isAligned(domain, fromDomain) };
}
