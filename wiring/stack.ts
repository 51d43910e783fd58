/** Wires one stack: the places of its files, its synthesis, and the terraform command on it. */

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { requireAccount } from "../adapters/aws/account";
import { makeFolder } from "../adapters/store/folder";
import { type Lock, readLockObject } from "../adapters/terraform/lock";
import { type AppliedState, readState } from "../adapters/terraform/state";
import { synthesise } from "../adapters/terraform/synthesise";
import { createTerraform, type Terraform } from "../adapters/terraform/terraform";
import { type DeclaredRecord, readDeclaredRecords } from "../changes/declared-records";
import { stackName } from "../declaration/names/stacks";
import { stateBucket, stateKey } from "../declaration/names/terraform-state";
import type { PlanTarget } from "../declaration/plan-target";
import { planTarget } from "../declaration/plan-target";
import type { Target } from "../declaration/target";
import { withProfile } from "./aws-profile";
import type { Connections } from "./connections";
import { environmentsFolder } from "./declared";
import { keepPlans } from "./kept-plan";
import type { Narrate } from "./settings";
import { takeOverSynthesised } from "./synthesised";
import { workDirectory } from "./work-directory";

export interface Stack {
  terraform: Terraform;
  planFile: string;
  plans: ReturnType<typeof keepPlans>;
  /** Where a plan that is made now would act. */
  target: PlanTarget;
  synthesise(): Promise<void>;
  /** The DNS records of the stack as synthesised. */
  readDeclared(): DeclaredRecord[];
  /** The stack as synthesised: cdk.tf.json. */
  readStack(): unknown;
  /** Who has the lock of its state. @throws OperatorError when S3 does not say. */
  lock(): Promise<Lock | undefined>;
  /** @returns undefined when there is none. @throws OperatorError when it cannot be read. */
  state(): Promise<AppliedState | undefined>;
  /** The file for import blocks, beside the synthesised stack. */
  importsFile: string;
}

/**
 * `CDKTF_OUTDIR` and `TWINPOST_WORK_DIRECTORY` move the files, so that two runs in one checkout do not meet.
 * @param synthesised the output of a synthesis that ran elsewhere: then none runs here.
 */
export function openStack({ name, aws }: Pick<Target, "name" | "aws">, connections: Connections, synthesised?: string): Stack {
  const { env, directory, signal } = connections;
  const outputDirectory = resolve(directory, env.CDKTF_OUTDIR || "cdktf.out");
  const dataDirectory = join(workDirectory(connections), stackName(name));
  makeFolder(dataDirectory);
  const logFile = join(dataDirectory, "terraform.log");
  const shared = {
    env: withProfile(aws.account, env),
    logFile,
    onLogFault: tellOnce(logFile, connections.narrate),
    ...(signal ? { signal } : {}),
  };
  const stackDirectory = synthesised ? join(dataDirectory, "synthesised") : join(outputDirectory, "stacks", stackName(name));
  const planFile = join(dataDirectory, "plan.tfplan");
  const target = planTarget({ aws }, env);
  const readStack = (): unknown => JSON.parse(readFileSync(join(stackDirectory, "cdk.tf.json"), "utf8"));
  return {
    planFile,
    target,
    plans: keepPlans({ name, planFile, target }, connections),
    // Synthesis runs in another folder, and must ignore faults of environments that it does not need.
    synthesise: async () => {
      if (synthesised) return takeOverSynthesised({ target: { name, aws }, from: resolve(directory, synthesised), to: stackDirectory });
      await synthesise({
        ...shared,
        env: { ...env, TWINPOST_ENVIRONMENTS: environmentsFolder(connections), TWINPOST_STACK: stackName(name) },
        outputDirectory,
      });
    },
    readDeclared: () => readDeclaredRecords(readStack()),
    readStack,
    lock: () => readLockObject(connections.aws({ aws }).s3, { ...statePlace(name, aws), account: aws.account }),
    state: () => readState(connections.aws({ aws }).s3, { ...statePlace(name, aws), account: aws.account }),
    importsFile: join(stackDirectory, "imports.tf"),
    terraform: createTerraform({
      ...shared,
      environment: name,
      stackDirectory,
      dataDirectory,
      keptLockFile: join(environmentsFolder(connections), "locks", `${stackName(name)}.terraform.lock.hcl`),
      onUnknownHashes: (unknown) =>
        connections.narrate(
          `no hash ships for ${unknown.join(", ")}: docs/upgrade.md, "Plugins by their hashes", has the command that keeps it`,
        ),
      endpoints: connections.endpoints(),
      requireLogin: () => requireAccount(connections.aws({ aws }).sts, aws.account),
      lockHolder: () => lockHolder({ name, aws }, connections),
    }),
  };
}

/**
 * The stack of an account or of the organisation is made of every environment: without one, its apply would delete that one's roles.
 * @throws OperatorError if a file that it needs has a fault.
 */
export function openStackOf(target: Target, connections: Connections, synthesised?: string): Stack {
  if (target.kind !== "environment") target.declared.requireSound();
  return openStack(target, connections, synthesised);
}

/** Terraform reads the same bucket next, and says better what is wrong with it. */
async function lockHolder({ name, aws }: Pick<Target, "name" | "aws">, connections: Connections): Promise<Lock | undefined> {
  const { s3 } = connections.aws({ aws }, { timeoutMs: 3_000, maxAttempts: 2 });
  return readLockObject(s3, { ...statePlace(name, aws), account: aws.account }).catch((error: unknown) => {
    connections.narrate(`whether an apply is under way is not known: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  });
}

const statePlace = (name: string, aws: Target["aws"]) => ({ bucket: stateBucket({ aws }), key: stateKey(stackName(name)) });

/** A verb runs terraform several times, and reports the fault once. */
function tellOnce(logFile: string, narrate: Narrate): (code: string) => void {
  let isTold = false;
  return (code) => {
    if (!isTold) narrate(`${logFile} cannot be written (${code}): terraform continues, and its output is not logged`);
    isTold = true;
  };
}
