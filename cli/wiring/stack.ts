/** Wires one environment's stack: where its files lie, how it is synthesised, the terraform command on it. */
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { readEndpoints } from "../../adapters/endpoints";
import { synthesise } from "../../adapters/terraform/synthesise";
import { createTerraform, type Terraform } from "../../adapters/terraform/terraform";
import type { GuardedPlan } from "../../changes/guard";
import { stackName } from "../../environments/names";
import { OperatorError } from "../../environments/operator-error";
import { type Environment, sendingProvidersOf } from "../../environments/schema";
import type { KeptPlan, PlanTarget } from "../../workflows/apply";
import type { World } from "../world";
import { keepPlans, readTarget } from "./kept-plan";

export interface Stack {
  terraform: Terraform;
  planFile: string;
  /** What the kept plan would do and where; undefined when none is kept, or one of which that is not known. */
  readKept(): KeptPlan | undefined;
  /** Where a plan that is made here and now would act. */
  target: PlanTarget;
  keep(plan: GuardedPlan): void;
  forgetKept(): void;
  synthesise(): Promise<void>;
}

/** `CDKTF_OUTDIR` and `TWINPOST_WORK_DIRECTORY` move the files, so that two runs in one checkout do not meet. */
export function openStack(environment: Environment, world: World): Stack {
  const { name } = environment;
  const { env, directory, signal } = world;
  const outputDirectory = resolve(directory, env.CDKTF_OUTDIR || "cdktf.out");
  const dataDirectory = join(workDirectory(world), stackName(name));
  mkdirSync(dataDirectory, { recursive: true });
  const shared = { env, logFile: join(dataDirectory, "terraform.log"), ...(signal ? { signal } : {}) };
  const planFile = join(dataDirectory, "plan.tfplan");
  const target = readTarget(environment, env);
  return {
    planFile,
    target,
    ...keepPlans({ planFile, summaryFile: join(dataDirectory, "plan.json"), target }),
    synthesise: () => synthesise({ ...shared, outputDirectory }),
    terraform: createTerraform({
      ...shared,
      environment: name,
      stackDirectory: join(outputDirectory, "stacks", stackName(name)),
      dataDirectory,
      endpoints: readEndpoints(env),
    }),
  };
}

export const workDirectory = ({ env, directory }: World): string => resolve(directory, env.TWINPOST_WORK_DIRECTORY || ".twinpost");

/** The tokens that Terraform's providers read from the environment. */
export function requireTokens(environment: Environment, world: World): void {
  requireToken("CLOUDFLARE_API_TOKEN", world);
  if (sendingProvidersOf(environment).includes("sendgrid")) requireToken("SENDGRID_API_KEY", world);
}

export function requireToken(name: "CLOUDFLARE_API_TOKEN" | "SENDGRID_API_KEY", { env }: World): string {
  const token = env[name];
  if (token) return token;
  const scopes = name === "CLOUDFLARE_API_TOKEN" ? "DNS read and write on the zone" : "sender authentication, enforced TLS and API keys";
  throw new OperatorError(`${name} is not set`, `set it to a token that may change ${scopes}`, { exitCode: 2 });
}
