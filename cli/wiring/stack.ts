/** Wires one environment's stack: where its files lie, how it is synthesised, the terraform command on it. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readEndpoints } from "../../adapters/endpoints";
import { synthesise } from "../../adapters/terraform/synthesise";
import { createTerraform, type Terraform } from "../../adapters/terraform/terraform";
import { type DeclaredRecord, readDeclaredRecords } from "../../changes/declared-records";
import type { GuardedPlan } from "../../changes/guard";
import { loadEnvironment } from "../../environments/load";
import { loadOrganisation } from "../../environments/load-organisation";
import { organisationName, recordsOutput, stackName } from "../../environments/names";
import { OperatorError } from "../../environments/operator-error";
import { type Environment, sendingProvidersOf } from "../../environments/schema";
import type { MailRecord } from "../../mail/records/mail-record";
import type { World } from "../world";

export interface Stack {
  terraform: Terraform;
  planFile: string;
  /** What the kept plan would do; undefined when none is kept, or one whose findings are not known. */
  readKept(): GuardedPlan | undefined;
  keep(plan: GuardedPlan): void;
  forgetKept(): void;
  synthesise(): Promise<void>;
  /** The DNS records of the stack as synthesised. */
  readDeclared(): DeclaredRecord[];
  /** Where import blocks lie, beside the synthesised stack. */
  importsFile: string;
  /** Whether `terraform init` has run here, without which the state cannot be asked. */
  isInitialised(): boolean;
}

/** `CDKTF_OUTDIR` and `TWINPOST_WORK_DIRECTORY` move the files, so that two runs in one checkout do not meet. */
export function openStack({ name }: Pick<Environment, "name">, world: World): Stack {
  const { env, directory, signal } = world;
  const outputDirectory = env.CDKTF_OUTDIR ?? join(directory, "cdktf.out");
  const dataDirectory = join(workDirectory(world), stackName(name));
  mkdirSync(dataDirectory, { recursive: true });
  const shared = { env, logFile: join(dataDirectory, "terraform.log"), ...(signal ? { signal } : {}) };
  const stackDirectory = join(outputDirectory, "stacks", stackName(name));
  const planFile = join(dataDirectory, "plan.tfplan");
  const summaryFile = join(dataDirectory, "plan.json");
  return {
    planFile,
    readKept: () => readKept(planFile, summaryFile),
    keep: (plan) => writeFileSync(summaryFile, JSON.stringify(plan)),
    forgetKept: () => {
      for (const file of [planFile, summaryFile]) rmSync(file, { force: true });
    },
    synthesise: () => synthesise({ ...shared, outputDirectory }),
    readDeclared: () => readDeclaredRecords(JSON.parse(readFileSync(join(stackDirectory, "cdk.tf.json"), "utf8"))),
    importsFile: join(stackDirectory, "imports.tf"),
    isInitialised: () => existsSync(stackDirectory) && existsSync(join(dataDirectory, "terraform")),
    terraform: createTerraform({
      ...shared,
      stackDirectory,
      dataDirectory,
      endpoints: readEndpoints(env),
    }),
  };
}

/** A plan file beside which no findings lie was not looked at by the safety gate: an earlier run ended in between, or was an older version. */
function readKept(planFile: string, summaryFile: string): GuardedPlan | undefined {
  if (!existsSync(planFile) || !existsSync(summaryFile)) return undefined;
  const kept = JSON.parse(readFileSync(summaryFile, "utf8")) as Partial<GuardedPlan>;
  return kept.findings ? (kept as GuardedPlan) : undefined;
}

/** @param env an environment's name, or "organisation". @throws OperatorError when there is no such thing, or its file is faulty. */
export function openNamedStack(env: string, world: World): Stack {
  if (env === organisationName) loadOrganisation();
  else loadEnvironment(env);
  return openStack({ name: env }, world);
}

export const workDirectory = ({ env, directory }: World): string => env.TWINPOST_WORK_DIRECTORY ?? join(directory, ".twinpost");

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

/** The tokens that Terraform's providers read from the environment. @param env as for openNamedStack. */
export function requireTokens(env: string, world: World): void {
  requireToken("CLOUDFLARE_API_TOKEN", world);
  if (env !== organisationName && sendingProvidersOf(loadEnvironment(env)).includes("sendgrid")) requireToken("SENDGRID_API_KEY", world);
}

export function requireToken(name: "CLOUDFLARE_API_TOKEN" | "SENDGRID_API_KEY", { env }: World): string {
  const token = env[name];
  if (token) return token;
  const scopes = name === "CLOUDFLARE_API_TOKEN" ? "DNS read and write on the zone" : "sender authentication, enforced TLS and API keys";
  throw new OperatorError(`${name} is not set`, `set it to a token that may change ${scopes}`, { exitCode: 2 });
}
