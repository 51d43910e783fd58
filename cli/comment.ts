/** `twinpost comment`: the one comment of a pull request, made or written anew in place, and the page of the job. */
import { openJobFiles } from "../adapters/github/job-files";
import { OperatorError } from "../declaration/operator-error";
import { overdueLines } from "../reports/issue/schedule";
import { commentMarkdown, pageMarkdown } from "../reports/pull-request/comment";
import { comparedSection } from "../reports/pull-request/compared";
import { isMarked, markerText, readMarker, type ShownPlans } from "../reports/pull-request/marker";
import { outcomeMarkdown } from "../reports/pull-request/outcome";
import { synthesisedMarkdown } from "../reports/pull-request/synthesised";
import { expectedTargets, keepCommentEffects, placeOf, plannedTargets } from "../wiring/comment";
import type { Connections } from "../wiring/connections";
import { githubJob } from "../wiring/github-job";
import { ownComments } from "../wiring/own-comment";
import { promotionSteps } from "../wiring/promotion-steps";
import { connectJob, isOfPullRequest, pullRequestOf } from "../wiring/pull-request";
import { overdueSchedules } from "../wiring/schedules";
import { checkedOut, requireNoSecret } from "../wiring/share-plan";
import { newestOf, readSharedRecords } from "../wiring/shared-records";
import { synthesisedDifferences } from "../wiring/synthesised-difference";
import { keepComment } from "../workflows/keep-comment";
import { connectionsOf } from "./connections";
import type { ExitCode, World } from "./world";

type Options = { plans?: string; applied?: string; targets?: string; synthesised?: string; base?: string };

export async function run({ synthesised, base, plans, applied, targets }: Options, world: World): Promise<ExitCode> {
  const connections = connectionsOf(world);
  if (synthesised !== undefined && base !== undefined) return tellSynthesised({ synthesised, base }, connections, world);
  if (plans === undefined)
    throw new OperatorError("comment: nothing is named, expected --plans, or --synthesised with --base", undefined, { exitCode: 2 });
  const job = githubJob(connections.env);
  if (!job)
    throw new OperatorError("this is no job of GitHub's, so it has no pull request", "`plan` prints the plan in a terminal", {
      exitCode: 2,
    });
  const shared = readSharedRecords(plans, connections);
  const planned = plannedTargets(shared, expectedTargets(targets), connections);
  const pull = await pullRequestOf(job, checkedOut()?.id ?? job.sha, connections);
  const connected = await connectJob(job, connections);
  const place = placeOf(job, pull, connections);
  const records = applied === undefined ? undefined : readSharedRecords(applied, connections);
  const before =
    pull && connected && !isOfPullRequest(job) ? await shownIn(await ownComments(connected, pull.number, isMarked)) : undefined;

  const late = overdueLines(await overdueSchedules(connected, connections));
  const extra = [...late, ...(isOfPullRequest(job) ? [] : comparedSection(planned, before, pull?.number))];
  const more = { extra, steps: promotionSteps(planned, connections) };
  const outcome = records && { applied: newestOf(records, "applied"), verified: newestOf(records, "verification") };
  const page = outcome ? outcomeMarkdown(planned, outcome, place) : pageMarkdown(planned, place, more);
  const comment = outcome ? [...(before ? [markerText(before)] : []), page].join("\n") : commentMarkdown(planned, place, more);
  requireNoSecret("the comment", [JSON.stringify([shared.records, records?.records]), page, comment], connections);

  openJobFiles(connections.env).appendSummary(page);
  // On the main branch the comment says what was reviewed, until it says what came of it.
  const isKept = isOfPullRequest(job) || outcome !== undefined;
  if (!pull || !connected || pull.isFork || !isKept) {
    world.stdout.write(`written to the job's page: ${placeOf(job, pull, connections).runUrl}\n`);
    return 0;
  }
  const kept = await keepComment(comment, keepCommentEffects(connected, pull.number));
  world.stdout.write(`${kept.did} ${kept.url}\n`);
  return 0;
}

/** All that a fork gets: it needs no token. */
function tellSynthesised(folders: Record<"synthesised" | "base", string>, connections: Connections, { stdout }: World): ExitCode {
  const page = synthesisedMarkdown(synthesisedDifferences(folders, connections));
  requireNoSecret("the page", [page], connections);
  openJobFiles(connections.env).appendSummary(page);
  stdout.write("written to the job's page\n");
  return 0;
}

const shownIn = async ([comment]: readonly { body: string }[]): Promise<ShownPlans | undefined> => comment && readMarker(comment.body);
