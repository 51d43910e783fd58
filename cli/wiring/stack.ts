/** Wires one environment's stack: where its files lie, how it is synthesised, the terraform command on it. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { readEndpoints } from "../../adapters/endpoints";
import { synthesise } from "../../adapters/terraform/synthesise";
import { createTerraform, type Terraform } from "../../adapters/terraform/terraform";
import type { PlanSummary } from "../../changes/read-plan";
import { recordsOutput, stackName } from "../../environments/names";
import { OperatorError } from "../../environments/operator-error";
import { type Environment, sendingProvidersOf } from "../../environments/schema";
import type { MailRecord } from "../../mail/records/mail-record";
import type { World } from "../world";

export interface Stack {
  terraform: Terraform;
  planFile: string;
  /** What the kept plan would do; undefined when none is kept. */
  readKept(): PlanSummary | undefined;
  keep(summary: PlanSummary): void;
  /** A plan is applied once. */
  forgetKept(): void;
  synthesise(): Promise<void>;
}

/** `CDKTF_OUTDIR` and `TWINPOST_WORK_DIRECTORY` move the files, so that two runs in one checkout do not meet. */
export function openStack({ name }: Environment, world: World): Stack {
  const { env, directory, signal } = world;
  const outputDirectory = resolve(directory, env.CDKTF_OUTDIR || "cdktf.out");
  const dataDirectory = join(workDirectory(world), stackName(name));
  mkdirSync(dataDirectory, { recursive: true });
  const shared = { env, logFile: join(dataDirectory, "terraform.log"), ...(signal ? { signal } : {}) };
  const planFile = join(dataDirectory, "plan.tfplan");
  const summaryFile = join(dataDirectory, "plan.json");
  return {
    planFile,
    readKept: () => (existsSync(planFile) ? (JSON.parse(readFileSync(summaryFile, "utf8")) as PlanSummary) : undefined),
    keep: (summary) => writeFileSync(summaryFile, JSON.stringify(summary)),
    forgetKept: () => {
      for (const file of [planFile, summaryFile]) rmSync(file);
    },
    synthesise: () => synthesise({ ...shared, outputDirectory }),
    terraform: createTerraform({
      ...shared,
      stackDirectory: join(outputDirectory, "stacks", stackName(name)),
      dataDirectory,
      endpoints: readEndpoints(env),
    }),
  };
}

export const workDirectory = ({ env, directory }: World): string => resolve(directory, env.TWINPOST_WORK_DIRECTORY || ".twinpost");

/** The records as applied, sending providers' targets filled in. */
export async function readAppliedRecords(environment: Environment, world: World): Promise<MailRecord[]> {
  const { terraform } = openStack(environment, world);
  const records = (await terraform.outputs())[recordsOutput];
  if (Array.isArray(records)) return records as MailRecord[];
  throw new OperatorError(
    `environment "${environment.name}" has not been applied, so there is nothing to check`,
    `run \`twinpost plan --env ${environment.name}\`, then \`twinpost apply --env ${environment.name} --apply\``,
  );
}

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
