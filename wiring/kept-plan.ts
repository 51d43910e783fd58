/** Keeps as evidence the safety gate's findings about a plan file, the plan's target, and the file's digest. */

import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { GuardedPlan } from "../changes/guard";
import type { PlanTarget } from "../declaration/plan-target";
import type { ApplyEffects } from "../workflows/apply";
import type { KeptPlan, KeptPlans } from "../workflows/stack";
import type { Connections } from "./connections";
import { evidenceStore, record } from "./evidence";

export interface KeepPlansSettings {
  /** What `--env` names. */
  name: string;
  planFile: string;
  /** Of a plan that is made now. */
  target: PlanTarget;
}

export function keepPlans(
  { name, planFile, target: actsOn }: KeepPlansSettings,
  connections: Pick<Connections, "env" | "directory" | "narrate">,
): KeptPlans & Pick<ApplyEffects["plans"], "copy"> {
  const store = evidenceStore(connections);
  const kind = "kept-plan";
  const digestOf = (file: string): string => (existsSync(file) ? createHash("sha256").update(readFileSync(file)).digest("hex") : "");
  return {
    digest: (): string => digestOf(planFile),
    // mkdtemp gives a folder that only this user may enter.
    copy: () => {
      if (!existsSync(planFile)) return { file: planFile, digest: "", discard: () => {} };
      const folder = mkdtempSync(join(dirname(planFile), "applying-"));
      const file = join(folder, "plan.tfplan");
      copyFileSync(planFile, file);
      return { file, digest: digestOf(file), discard: () => rmSync(folder, { recursive: true, force: true }) };
    },
    /** A plan file without evidence was not judged by the safety gate: an earlier run ended before, or was of an older version. */
    read: (): KeptPlan | undefined => {
      const kept = existsSync(planFile) ? store.read(kind, name) : undefined;
      return kept && { plan: kept.result.plan as GuardedPlan, target: kept.result.actsOn, digest: kept.result.digest };
    },
    keep: (plan: GuardedPlan, digest: string): void => record({ kind, target: name, result: { plan, actsOn, digest } }, connections),
    forget: (): void => {
      rmSync(planFile, { force: true });
      store.delete(kind, name);
    },
  };
}
