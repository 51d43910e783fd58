/** Check runs: https://docs.github.com/en/rest/checks/runs. Only apps write them, jobs' tokens among them. Not imitated: suites, actions, images. */
import { z } from "zod";
import { simpleUser } from "../answers/account";
import { repositoryPage, repositoryUrl } from "../answers/repository";
import { notFound, refuse } from "../github-error";
import { nodeId } from "../node-id";
import type { CheckRun } from "../verdicts";
import { type AddRepositoryRoute, page, type RepositoryCall, readBody } from "./add-route";
import { knownCommit } from "./commits";

const longest = 65_535;
const annotation = z.strictObject({
  ...{ path: z.string(), start_line: z.number(), end_line: z.number(), message: z.string() },
  ...{
    start_column: z.number().optional(),
    end_column: z.number().optional(),
    title: z.string().optional(),
    raw_details: z.string().optional(),
  },
  annotation_level: z.enum(["notice", "warning", "failure"]),
});
const output = z.strictObject({
  title: z.string().optional(),
  summary: z.string().max(longest),
  text: z.string().max(longest).optional(),
  annotations: z.array(annotation).max(50).default([]),
});
const fields = z.strictObject({
  name: z.string().min(1).optional(),
  status: z.enum(["queued", "in_progress", "completed", "waiting", "requested", "pending"]).optional(),
  conclusion: z.enum(["action_required", "cancelled", "failure", "neutral", "success", "skipped", "timed_out"]).optional(),
  ...{ details_url: z.string().optional(), external_id: z.string().optional() },
  ...{ started_at: z.string().optional(), completed_at: z.string().optional(), output: output.optional() },
});
const isWhole = ({ status, conclusion }: z.infer<typeof fields>): boolean => status !== "completed" || conclusion !== undefined;
const changed = fields.refine(isWhole, { path: ["conclusion"] });
const created = fields.extend({ name: z.string().min(1), head_sha: z.string().min(7) }).refine(isWhole, { path: ["conclusion"] });

export function checkRoutes(add: AddRepositoryRoute): void {
  const show = (call: RepositoryCall, check: CheckRun): object => checkAnswer(check, call);

  add("POST", "/check-runs", "checks=write", async (call) => {
    requireApp(call);
    const { head_sha, ...rest } = await readBody(call, created);
    const { sha } = knownCommit(call, head_sha);
    const check: CheckRun = {
      ...{ id: call.state.newId(), name: rest.name, sha, status: "queued", conclusion: null, startedAt: call.now(), completedAt: null },
      ...{ externalId: "", detailsUrl: null, output: { title: null, summary: null, text: null }, annotations: [] },
    };
    change(check, rest, call);
    call.repository.checks.set(check.id, check);
    return call.context.json(show(call, check), 201);
  });

  add("GET", "/check-runs/:check", "checks=read", (call) => call.context.json(show(call, known(call))));

  add("PATCH", "/check-runs/:check", "checks=write", async (call) => {
    requireApp(call);
    const check = known(call);
    change(check, await readBody(call, changed), call);
    return call.context.json(show(call, check));
  });

  add("GET", "/check-runs/:check/annotations", "checks=read", (call) => page(call, known(call).annotations, (each) => each));

  add("GET", "/commits/:ref/check-runs", "checks=read", (call) => {
    const { sha } = knownCommit(call, call.param("ref"));
    const [name, status] = [call.context.req.query("check_name"), call.context.req.query("status")];
    const checks = [...call.repository.checks.values()]
      .filter((check) => check.sha === sha && [undefined, check.name].includes(name) && (status === undefined || status === check.status))
      .reverse();
    const latest = checks.filter((check, index) => checks.findIndex((each) => each.name === check.name) === index);
    return page(call, call.context.req.query("filter") === "all" ? checks : latest, (check) => show(call, check), { name: "check_runs" });
  });
}

/** What is not mentioned stays; annotations add up; a conclusion completes. */
function change(check: CheckRun, body: z.infer<typeof fields>, { now }: RepositoryCall): void {
  const { output: said } = body;
  const status = body.conclusion === undefined ? (body.status ?? check.status) : "completed";
  Object.assign(check, {
    ...{ name: body.name ?? check.name, status, conclusion: status === "completed" ? (body.conclusion ?? check.conclusion) : null },
    ...{ startedAt: body.started_at ?? check.startedAt, externalId: body.external_id ?? check.externalId },
    ...{ detailsUrl: body.details_url ?? check.detailsUrl },
    completedAt: status === "completed" ? (body.completed_at ?? check.completedAt ?? now()) : null,
    annotations: [...check.annotations, ...(said?.annotations ?? []).map(annotationAnswer)],
  });
  if (said) check.output = { title: said.title ?? check.output.title, summary: said.summary, text: said.text ?? check.output.text };
}

function annotationAnswer({ path, start_line, end_line, message, annotation_level, ...more }: z.infer<typeof annotation>): object {
  const { start_column = null, end_column = null, title = null, raw_details = null } = more;
  return { path, start_line, end_line, start_column, end_column, annotation_level, title, message, raw_details, blob_href: "" };
}

function requireApp({ token }: RepositoryCall): void {
  if (token.kind !== "job") refuse(403, "You must authenticate via a GitHub App.");
}

const known = ({ repository, param }: RepositoryCall): CheckRun => repository.checks.get(Number(param("check"))) ?? notFound();

function checkAnswer(check: CheckRun, { repository, api }: RepositoryCall): object {
  const { id, name, sha, status, conclusion, startedAt, completedAt, externalId, detailsUrl, output: said, annotations } = check;
  const url = `${repositoryUrl(repository, api)}/check-runs/${id}`;
  const html_url = `${repositoryPage(repository)}/runs/${id}`;
  return {
    ...{ id, node_id: nodeId("CR", id), external_id: externalId, head_sha: sha, url, html_url, details_url: detailsUrl ?? html_url },
    ...{ status, conclusion, started_at: startedAt, completed_at: completedAt, name, check_suite: { id: id + 1 }, pull_requests: [] },
    output: { ...said, annotations_count: annotations.length, annotations_url: `${url}/annotations` },
    app: actionsApp(api),
  };
}

const actionsApp = (api: string): object => ({
  ...{ id: 15_368, slug: "github-actions", node_id: nodeId("A", 15_368), name: "GitHub Actions", description: "Automate your workflow" },
  owner: simpleUser({ login: "github", id: 9_919, type: "Organization", plan: "enterprise" }, api),
  ...{ external_url: "https://help.github.com/en/actions", html_url: "https://github.com/apps/github-actions" },
  ...{ created_at: "2018-07-30T09:30:17Z", updated_at: "2024-04-10T20:33:16Z", permissions: { checks: "write" }, events: [] },
});
