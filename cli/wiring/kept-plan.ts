/** Keeps beside a plan file what the safety gate found in it, and for which target it was made. */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { GuardedPlan } from "../../changes/guard";
import type { Environment } from "../../environments/schema";
import type { KeptPlan, PlanTarget } from "../../workflows/apply";

export interface KeepPlansSettings {
  planFile: string;
  /** What is kept beside it. */
  summaryFile: string;
  /** Of plans that are made now. */
  target: PlanTarget;
}

export function keepPlans({ planFile, summaryFile, target }: KeepPlansSettings) {
  return {
    readKept: () => readKept(planFile, summaryFile),
    keep: (plan: GuardedPlan): void => writeFileSync(summaryFile, JSON.stringify({ plan, target })),
    forgetKept: (): void => {
      for (const file of [planFile, summaryFile]) rmSync(file, { force: true });
    },
  };
}

/** An empty setting counts as none, as it does for AWS and Terraform. */
export function readTarget({ aws }: Pick<Environment, "aws">, env: NodeJS.ProcessEnv): PlanTarget {
  const decides = /^(AWS_ENDPOINT_URL(_\w+)?|TWINPOST_CLOUDFLARE_URL|TWINPOST_SENDGRID(_EU)?_URL)$/;
  const addresses = Object.entries(env).filter(([name, value]) => value && decides.test(name));
  return { "the AWS account": aws.account, ...(Object.fromEntries(addresses) as PlanTarget) };
}

/** A plan file beside which no findings lie was not looked at by the safety gate: an earlier run ended in between, or was an older version. */
function readKept(planFile: string, summaryFile: string): KeptPlan | undefined {
  if (!existsSync(planFile) || !existsSync(summaryFile)) return undefined;
  const { plan, target } = JSON.parse(readFileSync(summaryFile, "utf8")) as Partial<KeptPlan>;
  return plan?.findings && plan.records && target ? { plan, target } : undefined;
}
