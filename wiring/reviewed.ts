/** What a job takes from its pull request and from its run: reasons for findings, and the record of the plan that was reviewed. */
import type { PullRequest } from "../adapters/github/pulls";
import { type Waiver, waiversIn } from "../changes/waiver";
import { OperatorError } from "../declaration/operator-error";
import type { Target } from "../declaration/target";
import type { Evidence } from "../evidence/evidence";
import { isMarked, readMarker, type ShownPlans } from "../reports/pull-request/marker";
import type { Connections } from "./connections";
import { evidenceBucket } from "./evidence";
import type { GithubJob } from "./github-job";
import { ownComments } from "./own-comment";
import { connectJob } from "./pull-request";

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

/** The plan of this very run and attempt. @throws OperatorError with exit code 3 when there is none. */
export async function reviewedPlan(target: Target, job: GithubJob, connections: Connections): Promise<Evidence<"planned">> {
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
