/**
 * How strong a DMARC record is, as receivers of RFC 7489 and of RFC 9989 read it: the policy for the domain, for its subdomains and for names
 * that do not exist, and where reports go.
 */
import { parseTagList } from "../records/tag-list";
import type { DmarcPolicy } from "./build";

/** Which mail: the domain's own, its subdomains', that of names which do not exist. */
export const dmarcScopes = ["p", "sp", "np"] as const;

export interface DmarcStrength {
  /** What is in effect, inherited where the record says nothing: np from sp, sp from p. */
  policies: Record<(typeof dmarcScopes)[number], DmarcPolicy>;
  /** Of 100 messages that fail, how many the policy is for. Only RFC 7489 receivers look at `pct`. */
  percent: number;
  /** RFC 9989 `t=y`: receivers apply the next weaker policy. */
  testing: boolean;
  /** Addresses for aggregate reports. */
  reportTo: string[];
}

/** @param text the whole text of a TXT record. @returns undefined when receivers would not take it for a DMARC record. */
export function dmarcStrength(text: string): DmarcStrength | undefined {
  const tags = parseTagList(text);
  const [first] = tags ?? [];
  if (!tags || first?.[0] !== "v" || first[1] !== "DMARC1") return undefined;
  const p = policyOf(tags.get("p")) ?? "none";
  const sp = policyOf(tags.get("sp")) ?? p;
  const percent = /^\d{1,3}$/.test(tags.get("pct") ?? "") ? Number(tags.get("pct")) : 100;
  return {
    policies: { p, sp, np: policyOf(tags.get("np")) ?? sp },
    percent,
    testing: tags.get("t")?.toLowerCase() === "y",
    reportTo: (tags.get("rua") ?? "").split(",").flatMap((uri) => uri.trim() || []),
  };
}

/** For comparing two records: 0 when nothing happens to mail that fails, higher the more happens. */
export function enforcement({ policies, percent, testing }: DmarcStrength, scope: (typeof dmarcScopes)[number]): number {
  const level = ["none", "quarantine", "reject"].indexOf(policies[scope]) - (testing ? 1 : 0);
  // Mail beyond the percentage gets the next weaker policy (RFC 7489 6.6.4), so it counts less than a level.
  return level <= 0 ? 0 : level - 1 + percent / 100;
}

function policyOf(value: string | undefined): DmarcPolicy | undefined {
  const policy = value?.toLowerCase();
  return policy === "none" || policy === "quarantine" || policy === "reject" ? policy : undefined;
}
