/** Keeps beside a plan file what the safety gate found in it, for which target it was made, and which file that was. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { GuardedPlan } from "../changes/guard";
import type { Environment } from "../declaration/schema/environment";
import type { KeptPlan, PlanTarget } from "../workflows/kept-plan";

export interface KeepPlansSettings {
  planFile: string;
  /** What is kept beside it. */
  summaryFile: string;
  /** Of plans that are made now. */
  target: PlanTarget;
}

export function keepPlans({ planFile, summaryFile, target }: KeepPlansSettings) {
  return {
    digest: (): string => (existsSync(planFile) ? createHash("sha256").update(readFileSync(planFile)).digest("hex") : ""),
    readKept: () => readKept(planFile, summaryFile),
    keep: (plan: GuardedPlan, digest: string): void => {
      const summary: Summary = { plan, target, judgedAt: new Date().toISOString(), digest };
      writeFileSync(summaryFile, JSON.stringify(summary));
    },
    forgetKept: (): void => {
      for (const file of [planFile, summaryFile]) rmSync(file, { force: true });
    },
  };
}

/** As JSON. */
type Summary = Omit<KeptPlan, "judgedAt"> & { judgedAt: string };

/** An empty setting counts as none, as it does for AWS and Terraform. */
export function readTarget({ aws }: Pick<Environment, "aws">, env: NodeJS.ProcessEnv): PlanTarget {
  // Terraform has older names for some of AWS's addresses, and may be told to use plugins that run already.
  const decides =
    /^(AWS_ENDPOINT_URL(_\w+)?|(TF_)?AWS_(S3|STS|IAM|DYNAMODB)_ENDPOINT|TF_REATTACH_PROVIDERS|TWINPOST_(CLOUDFLARE|SENDGRID|SENDGRID_EU)_URL)$/;
  const addresses = Object.entries(env).filter(([name, value]) => value && decides.test(name));
  return { "the AWS account": aws.account, ...(Object.fromEntries(addresses) as PlanTarget) };
}

/** A plan file beside which no findings lie was not looked at by the safety gate: an earlier run ended in between, or was an older version. */
function readKept(planFile: string, summaryFile: string): KeptPlan | undefined {
  if (!existsSync(planFile) || !existsSync(summaryFile)) return undefined;
  const { plan, target, judgedAt, digest } = JSON.parse(readFileSync(summaryFile, "utf8")) as Partial<Summary>;
  return plan?.findings && plan.records && target && judgedAt && digest
    ? { plan, target, judgedAt: new Date(judgedAt), digest }
    : undefined;
}
