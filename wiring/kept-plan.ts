/** Keeps as evidence what the safety gate found in a plan file, for which target it was made, and which file that was. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import type { GuardedPlan } from "../changes/guard";
import type { Environment } from "../declaration/schema/environment";
import type { KeptPlan, KeptPlans, PlanTarget } from "../workflows/stack";
import type { Connections } from "./connections";
import { evidenceStore, record } from "./evidence";

export interface KeepPlansSettings {
  /** What `--env` names. */
  name: string;
  planFile: string;
  /** Of plans that are made now. */
  target: PlanTarget;
}

export function keepPlans(
  { name, planFile, target: actsOn }: KeepPlansSettings,
  connections: Pick<Connections, "env" | "directory" | "narrate">,
): KeptPlans {
  const store = evidenceStore(connections);
  const kind = "kept-plan";
  return {
    digest: (): string => (existsSync(planFile) ? createHash("sha256").update(readFileSync(planFile)).digest("hex") : ""),
    /** A plan file of which nothing is written down was not looked at by the safety gate: an earlier run ended in between, or was an older version. */
    read: (): KeptPlan | undefined => {
      const kept = existsSync(planFile) ? store.read(kind, name) : undefined;
      return kept && { plan: kept.result.plan as GuardedPlan, target: kept.result.actsOn, judgedAt: kept.at, digest: kept.result.digest };
    },
    keep: (plan: GuardedPlan, digest: string): void => record({ kind, target: name, result: { plan, actsOn, digest } }, connections),
    forget: (): void => {
      rmSync(planFile, { force: true });
      store.forget(kind, name);
    },
  };
}

/** An empty setting counts as none, as it does for AWS and Terraform. */
export function readTarget({ aws }: Pick<Environment, "aws">, env: NodeJS.ProcessEnv): PlanTarget {
  // Terraform has older names for some of AWS's addresses, and may be told to use plugins that run already.
  const decides =
    /^(AWS_ENDPOINT_URL(_\w+)?|(TF_)?AWS_(S3|STS|IAM|DYNAMODB)_ENDPOINT|TF_REATTACH_PROVIDERS|TWINPOST_(CLOUDFLARE|SENDGRID|SENDGRID_EU)_URL)$/;
  const addresses = Object.entries(env).filter(([name, value]) => value && decides.test(name));
  return { "the AWS account": aws.account, ...(Object.fromEntries(addresses) as PlanTarget) };
}
