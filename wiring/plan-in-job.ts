/** What `plan` does otherwise in a job of GitHub's: whose reasons count, under which key the plan is recorded, and whether it is evidence. */
import type { Waiver } from "../changes/waiver";
import type { Target } from "../declaration/target";
import type { Connections } from "./connections";
import { githubJob } from "./github-job";
import { isOfMain, pullRequestOf } from "./pull-request";
import { keyShown, reviewedWaivers, waiversOf } from "./reviewed";
import { checkedOut } from "./share-plan";

interface PlanInJob {
  isJob: boolean;
  waivers: Waiver[];
  /** Of the record that is compared with this one. */
  key?: string | undefined;
  isEvidence: boolean;
}

/**
 * A plan that is shared takes the reasons of the pull request: its own, or the one that was merged. A plan that is not shared is the gated job's, and
 * takes those that were reviewed, with the record of its run: nothing that was written since lets it pass more.
 */
export async function planInJob(target: Target, { isShared }: { isShared: boolean }, connections: Connections): Promise<PlanInJob> {
  const job = githubJob(connections.env);
  if (!job) return { isJob: false, waivers: [], isEvidence: false };
  const isEvidence = isShared && isOfMain(job);
  if (!isShared) return { isJob: true, waivers: isOfMain(job) ? await reviewedWaivers(target, job, connections) : [], isEvidence };
  const pull = await pullRequestOf(job, checkedOut()?.id, connections);
  if (!pull) return { isJob: true, waivers: [], isEvidence };
  const key = isEvidence ? await keyShown(pull, target.name, job, connections) : undefined;
  return { isJob: true, waivers: waiversOf(pull, connections), key, isEvidence };
}
