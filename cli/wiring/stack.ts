/** Wires one environment's stack: where its files lie, how it is synthesised, the terraform command on it. */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { readEndpoints } from "../../adapters/endpoints";
import { synthesise } from "../../adapters/terraform/synthesise";
import { createTerraform, type Terraform } from "../../adapters/terraform/terraform";
import { type DeclaredRecord, readDeclaredRecords } from "../../changes/declared-records";
import type { GuardedPlan } from "../../changes/guard";
import { loadEnvironment } from "../../environments/load";
import { loadOrganisation } from "../../environments/load-organisation";
import { organisationName, stackName } from "../../environments/names";
import { OperatorError } from "../../environments/operator-error";
import { type Environment, sendingProvidersOf } from "../../environments/schema";
import type { KeptPlan, PlanTarget } from "../../workflows/apply";
import type { World } from "../world";
import { keepPlans, readTarget } from "./kept-plan";

/** What a stack is of: an environment, or the organisation. */
type NamedStack = Pick<Environment, "name" | "aws">;

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
  /** The DNS records of the stack as synthesised. */
  readDeclared(): DeclaredRecord[];
  /** Where import blocks lie, beside the synthesised stack. */
  importsFile: string;
  /** Whether `terraform init` has run here, without which the state cannot be asked. */
  isInitialised(): boolean;
}

/** `CDKTF_OUTDIR` and `TWINPOST_WORK_DIRECTORY` move the files, so that two runs in one checkout do not meet. */
export function openStack({ name, aws }: NamedStack, world: World): Stack {
  const { env, directory, signal } = world;
  const outputDirectory = resolve(directory, env.CDKTF_OUTDIR || "cdktf.out");
  const dataDirectory = join(workDirectory(world), stackName(name));
  mkdirSync(dataDirectory, { recursive: true });
  const shared = { env, logFile: join(dataDirectory, "terraform.log"), ...(signal ? { signal } : {}) };
  const stackDirectory = join(outputDirectory, "stacks", stackName(name));
  const planFile = join(dataDirectory, "plan.tfplan");
  const target = readTarget({ aws }, env);
  return {
    planFile,
    target,
    ...keepPlans({ planFile, summaryFile: join(dataDirectory, "plan.json"), target }),
    synthesise: () => synthesise({ ...shared, outputDirectory }),
    readDeclared: () => readDeclaredRecords(JSON.parse(readFileSync(join(stackDirectory, "cdk.tf.json"), "utf8"))),
    importsFile: join(stackDirectory, "imports.tf"),
    isInitialised: () => existsSync(stackDirectory) && existsSync(join(dataDirectory, "terraform")),
    terraform: createTerraform({
      ...shared,
      environment: name,
      stackDirectory,
      dataDirectory,
      endpoints: readEndpoints(env),
    }),
  };
}

/** @param env an environment's name, or "organisation". @throws OperatorError when there is no such thing, or its file is faulty. */
export const loadNamed = (env: string): NamedStack =>
  env === organisationName ? { name: env, aws: loadOrganisation().aws } : loadEnvironment(env);

/** @param env as for loadNamed. */
export const openNamedStack = (env: string, world: World): Stack => openStack(loadNamed(env), world);

export const workDirectory = ({ env, directory }: World): string => resolve(directory, env.TWINPOST_WORK_DIRECTORY || ".twinpost");

/** The tokens that Terraform's providers read from the environment. @param env as for loadNamed. */
export function requireTokens(env: string, world: World): void {
  requireToken("CLOUDFLARE_API_TOKEN", world);
  if (env !== organisationName && sendingProvidersOf(loadEnvironment(env)).includes("sendgrid")) requireToken("SENDGRID_API_KEY", world);
}

export function requireToken(name: "CLOUDFLARE_API_TOKEN" | "SENDGRID_API_KEY", { env }: World): string {
  const token = env[name];
  if (token) return token;
  const scopes = name === "CLOUDFLARE_API_TOKEN" ? "DNS read and write on the zone" : "sender authentication, enforced TLS and API keys";
  throw new OperatorError(
    `${name} is not set`,
    `set it to a token that may change ${scopes}, or store one in the environment's secrets (docs/roles.md)`,
    { exitCode: 2 },
  );
}
