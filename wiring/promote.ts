/** Wires promotion to the records in the state buckets, to the plans that are known, and to the checkout. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { whoActs } from "../adapters/process/actor";
import { readCommit } from "../adapters/process/commit";
import { isAncestor } from "../adapters/process/history";
import { type GuardedPlan, openFindings } from "../changes/guard";
import { OperatorError } from "../declaration/operator-error";
import type { Environment } from "../declaration/schema/environment";
import type { Evidence, EvidenceKind } from "../evidence/evidence";
import type { PromoteEffects } from "../workflows/promote/promote";
import type { Recorded } from "../workflows/promote/release";
import type { Connections } from "./connections";
import { environmentsFolder } from "./declared";
import { evidenceBucket, evidenceOf, evidenceStore } from "./evidence";
import { githubJob } from "./github-job";

const checkout = join(__dirname, "..");
/** Applies of one release are few; further back nothing is decided. */
const mostApplies = 50;
const mostPlans = 10;

export function promoteEffects(to: Environment, connections: Connections): PromoteEffects {
  const { env } = connections;
  return {
    records: { ...recordsOf(connections), promote: (environment, result) => addRecord("promotion", environment, result, connections) },
    plans: {
      of: async (commit) => planOf(await knownPlan(to, commit, connections)),
      here: async () => {
        const run = githubJob(env)?.run;
        if (!run) return undefined;
        const planned = await evidenceBucket(to, connections).newest("planned", to.name);
        return planned?.run?.id === run.id ? planned.commit?.id : undefined;
      },
    },
    repository: {
      isOnMain: (commit) => isAncestor(checkout, commit, branchOf(to, connections)),
      checkedOut: () => wholeCommit(),
      named: (environment) => namedReleases(connections)[environment],
    },
    by: whoActs(env),
    now: () => new Date(),
  };
}

/** What was recorded of any environment, each in its own account's bucket. */
export function recordsOf(connections: Connections) {
  const newest = async <Kind extends "verification" | "drift" | "hold">(
    kind: Kind,
    environment: Environment,
  ): Promise<Recorded<Kind> | undefined> =>
    (await evidenceBucket(environment, connections).entries(kind, environment.name, 1))[0] as Recorded<Kind> | undefined;
  return {
    applied: (environment: Environment) => evidenceBucket(environment, connections).entries("applied", environment.name, mostApplies),
    verification: (environment: Environment) => newest("verification", environment),
    drift: (environment: Environment) => newest("drift", environment),
    hold: (environment: Environment) => newest("hold", environment),
    promotions: (environment: Environment) => evidenceBucket(environment, connections).entries("promotion", environment.name, mostApplies),
  };
}

export async function addRecord<Kind extends EvidenceKind>(
  kind: Kind,
  environment: Environment,
  result: Evidence<Kind>["result"],
  connections: Connections,
): Promise<void> {
  await evidenceBucket(environment, connections).add(evidenceOf({ kind, target: environment.name, result }, connections));
}

/** The plan that is kept on this machine, if it is of that commit; else the newest that a job recorded. */
async function knownPlan(to: Environment, commit: string, connections: Connections): Promise<GuardedPlan | undefined> {
  const kept = evidenceStore(connections).read("kept-plan", to.name);
  if (kept?.commit?.id === commit && !kept.commit.dirty) return kept.result.plan as GuardedPlan;
  // A roll-back's plan is of other data.
  const plans = await evidenceBucket(to, connections).list("planned", to.name, mostPlans);
  const planned = plans.find(({ result }) => result.dataOf === undefined);
  return planned?.commit?.id === commit && !planned.commit.dirty ? (planned.result.plan as GuardedPlan) : undefined;
}

function planOf(plan: GuardedPlan | undefined) {
  return plan && { open: openFindings(plan).map(({ id, where }) => `${id} ${where}`), changes: plan.changes };
}

export function wholeCommit(): string | undefined {
  const commit = readCommit(checkout);
  return commit && !commit.dirty ? commit.id : undefined;
}

/** Releases go to accounts by one branch of their repository. */
const branchOf = ({ aws }: Environment, connections: Connections): string =>
  connections
    .declared()
    .accounts()
    .find(({ id }) => id === aws.account)?.github.branch ?? "main";

const releasesFile = "releases.json";
const releases = z.record(z.string(), z.string().regex(/^[0-9a-f]{40}$/));

/** What pull requests named. @throws OperatorError with exit code 2 when the file is not understood. */
function namedReleases(connections: Connections): Record<string, string> {
  const file = join(environmentsFolder(connections), releasesFile);
  if (!existsSync(file)) return {};
  try {
    return releases.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (cause) {
    const remedy = 'write the whole commit for each environment, such as { "<environment>": "<40 hexadecimal digits>" }';
    throw new OperatorError(`environments/${releasesFile} is not understood`, remedy, { cause, exitCode: 2 });
  }
}
