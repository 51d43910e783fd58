/** What people and the clock do in the life of a repository: dispatches, schedules, approvals, edits at the DNS host; and how a test reads a run. */
import type { User } from "../../sandbox/github/user";
import type { Trigger, WorkflowRun } from "./act/runner";
import type { Workplace } from "./place";
import { ask } from "./pull-request";

const main = ({ git }: Workplace): string => git("rev-parse", "main");

export const byHand = (place: Workplace, workflow: string, actor: User, inputs: Record<string, string> = {}): Trigger => ({
  ...{ workflow, event: "workflow_dispatch", actor, inputs, sha: main(place) },
});

/** GitHub runs a schedule in the name of who changed its file last. */
export const scheduled = (place: Workplace, workflow: string, cron: string, actor: User): Trigger => ({
  ...{ workflow, event: "schedule", actor, sha: main(place), payload: { schedule: cron } },
});

/** Each job with the target of its matrix, and what became of it. */
export const resultsOf = ({ jobs }: WorkflowRun): string[] =>
  jobs.map(({ id, matrix, result }) => [id, matrix.target, result].filter(Boolean).join(" "));

/** What a job wrote, on one line: act gives jobs a terminal, to whose width verbs lay out their text, in colours. */
export const words = (log: string): string =>
  log.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g"), "").replaceAll(/\s+/g, " ");

/** @throws Error with what the jobs wrote when it was otherwise. */
export function requireResults(run: WorkflowRun, expected: string[]): void {
  const results = resultsOf(run);
  if (JSON.stringify(results) === JSON.stringify(expected)) return;
  throw new Error(
    `expected\n${expected.join("\n")}\ngot\n${results.join("\n")}\n${run.jobs.map(({ id, log }) => `${id}: ${words(log)}`).join("\n")}`,
  );
}

/** @throws Error with what the runs wrote when other issues are open. */
export function requireIssues(open: readonly string[], expected: readonly string[], runs: readonly WorkflowRun[]): void {
  if (JSON.stringify([...open].sort()) === JSON.stringify([...expected].sort())) return;
  throw new Error(
    `expected issues ${expected.join(", ") || "none"}, got ${open.join(", ") || "none"}\n${runs.map((run) => words(run.log())).join("\n")}`,
  );
}

/** Answers for all environments that the run waits for. @returns GitHub's status: 422 for who may not. */
export async function approve(place: Workplace, { run }: WorkflowRun, who: User): Promise<number> {
  const path = `/actions/runs/${run.id}/pending_deployments`;
  const waiting = await ask<{ environment: { id: number } }[]>(place, who, "GET", path);
  const body = { environment_ids: waiting.map(({ environment }) => environment.id), state: "approved", comment: "Read." };
  return statusOf(ask(place, who, "POST", path, body));
}

const statusOf = async (asked: Promise<unknown>): Promise<number> =>
  asked.then(
    () => 200,
    (error: Error) => Number(/: (\d{3}) /.exec(error.message)?.[1]),
  );

/** Somebody edits a TXT record by hand, at the DNS host. @returns what puts it back. */
export function editRecord({ sandbox }: Workplace, name: string, edit: (content: string) => string): () => void {
  const { state } = sandbox.cloudflare;
  for (const zone of state.zones.values())
    for (const record of zone.records.values())
      if (record.name === name && record.type === "TXT") {
        const edited = state.replace(zone, record, { ...record, content: edit(record.content) });
        return () => void state.replace(zone, edited, record);
      }
  throw new Error(`the DNS host has no TXT record ${name}`);
}

/** The variable of a GitHub environment names a role that is not there. @returns what mends it. */
export function breakRole({ repository }: Workplace, environment: string): () => void {
  const variables = repository.environments.get(environment)?.variables;
  const [key, variable] = [...(variables ?? [])].find(([, { name }]) => name === "AWS_ROLE_ARN") ?? [];
  if (!variables || key === undefined || !variable) throw new Error(`GitHub's environment ${environment} has no AWS_ROLE_ARN`);
  variables.set(key, { ...variable, value: `${variable.value}-gone` });
  return () => void variables.set(key, variable);
}

interface Issue {
  number: number;
  title: string;
  state: "open" | "closed";
}

export async function issuesOf(place: Workplace, who: User): Promise<Issue[]> {
  const all = await ask<(Issue & { pull_request?: object })[]>(place, who, "GET", "/issues?state=all&per_page=100");
  return all.filter(({ pull_request }) => !pull_request);
}
