/**
 * Whether a receiver's verdict about a message is what we need: SPF and DKIM pass, both for a domain aligned with the From domain, DMARC
 * passes, and the last hop was encrypted.
 */
import { sharesOrganisationalDomain } from "../dmarc/organisational-domain";
import type { Verdict } from "./authentication-results";
import type { MethodResult } from "./results-field";

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
    return { ...check(each, "header.d" in each.properties ? "header.d" : "header.i", fromDomain), ...(selector ? { selector } : {}) };
  });
  const dmarcResult = verdict.dmarc?.result ?? "none";
  const dmarcDomain = verdict.dmarc?.properties["header.from"] ?? "";
  // DMARC passes by an aligned identifier and by nothing else; RFC 8601 2.7.3 has it with the Author Domain that it is about.
  const dmarc = {
    result: dmarcResult,
    domain: verdict.dmarc ? dmarcDomain : fromDomain,
    aligned: dmarcResult === "pass" && dmarcDomain === fromDomain,
  };
  const shortcomings = [
    verdict.isUnbelieved
      ? "no Authentication-Results field is the receiver's own: that stands above its Received field, with its name"
      : undefined,
    spf.result === "pass" ? undefined : `SPF ${spf.result}`,
    spf.result === "pass" && !spf.aligned ? `SPF passes for ${spf.domain}, which is not aligned with ${fromDomain}` : undefined,
    dkim.some((each) => each.result === "pass" && each.aligned) ? undefined : `no DKIM signature of ${fromDomain} passes`,
    dmarc.result === "pass" ? undefined : `DMARC ${dmarc.result}`,
    dmarc.result === "pass" && !dmarc.aligned ? `DMARC passes for ${dmarcDomain || "no domain"}, which is not ${fromDomain}` : undefined,
    tlsShortcoming(verdict.tls),
  ].filter((text) => text !== undefined);
  return { spf, dkim, dmarc, tls: verdict.tls, shortcomings };
}

function tlsShortcoming(version: string | undefined): string | undefined {
  if (!version) return "the message came in without TLS";
  return /^TLS(v1\.[23])?$/.test(version) ? undefined : `the message came in over ${version}, which is older than TLS 1.2`;
}

/** Relaxed alignment (RFC 7489 3.1): both names belong to one organisational domain. */
export const isAligned = (domain: string, fromDomain: string): boolean => sharesOrganisationalDomain(domain, fromDomain);

function check(method: MethodResult | undefined, property: string, fromDomain: string): Check {
  const identity = method?.properties[property] ?? "";
  const domain = identity.slice(identity.lastIndexOf("@") + 1);
  return { result: method?.result ?? "none", domain, aligned: domain !== "" && isAligned(domain, fromDomain) };
}
