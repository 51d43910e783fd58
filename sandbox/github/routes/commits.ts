/** Commits and their comparison: https://docs.github.com/en/rest/commits. Not imitated: diffs and patches as text, comparing with forks. */
import { commitAnswer, comparisonAnswer, fullCommit } from "../answers/commit";
import { simplePull } from "../answers/pull";
import type { Commit } from "../contents";
import { notFound, refuse } from "../github-error";
import { compare, historyOf, resolveRef } from "../history";
import { type AddRepositoryRoute, page, type RepositoryCall } from "./add-route";
import { isPull } from "./pulls";

export function commitRoutes(add: AddRepositoryRoute): void {
  const show = ({ repository, api }: RepositoryCall, commit: Commit): object => commitAnswer(commit, repository, api);

  add("GET", "/commits", "contents=read", (call) => {
    const start = resolveRef(call.repository, call.context.req.query("sha") ?? call.repository.defaultBranch) ?? notFound();
    const path = call.context.req.query("path");
    const touched = ({ files }: Commit): boolean =>
      path === undefined || files.some(({ filename }) => `${filename}/`.startsWith(`${path}/`));
    return page(call, historyOf(call.repository, start).filter(touched), (commit) => show(call, commit));
  });

  add("GET", "/commits/:ref", "contents=read", (call) =>
    call.context.json(fullCommit(knownCommit(call, call.param("ref")), call.repository, call.api)),
  );

  add("GET", "/commits/:ref/pulls", "pull_requests=read", (call) => {
    const { sha } = knownCommit(call, call.param("ref"));
    const holds = (ref: string): boolean => {
      const tip = resolveRef(call.repository, ref);
      return tip !== undefined && historyOf(call.repository, tip).some((commit) => commit.sha === sha);
    };
    const pulls = [...call.repository.issues.values()]
      .filter(isPull)
      .filter(({ pull }) => pull.merged?.sha === sha || (holds(pull.head) && (pull.merged !== undefined || !holds(pull.base))));
    return page(call, pulls, (each) => simplePull(each, call));
  });

  add("GET", "/compare/:basehead", "contents=read", (call) => {
    const name = call.param("basehead");
    const [from = "", to] = name.split("...");
    if (to === undefined) return notFound();
    const [base, head] = [resolveRef(call.repository, from) ?? notFound(), resolveRef(call.repository, to) ?? notFound()];
    const comparison = compare(call.repository, base, head) ?? notFound();
    return call.context.json(comparisonAnswer(comparison, { base, head, name }, call.repository, call.api));
  });
}

/** @throws GithubError 422 in GitHub's words, unlike everything else that is missing. */
export const knownCommit = ({ repository }: RepositoryCall, ref: string): Commit =>
  resolveRef(repository, ref) ?? refuse(422, `No commit found for SHA: ${ref}`);
