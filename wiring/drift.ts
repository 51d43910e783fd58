/** Wires the look for drift. Its plan is a file of its own: the one that `plan` kept for `apply` stays as it is. */
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { accountsFile, environmentFile, organisationFile } from "../declaration/files";
import { accountOfStack, accountStackName, allName, organisationName } from "../declaration/names/stacks";
import { OperatorError } from "../declaration/operator-error";
import type { Target } from "../declaration/target";
import type { Finding } from "../findings/finding";
import { type Drift, type DriftEffects, lookForDrift } from "../workflows/drift";
import type { Connections } from "./connections";
import { loadTarget } from "./declared";
import { addIfPossible, evidenceBucket } from "./evidence";
import { githubJob } from "./github-job";
import { inReadRole } from "./job-role";
import { requireTokens } from "./required-tokens";
import { openStackOf } from "./stack";
import { tokensThatEnd } from "./token-ends";
import { withTokens } from "./tokens";

interface Looked {
  drift: Drift;
  /** What is to be said of the tokens that were used; undefined where nobody could ask. */
  tokens: readonly Finding[] | undefined;
}

/** A fault of one target must not hide the others, so what cannot be loaded is unknown. */
export async function lookForDriftOf(name: string, outside: Connections): Promise<Looked> {
  let found: Looked["tokens"];
  try {
    const target = loadTarget(name, outside);
    const { connections: inRole, tokens } = await inReadRole(target, outside);
    const connections = await withTokens(target, tokens ?? "plan", inRole);
    requireTokens(target, connections);
    found = await tokensThatEnd(target, tokens ?? "plan", { connections, outside });
    return { drift: await lookForDrift(driftEffects(target, connections)), tokens: found };
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return { drift: { state: "unknown", why: error.message, ...(error.remedy ? { remedy: error.remedy } : {}) }, tokens: found };
  }
}

/** @param asked one name, or "all". No role of a job may look at an account: its administrator does. */
export function namesToLookAt(asked: string, { declared, env, narrate }: Connections): string[] {
  if (asked !== allName) return [asked];
  const known = declared();
  const names = [...known.environments.map(({ name }) => name), organisationName];
  const accounts = known.accounts().map(({ id }) => accountStackName(id));
  if (!githubJob(env)) return [...names, ...accounts];
  for (const account of accounts) narrate(`${account} is not looked at here: \`npx twinpost drift --env ${account}\` by its administrator`);
  return names;
}

/** The file that declares it. */
export const fileOf = (name: string): string =>
  name === organisationName ? organisationFile : accountOfStack(name) === undefined ? environmentFile(name) : accountsFile;

function driftEffects(target: Target, connections: Connections): DriftEffects {
  const { terraform, synthesise, planFile, lock, state } = openStackOf(target, connections);
  const { requireVersion, init, planRefreshOnly, showPlan } = terraform;
  const file = join(dirname(planFile), "drift.tfplan");
  return {
    stack: {
      ...{ lock, state },
      wasApplied: async () => (await evidenceBucket(target, connections).newest("applied", target.name)) !== undefined,
    },
    terraform: { requireVersion, synthesise, init, planRefreshOnly, showPlan },
    plans: { file, delete: () => rmSync(file, { force: true }) },
    record: async (result) => {
      await addIfPossible({ kind: "drift", target: target.name, result }, target, connections);
    },
  };
}
