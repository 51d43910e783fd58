/** Wires the comment of a pull request: the plans that jobs shared, what makes each real, and where the comment and the job's page are. */
import { createComment, deleteComment, updateComment } from "../adapters/github/comments";
import type { PullRequest } from "../adapters/github/pulls";
import { accountOfStack, organisationName } from "../declaration/names/stacks";
import { OperatorError } from "../declaration/operator-error";
import { isMarked } from "../reports/pull-request/marker";
import type { Applied, Place, PlannedTarget } from "../reports/pull-request/view";
import type { KeepCommentEffects } from "../workflows/keep-comment";
import type { Connections } from "./connections";
import type { GithubJob } from "./github-job";
import { ownComments } from "./own-comment";
import type { ConnectedJob } from "./pull-request";
import { newestOf, type SharedRecords } from "./shared-records";

/** @param expected targets that were to be planned: one without a record is told. */
export function plannedTargets(shared: SharedRecords, expected: readonly string[], connections: Connections): PlannedTarget[] {
  const planned = newestOf(shared, "planned");
  const names = [...new Set([...expected, ...planned.map(({ target }) => target)])];
  const unreadable = shared.unreadable.map(({ file, why }) => `${file}: ${why}`).join("; ");
  return names.map((target) => {
    const record = planned.find((each) => each.target === target);
    const applied = appliedBy(target, connections);
    return record
      ? { target, applied, planned: record }
      : { target, applied, problem: unreadable || "its job failed or was skipped; its log says why" };
  });
}

/** What makes a change of the target real. One that is not declared here any more is as good as one that a merge applies. */
export function appliedBy(target: string, { declared }: Pick<Connections, "declared">): Applied {
  if (accountOfStack(target) !== undefined) return { by: "administrator" };
  if (target === organisationName) return { by: "approval" };
  const environment = declared().environments.find(({ name }) => name === target);
  return environment?.promotion ? { by: "promotion", from: environment.promotion.from } : { by: "merge" };
}

export const placeOf = ({ repository, sha, run }: GithubJob, pull: PullRequest | undefined, { env }: Pick<Connections, "env">): Place => ({
  commit: pull?.head ?? sha,
  runUrl: `${serverUrl(env.GITHUB_SERVER_URL)}/${repository}/actions/runs/${run.id}/attempts/${run.attempt}`,
  at: new Date(),
});

const serverUrl = (text: string | undefined): string =>
  /^https?:\/\/[\w.:-]+$/.test(text ?? "") ? (text as string) : "https://github.com";

export function keepCommentEffects({ github, repository }: ConnectedJob, number: number): KeepCommentEffects {
  return {
    comments: {
      list: () => ownComments({ github, repository }, number, isMarked),
      create: (body) => createComment(github, repository, number, body),
      update: (id, body) => updateComment(github, repository, id, body),
      delete: (id) => deleteComment(github, repository, id),
    },
  };
}

/** @param text the output `targets` of `changed`. @throws OperatorError with exit code 2. */
export function expectedTargets(text: string | undefined): string[] {
  if (!text) return [];
  try {
    const list = JSON.parse(text) as unknown[];
    return list.map((each) => (typeof each === "string" ? each : String((each as { target: unknown }).target)));
  } catch (cause) {
    throw new OperatorError(`--targets is not understood, got "${text}", expected what \`changed\` gives`, undefined, {
      cause,
      exitCode: 2,
    });
  }
}
