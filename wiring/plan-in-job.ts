/** What `plan` does otherwise in a job of GitHub's: whose reasons count, what it is compared with, whether it is evidence, and the job's page. */
import { openJobFiles } from "../adapters/github/job-files";
import type { PullRequest } from "../adapters/github/pulls";
import type { Waiver } from "../changes/waiver";
import type { Target } from "../declaration/target";
import type { Evidence } from "../evidence/evidence";
import { pageMarkdown } from "../reports/pull-request/comment";
import { comparedSection } from "../reports/pull-request/compared";
import type { ShownPlans } from "../reports/pull-request/marker";
import { appliedBy, placeOf } from "./comment";
import type { Connections } from "./connections";
import { type GithubJob, githubJob } from "./github-job";
import { isOfMain, pullRequestOf } from "./pull-request";
import { plansShown, requireNotOlder, reviewedWaivers, waiversOf } from "./reviewed";
import { checkedOut, requireNoSecret } from "./share-plan";

interface PlanInJob {
  /** Undefined outside a job. */
  job?: GithubJob;
  waivers: Waiver[];
  /** That it is shared with: its own, or the one that was merged. */
  pull?: PullRequest | undefined;
  /** On the main branch: what the comment of the pull request showed. */
  shown?: ShownPlans | undefined;
  isEvidence: boolean;
}

/**
 * A plan that is shared takes the reasons of the pull request: its own, or the one that was merged. A plan that is not shared is the gated job's, and
 * takes those that were reviewed, with the record of its run: nothing that was written since lets it pass more.
 */
export async function planInJob(target: Target, { isShared }: { isShared: boolean }, connections: Connections): Promise<PlanInJob> {
  const job = githubJob(connections.env);
  if (!job) return { waivers: [], isEvidence: false };
  const isEvidence = isShared && isOfMain(job);
  if (!isShared) return { job, waivers: isOfMain(job) ? await reviewedWaivers(target, job, connections) : [], isEvidence };
  const commit = checkedOut()?.id ?? job.sha;
  if (isEvidence) await requireNotOlder(target, { commit, job }, connections);
  const pull = await pullRequestOf(job, commit, connections);
  if (!pull) return { job, waivers: [], isEvidence };
  const shown = isEvidence ? await plansShown(pull, job, connections) : undefined;
  return { job, pull, waivers: waiversOf(pull, connections), shown, isEvidence };
}

interface PlanPage extends Pick<PlanInJob, "pull" | "shown"> {
  planned: Evidence<"planned">;
  job: GithubJob;
}

/** Who approves a roll-back reads there what it would do: no pull request showed it. */
export function writeRollBackPage({ planned, job }: Pick<PlanPage, "planned" | "job">, connections: Connections): void {
  const { target, result } = planned;
  const what = `**A roll-back**: the data of \`${result.dataOf?.slice(0, 12)}\`, under the code of \`${planned.commit?.id.slice(0, 12)}\`. The next job applies only this plan.`;
  writePage(
    { targets: [{ target, applied: appliedBy(target, connections), planned }], place: placeOf(job, undefined, connections), extra: [what] },
    connections,
  );
}

/** The whole plan, and on the main branch whether it is what was shown: who approves the next job reads it there. */
export function writePlanPage({ planned, job, pull, shown }: PlanPage, connections: Connections): void {
  const targets = [{ target: planned.target, applied: appliedBy(planned.target, connections), planned }];
  const compared = isOfMain(job) ? comparedSection(targets, shown, pull?.number) : [];
  writePage({ targets, place: placeOf(job, pull, connections), extra: compared }, connections);
}

interface Page {
  targets: Parameters<typeof pageMarkdown>[0];
  place: Parameters<typeof pageMarkdown>[1];
  extra: readonly string[];
}

function writePage({ targets, place, extra }: Page, connections: Connections): void {
  const page = pageMarkdown(targets, place, { extra });
  requireNoSecret(`the page of ${targets.map(({ target }) => `"${target}"`).join(", ")}`, [page], connections);
  openJobFiles(connections.env).appendSummary(page);
}
