/** Wires a roll-back: a folder with the data of then among those of today, and the plan and the apply of today's code on it. */
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { hasCurrentVersion } from "../adapters/aws/secrets";
import { fileAt } from "../adapters/process/history";
import type { Waiver } from "../changes/waiver";
import { environmentFile } from "../declaration/files";
import { providerSecret } from "../declaration/names/secrets";
import { OperatorError } from "../declaration/operator-error";
import { type EnvironmentTarget, environmentTarget } from "../declaration/target";
import { type ProviderName, providerNames } from "../mail/providers/sending-providers";
import { apply } from "../workflows/apply";
import { planAndShow } from "../workflows/plan";
import type { RollBackEffects } from "../workflows/roll-back/roll-back";
import { type Connections, connect } from "./connections";
import { environmentsFolder } from "./declared";
import { githubJob } from "./github-job";
import { applyEffects, planEffects } from "./plan";
import { writeRollBackPage } from "./plan-in-job";
import { addRecord, recordsOf } from "./promote";
import { isOfMain } from "./pull-request";
import { requireReviewed, reviewedWaivers } from "./reviewed";
import { type SharePlan, sharePlan } from "./share-plan";
import { workDirectory } from "./work-directory";

const checkout = join(__dirname, "..");

export interface RollBackOptions {
  waivers: readonly Waiver[];
  /** Folder for the record of the plan; in a job of the main branch the state bucket gets it too. */
  share?: string | undefined;
  /** Applies only what was recorded in this run and attempt of a job. */
  isReviewed: boolean;
}

export function rollBackEffects(
  target: EnvironmentTarget,
  { waivers, share, isReviewed }: RollBackOptions,
  connections: Connections,
): RollBackEffects {
  const { environment } = target;
  let check: (() => Promise<void>) | undefined;
  const then = (commit: string) => asOf(commit, target, connections);
  return {
    records: { applied: recordsOf(connections).applied, hold: (hold) => addRecord("hold", environment, hold, connections) },
    dataOf: (commit) => then(commit).target.environment,
    logins: async () => (await Promise.all(providerNames.map((name) => hasLogin(name)))).flat(),
    stack: {
      plan: async (commit) => {
        const { target: past, connections: there } = then(commit);
        const { file, actsOn, own, use } = planEffects(past, there);
        const all = [...waivers, ...(await waiversOfRun(past, there))];
        const planned = { ...(await planAndShow({ file, own, waivers: all }, use)), file, actsOn, dataOf: commit };
        if (share !== undefined) await shareRollBack({ target: past, planned, folder: share }, there);
        check = () => requireReviewed(past, planned, there);
        return planned.plan;
      },
      ...(isReviewed ? { requireReviewed: async () => check?.() } : {}),
      apply: (commit) => {
        const { target: past, connections: there } = then(commit);
        const { actsOn, own, use } = applyEffects(past, there, { how: "roll-back", dataOf: commit, isReviewed });
        return apply({ environment: target.name, target: actsOn, own, act: true }, use);
      },
    },
  };

  async function waiversOfRun(past: EnvironmentTarget, there: Connections): Promise<readonly Waiver[]> {
    const job = isReviewed ? githubJob(connections.env) : undefined;
    return job ? reviewedWaivers(past, job, there) : [];
  }

  /** One that this role may not see is none of the environment's. */
  async function hasLogin(provider: ProviderName): Promise<ProviderName[]> {
    try {
      return (await hasCurrentVersion(connections.aws(environment).secrets, providerSecret(environment.name, provider))) ? [provider] : [];
    } catch (error) {
      if (error instanceof OperatorError) return [];
      throw error;
    }
  }
}

/** On the main branch it is evidence: the gated job of the same run applies nothing else. */
async function shareRollBack(sharing: Pick<SharePlan, "target" | "planned" | "folder">, connections: Connections): Promise<void> {
  const job = githubJob(connections.env);
  const planned = await sharePlan({ ...sharing, isEvidence: job !== undefined && isOfMain(job) }, connections);
  if (job) writeRollBackPage({ planned, job }, connections);
}

/** Today's data, with the environment as the commit has it. @throws OperatorError when it has none, or today's code does not take it. */
function asOf(commit: string, { name }: EnvironmentTarget, connections: Connections) {
  const path = environmentFile(name);
  const text = fileAt(checkout, commit, path);
  if (text === undefined) {
    const remedy = "fetch the whole history (`fetch-depth: 0`), or name another release";
    throw new OperatorError(`the commit ${commit.slice(0, 12)} has no ${path} that can be read`, remedy);
  }
  const folder = join(workDirectory(connections), "rolled-back", `${name}-${commit.slice(0, 12)}`, "environments");
  mkdirSync(folder, { recursive: true });
  cpSync(environmentsFolder(connections), folder, { recursive: true });
  writeFileSync(join(folder, basename(path)), text);
  const there = connect({ ...connections, env: { ...connections.env, TWINPOST_ENVIRONMENTS: folder } }, connections.narrate);
  return { target: environmentTarget(name, there.declared()), connections: there };
}
