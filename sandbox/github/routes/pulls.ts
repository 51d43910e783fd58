/** Pull requests: https://docs.github.com/en/rest/pulls/pulls. Not imitated: forks, reviews, conflicts, squash and rebase. */
import { z } from "zod";
import { fileAnswer } from "../answers/commit";
import { endsOf, fullPull, type PullIssue, simplePull } from "../answers/pull";
import type { Issue } from "../contents";
import { notFound, refuse } from "../github-error";
import { compare, push } from "../history";
import { newIssue } from "../new-issue";
import { type AddRepositoryRoute, page, type RepositoryCall, readBody, refuseField } from "./add-route";
import { setState } from "./issues";

const created = z.strictObject({
  title: z.string().min(1),
  head: z.string().min(1),
  base: z.string().min(1),
  body: z.string().nullish(),
  draft: z.boolean().default(false),
  maintainer_can_modify: z.boolean().optional(),
});
const changed = z.strictObject({
  title: z.string().min(1).optional(),
  body: z.string().nullish(),
  state: z.enum(["open", "closed"]).optional(),
});
const merging = z.strictObject({
  commit_title: z.string().optional(),
  commit_message: z.string().optional(),
  sha: z.string().optional(),
  merge_method: z.literal("merge").optional(),
});

export function pullRoutes(add: AddRepositoryRoute): void {
  add("GET", "/pulls", "pull_requests=read", (call) => {
    const query = (name: string): string | undefined => call.context.req.query(name);
    const pulls = [...call.repository.issues.values()]
      .filter(isPull)
      .filter(({ state }) => query("state") === "all" || state === (query("state") ?? "open"))
      .filter(({ pull }) => query("head") === undefined || `${call.repository.owner.login}:${pull.head}` === query("head"))
      .filter(({ pull }) => query("base") === undefined || pull.base === query("base"));
    return page(call, query("direction") === "asc" ? pulls : pulls.reverse(), (each) => simplePull(each, call));
  });

  add("POST", "/pulls", "pull_requests=write", async (call) => {
    const { title, head: named, base, body, draft } = await readBody(call, created);
    const head = named.replace(`${call.repository.owner.login}:`, "");
    for (const [field, ref] of Object.entries({ head, base })) {
      if (!call.repository.branches.has(ref)) return refuseField("PullRequest", field, "invalid");
    }
    if ([...call.repository.issues.values()].some((each) => isPull(each) && each.state === "open" && each.pull.head === head))
      return refuse(422, "Validation Failed");
    const pull = { id: call.state.newId(), head, base, isDraft: draft, merged: undefined };
    const issue = newIssue(call, { title, body: body ?? null, labels: [], pull });
    return call.context.json(fullPull({ ...issue, pull }, call), 201);
  });

  add("GET", "/pulls/:number", "pull_requests=read", (call) => call.context.json(fullPull(knownPull(call), call)));

  add("PATCH", "/pulls/:number", "pull_requests=write", async (call) => {
    const issue = knownPull(call);
    const { state = issue.state, ...rest } = await readBody(call, changed);
    Object.assign(issue, rest, { updatedAt: call.now() });
    if (state !== issue.state) setState(issue, state, undefined, call.now());
    return call.context.json(fullPull(issue, call));
  });

  add("GET", "/pulls/:number/files", "pull_requests=read", (call) => {
    const { base, head } = endsOf(knownPull(call), call.repository);
    const { files = [] } = compare(call.repository, base, head) ?? {};
    return page(call, files, (file) => fileAnswer(file, head.sha, call.repository, call.api));
  });

  add("PUT", "/pulls/:number/merge", "contents=write", async (call) => {
    const issue = knownPull(call);
    const { sha: expected, commit_title } = await readBody(call, merging);
    const { base, head } = endsOf(issue, call.repository);
    if (issue.state === "closed" || issue.pull.isDraft) return refuse(405, "Pull Request is not mergeable");
    if (expected !== undefined && expected !== head.sha) return refuse(409, "Head branch was modified. Review and try the merge again.");
    const message = commit_title ?? `Merge pull request #${issue.number} from ${call.repository.owner.login}/${issue.pull.head}`;
    const { files = [] } = compare(call.repository, base, head) ?? {};
    const merge = push(call.repository, { branch: issue.pull.base, message, files, author: call.token.user, at: call.now() });
    call.repository.commits.set(merge.sha, { ...merge, parents: [base.sha, head.sha] });
    issue.pull.merged = { at: call.now(), sha: merge.sha, by: call.token.user };
    setState(issue, "closed", undefined, call.now());
    return call.context.json({ sha: merge.sha, merged: true, message: "Pull Request successfully merged" });
  });
}

export const isPull = (issue: Issue): issue is PullIssue => issue.pull !== undefined;

function knownPull({ repository, param }: RepositoryCall): PullIssue {
  const issue = repository.issues.get(Number(param("number")));
  return issue && isPull(issue) ? issue : notFound();
}
