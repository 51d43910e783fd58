/**
 * Whether a service was started anew since its deployment was asked for, so that no task has the earlier login. Pure. A deployment is known by its id:
 * clocks differ. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Deployment.html
 */
import type { Deployed, Rollout } from "./seen";

export type Judged = { state: "stable" | "under way" | "failed"; why: string };

/** ECS tells of a deployment that was asked for some seconds later. */
const tellsLateMs = 5 * 60_000;

/** What runs, in a text for the record: "<deployment> <task definition> <digest>,<digest>". */
export function notesOf(rollouts: readonly Rollout[]): Record<string, string> {
  const noted = rollouts.flatMap((each) => {
    const primary = "unknown" in each ? undefined : each.deployments.find((deployment) => deployment.primary);
    if (!primary || "unknown" in each) return [];
    return [[each.name, `${primary.id} ${primary.taskDefinition} ${imagesOf(each, primary.id) ?? "?"}`] as const];
  });
  return Object.fromEntries(noted);
}

/** @param before as it was noted; undefined when nothing could be. @param sinceMs from when it was asked for. */
export function judgeRollout(rollout: Rollout, { before, sinceMs }: { before: string | undefined; sinceMs: number }): Judged {
  const { name } = rollout;
  if ("unknown" in rollout) return { state: "under way", why: `whether ${name} runs anew could not be read: ${rollout.unknown}` };
  const [id, taskDefinition, images = "?"] = before?.split(" ") ?? [];
  const primary = rollout.deployments.find((deployment) => deployment.primary);
  const isBusy = rollout.deployments.some(({ state }) => state === "IN_PROGRESS");
  if (!primary) return { state: "failed", why: `the service ${name} has no deployment` };
  if (primary.state === "FAILED") return { state: "failed", why: `the deployment ${primary.id} of ${name} failed: ${primary.reason}` };
  if (isBusy)
    return { state: "under way", why: `a deployment of ${name} is under way (${primary.running} of ${primary.desired} tasks run)` };
  if (primary.id === id && sinceMs < tellsLateMs) return { state: "under way", why: `ECS shows no new deployment of ${name} yet` };
  if (primary.id === id) return { state: "failed", why: `${name} was not started anew: ${failureOf(rollout)}` };
  const hasOldTasks = rollout.tasks?.some(({ deployment }) => deployment === id);
  if (rollout.deployments.length > 1 || primary.state !== "COMPLETED" || primary.running !== primary.desired || hasOldTasks)
    return {
      state: "under way",
      why: `${name} has not settled: ${primary.running} of ${primary.desired} tasks run, ${hasOldTasks ? "some" : "none seen"} of the deployment before`,
    };
  const now = imagesOf(rollout, primary.id);
  // Somebody who deploys another version registers a task definition; the same one with another image is a tag that moved.
  if (primary.taskDefinition === taskDefinition && images !== "?" && now !== undefined && now !== images)
    return {
      state: "failed",
      why: `${name} runs another image than before, ${now} instead of ${images}, by the same task definition ${taskDefinition}`,
    };
  return { state: "stable", why: `${name} runs anew (${primary.id})` };
}

/** Its circuit breaker went back to the deployment before, or nobody started one. */
const failureOf = ({ deployments }: Deployed): string =>
  deployments.find(({ state }) => state === "FAILED")?.reason || "ECS went back to the deployment before";

/** Of all tasks of one deployment; undefined when one does not tell, or there is none. */
function imagesOf({ tasks }: Deployed, deployment: string): string | undefined {
  const own = tasks?.filter((task) => task.deployment === deployment) ?? [];
  if (own.length === 0 || own.some(({ images }) => images === undefined)) return undefined;
  return [...new Set(own.flatMap(({ images = [] }) => images))].sort().join(",");
}
