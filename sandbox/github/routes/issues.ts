/**
 * Issues: https://docs.github.com/en/rest/issues/issues. Pull requests are listed among them. Labels are made when they are first used. Not
 * imitated: assignees, milestones, locks, types, transfers.
 */
import { z } from "zod";
import { issueAnswer } from "../answers/issue";
import type { Issue } from "../contents";
import { notFound } from "../github-error";
import { newIssue } from "../new-issue";
import { type AddRepositoryRoute, page, type RepositoryCall, readBody } from "./add-route";

const label = z.union([z.string(), z.object({ name: z.string() })]).transform((each) => (typeof each === "string" ? each : each.name));
const title = z.union([z.string().min(1), z.number()]).transform(String);
const created = z.strictObject({ title, body: z.string().nullish(), labels: z.array(label).default([]) });
const changed = z.strictObject({
  title: title.optional(),
  body: z.string().nullish(),
  labels: z.array(label).optional(),
  state: z.enum(["open", "closed"]).optional(),
  state_reason: z.enum(["completed", "not_planned", "reopened"]).nullish(),
});

export function issueRoutes(add: AddRepositoryRoute): void {
  const show = ({ repository, api }: RepositoryCall, issue: Issue): object => issueAnswer(issue, repository, api);

  add("GET", "/issues", "issues=read", (call) => {
    const query = (name: string): string | undefined => call.context.req.query(name);
    const labels = query("labels")?.split(",").filter(Boolean) ?? [];
    const issues = [...call.repository.issues.values()]
      .filter(({ state }) => query("state") === "all" || state === (query("state") ?? "open"))
      .filter((issue) => labels.every((name) => issue.labels.some((own) => own.toLowerCase() === name.toLowerCase())))
      .filter(({ user }) => query("creator") === undefined || user.login === query("creator"))
      .filter(({ updatedAt }) => updatedAt >= (query("since") ?? ""));
    return page(call, query("direction") === "asc" ? issues : issues.reverse(), (issue) => show(call, issue));
  });

  add("POST", "/issues", "issues=write", async (call) => {
    const { body, ...rest } = await readBody(call, created);
    return call.context.json(show(call, newIssue(call, { ...rest, body: body ?? null })), 201);
  });

  add("GET", "/issues/:number", "issues=read", (call) => call.context.json(show(call, knownIssue(call))));

  add("PATCH", "/issues/:number", "issues=write; pull_requests=write", async (call) => {
    const issue = knownIssue(call);
    const { state = issue.state, state_reason, ...rest } = await readBody(call, changed);
    Object.assign(issue, rest, { updatedAt: call.now() });
    if (state !== issue.state) setState(issue, state, state_reason ?? undefined, call.now());
    return call.context.json(show(call, issue));
  });
}

export function setState(issue: Issue, state: Issue["state"], reason: Issue["stateReason"] | undefined, at: string): void {
  const otherwise = state === "open" ? "reopened" : issue.pull ? null : "completed";
  Object.assign(issue, { state, stateReason: reason ?? otherwise, closedAt: state === "closed" ? at : null });
}

export const knownIssue = ({ repository, param }: RepositoryCall): Issue => repository.issues.get(Number(param("number"))) ?? notFound();
