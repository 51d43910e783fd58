/** What a job takes from its pull request and from its run: reasons for findings, and the record of the plan that was reviewed. */
import { isBefore } from "../adapters/github/compare";
import type { PullRequest } from "../adapters/github/pulls";
import type { GuardedPlan } from "../changes/guard";
import { type Waiver, waiversIn } from "../changes/waiver";
import { OperatorError } from "../declaration/operator-error";
import type { PlanTarget } from "../declaration/plan-target";
import type { Target } from "../declaration/target";
import type { Evidence } from "../evidence/evidence";
import { isMarked, readMarker, type ShownPlans } from "../reports/pull-request/marker";
import { requireRecorded } from "../workflows/share-plan";
import type { Connections } from "./connections";
import { evidenceBucket } from "./evidence";
import { type GithubJob, githubJob } from "./github-job";
import { ownComments } from "./own-comment";
import { connectJob } from "./pull-request";
import { boundOf } from "./share-plan";

/** Lines of the pull request's text; one that is not understood is told, and lets nothing pass. */
export function waiversOf({ body, number }: PullRequest, { narrate }: Pick<Connections, "narrate">): Waiver[] {
  const { waivers, faulty } = waiversIn(body);
  for (const line of faulty) narrate(`#${number}: "Waive: ${line}" is not understood, expected <finding>@<where>=<why, in words>`);
  return waivers;
}

/** The plans that the pull request's comment showed; undefined where it showed none that can be read. */
export async function plansShown(pull: PullRequest, job: GithubJob, connections: Connections): Promise<ShownPlans | undefined> {
  const connected = await connectJob(job, connections);
  if (!connected) return undefined;
  try {
    const [comment] = await ownComments(connected, pull.number, isMarked);
    return comment && readMarker(comment.body);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    connections.narrate(`what #${pull.number} showed was not read: ${error.message}`);
    return undefined;
  }
}

/**
 * A run that is run again later, or that was overtaken, would take back what newer commits applied.
 * @throws OperatorError with exit code 3 when the target's release is a later commit.
 */
export async function requireNotOlder(
  target: Target,
  { commit, job }: { commit: string; job: GithubJob },
  connections: Connections,
): Promise<void> {
  const connected = await connectJob(job, connections);
  if (!connected) return;
  let release: string | undefined;
  try {
    release = (await evidenceBucket(target, connections).newest("applied", target.name))?.commit?.id;
    if (release === undefined || !(await isBefore(connected.github, connected.repository, { commit, other: release }))) return;
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    connections.narrate(`whether "${target.name}" has a newer release was not found out: ${error.message}`);
    return;
  }
  throw new OperatorError(
    `"${target.name}" has a newer release: ${release.slice(0, 12)} was applied, and comes after ${commit.slice(0, 12)}`,
    "nothing has to be done if that is right; to go back, merge the reverse change, or use the workflow roll-back",
    { exitCode: 3 },
  );
}

const newest = 50;

/** Plans of this very run, newest first. */
async function plansOfRun(target: Target, { run }: GithubJob, connections: Connections): Promise<Evidence<"planned">[]> {
  const all = await evidenceBucket(target, connections).list("planned", target.name, newest);
  return all.filter((each) => each.run?.id === run.id);
}

const ofAttempt = (plans: readonly Evidence<"planned">[], { run }: GithubJob): Evidence<"planned"> | undefined =>
  plans.find((each) => each.run?.attempt === run.attempt);

/** Those that were reviewed in this very run and attempt; none where no plan was recorded, which `apply --reviewed` refuses. */
export async function reviewedWaivers(target: Target, job: GithubJob, connections: Connections): Promise<Waiver[]> {
  try {
    return ofAttempt(await plansOfRun(target, job, connections), job)?.result.plan.waived ?? [];
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    connections.narrate(`the plans of this run were not read: ${error.message}`);
    return [];
  }
}

/** @throws OperatorError with exit code 3 when this is not the plan that was recorded in this run and attempt, and 2 outside a job. */
export async function requireReviewed(
  target: Target,
  { plan, shown, ...of }: { plan: GuardedPlan; shown: unknown; file: string; actsOn: PlanTarget; dataOf?: string | undefined },
  connections: Connections,
): Promise<void> {
  const job = githubJob(connections.env);
  if (!job) throw new OperatorError("this is no job of GitHub's, so no plan was reviewed in it", "leave out --reviewed", { exitCode: 2 });
  requireRecorded(await reviewedPlan(target, job, connections), { plan, shown, bound: boundOf(target, of) });
}

/** The plan of this very run and attempt. @throws OperatorError with exit code 3 when there is none. */
async function reviewedPlan(target: Target, job: GithubJob, connections: Connections): Promise<Evidence<"planned">> {
  const plans = await plansOfRun(target, job, connections);
  const reviewed = ofAttempt(plans, job);
  if (reviewed) return reviewed;
  const attempts = plans.map((each) => each.run?.attempt).join(", ");
  throw new OperatorError(
    `no plan of "${target.name}" was recorded in attempt ${job.run.attempt} of run ${job.run.id}${attempts ? `, only in attempt ${attempts}` : ""}`,
    'choose "Re-run all jobs", not only the failed ones: a plan is applied in the attempt in which it was made and reviewed',
    { exitCode: 3 },
  );
}
