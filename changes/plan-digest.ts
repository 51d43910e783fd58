/** What a plan is bound to besides its changes: the same digest again means that what was reviewed is what is applied. */
import { z } from "zod";
import { type CanonicalPlan, keyedDigest } from "./canonical-plan";
import type { GuardedPlan } from "./guard";

export interface Bound {
  /** Undefined outside a checkout. */
  commit: string | undefined;
  stack: string;
  /** Of a roll-back: the commit whose data are planned. */
  dataOf?: string;
  actsOn: { awsAccount: string; region: string; endpoints: Readonly<Record<string, string>> };
  /** That the plan begins with. */
  state?: { lineage: string; serial: number };
  /** Digest of the plan's dependency lock file. */
  plugins: string;
}

const shownParts = z.object({
  terraform_version: z.string(),
  configuration: z.unknown().optional(),
  variables: z.unknown().optional(),
});

/** The version of Terraform that made it. */
export const terraformOf = (shown: unknown): string => shownParts.parse(shown).terraform_version;

/** @param shown the output of `terraform show -json <plan file>`. */
export function planDigest({
  plan,
  shown,
  canonical,
  bound,
}: {
  plan: GuardedPlan;
  shown: unknown;
  canonical: CanonicalPlan;
  bound: Bound;
}): string {
  const { findings, waived = [], forcedBecause, refreshed } = plan;
  const reasons = waived.map(({ id, where, reason }) => `${id}@${where}=${reason}`).sort();
  // Not in whose words: a text may name the server that answered.
  const found = findings.map(({ id, severity, where }) => `${severity} ${id}@${where}`).sort();
  return keyedDigest(
    { canonical: canonical.digest, bound, shown: shownParts.parse(shown), found, reasons, forcedBecause, refreshed },
    canonical.key,
  );
}
