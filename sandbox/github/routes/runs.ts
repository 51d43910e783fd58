/**
 * Runs of workflows, and starting them: https://docs.github.com/en/rest/actions/workflow-runs, /workflows. A run is started by `startRun()` or a
 * dispatch, and stays as it is: whoever plays the runner changes it, its jobs too. Not imitated: logs, steps, declared inputs.
 */
import { z } from "zod";
import { repositoryPage } from "../answers/repository";
import { jobAnswer, runAnswer, runUrl, workflowAnswer, workflowId } from "../answers/run";
import { type Run, type RunJob, startRun } from "../automation";
import { notFound, refuse } from "../github-error";
import { resolveRef } from "../history";
import { type AddRepositoryRoute, page, type RepositoryCall, readBody } from "./add-route";

const dispatch = z.strictObject({
  ref: z.string().min(1),
  inputs: z.record(z.string(), z.unknown()).default({}),
  return_run_details: z.boolean().default(false),
});

export function runRoutes(add: AddRepositoryRoute): void {
  const show = ({ repository, api }: RepositoryCall, run: Run): object => runAnswer(run, repository, api);

  add("GET", "/actions/runs", "actions=read", (call) =>
    page(call, asked(call, [...call.repository.runs.values()]), (run) => show(call, run), { name: "workflow_runs" }),
  );

  add("GET", "/actions/workflows/:workflow", "actions=read", (call) =>
    call.context.json(workflowAnswer(knownWorkflow(call), call.repository, call.api)),
  );

  add("GET", "/actions/workflows/:workflow/runs", "actions=read", (call) => {
    const workflow = knownWorkflow(call);
    const runs = [...call.repository.runs.values()].filter((run) => run.workflow === workflow);
    return page(call, asked(call, runs), (run) => show(call, run), { name: "workflow_runs" });
  });

  add("GET", "/actions/runs/:run", "actions=read", (call) => call.context.json(show(call, knownRun(call))));

  // Of the newest attempt, unless all are asked for.
  add("GET", "/actions/runs/:run/jobs", "actions=read", (call) => {
    const run = knownRun(call);
    const isAsked = ({ attempt }: RunJob): boolean => call.context.req.query("filter") === "all" || attempt === run.attempt;
    return page(call, run.jobs.filter(isAsked), (job) => jobAnswer(job, run, call.repository, call.api), { name: "jobs" });
  });

  add("POST", "/actions/workflows/:workflow/dispatches", "actions=write", async (call) => {
    const workflow = knownWorkflow(call);
    const { ref, inputs, return_run_details } = await readBody(call, dispatch);
    const commit = resolveRef(call.repository, ref) ?? refuse(422, `No ref found for: ${ref}`);
    const branch = ref.replace(/^refs\/(heads|tags)\//, "");
    const started = { workflow, event: "workflow_dispatch", branch, sha: commit.sha, actor: call.token.user, inputs };
    const { id } = startRun(call.repository, started, { newId: () => call.state.newId(), now: call.now });
    if (!return_run_details) return call.context.body(null, 204);
    const html_url = `${repositoryPage(call.repository)}/actions/runs/${id}`;
    return call.context.json({ workflow_run_id: id, run_url: runUrl(id, call.repository, call.api), html_url });
  });
}

/** Newest first. `status` takes conclusions too. */
function asked({ context }: RepositoryCall, runs: readonly Run[]): Run[] {
  const query = (name: string, value: string | null): boolean => [undefined, value].includes(context.req.query(name));
  return runs
    .filter(
      ({ branch, event, sha, actor }) =>
        query("branch", branch) && query("event", event) && query("head_sha", sha) && query("actor", actor.login),
    )
    .filter(({ status, conclusion }) => query("status", status) || query("status", conclusion))
    .reverse();
}

export const knownRun = ({ repository, param }: RepositoryCall): Run => repository.runs.get(Number(param("run"))) ?? notFound();

const knownWorkflow = ({ repository, param }: RepositoryCall): string =>
  repository.workflows.find((name) => [name, String(workflowId(name))].includes(param("workflow"))) ?? notFound();
