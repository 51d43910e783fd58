/**
 * Plays what act ignores and GitHub does: a run is recorded; each job gets a token with exactly the permissions that the file declares, and an
 * identity for its environment and its event; an environment's branches and reviewers decide whether it starts; artifacts stay with the run.
 */
import { join } from "node:path";
import { type Run, type RunJob, startRun } from "../../../sandbox/github/automation";
import { JobRefused } from "../../../sandbox/github/oidc/issuer";
import type { Permission, Repository, Token } from "../../../sandbox/github/state";
import type { User } from "../../../sandbox/github/user";
import type { Sandbox } from "../../../sandbox/start";
import { localActions } from "../stub-actions";
import { environmentOf, type Job, needsOf, readWorkflowOf, type Workflow } from "../workflow-file";
import { type Acted, type ActRun, runAct } from "./act";
import { type Contexts, interpolate, wholeValue } from "./expression";
import { lastJob, type Outcome, oneJobFile, type Result } from "./one-job";

export interface Trigger {
  workflow: string;
  event: string;
  payload?: Record<string, unknown>;
  /** "refs/heads/main" unless told. */
  ref?: string;
  sha: string;
  actor: User;
  inputs?: Record<string, string>;
  /** A pull request of a fork: its jobs get a token that reads, and no identity. */
  isFork?: boolean;
}

export interface JobRun extends Omit<Acted, "result"> {
  id: string;
  matrix: Record<string, unknown>;
  /** "waiting" for a reviewer; "refused" when its environment does not let its ref in. */
  result: Result | "waiting" | "refused";
}

export interface WorkflowRun {
  trigger: Trigger;
  run: Run;
  jobs: JobRun[];
  job(id: string, matrix?: Record<string, unknown>): JobRun;
  /** All that the jobs wrote. */
  log(): string;
}

/** Where jobs run. */
export interface Place {
  sandbox: Pick<Sandbox, "github">;
  repository: Repository;
  /** Puts this commit into the folder that jobs are about. */
  checkOut(sha: string): string;
  /** What a job finds in its environment, on this machine. */
  env: Record<string, string>;
  artifacts: string;
}

export class Runner {
  constructor(private readonly place: Place) {}

  async start(trigger: Trigger): Promise<WorkflowRun> {
    const { sandbox, repository } = this.place;
    const { workflow, event, ref = main, sha, actor, inputs = {} } = trigger;
    const source = { newId: () => sandbox.github.state.newId(), now };
    const branch = ref.replace(/^refs\/(heads|pull)\//, "");
    const run = startRun(repository, { workflow, event, branch, sha, actor, inputs }, source);
    return this.go({ trigger, run, jobs: [], ...findJobs([]) });
  }

  /** Goes on with a run whose jobs waited for a reviewer, as far as they were let in. */
  async goOn({ jobs, ...rest }: WorkflowRun): Promise<WorkflowRun> {
    const kept = jobs.filter(({ result }) => result !== "waiting");
    return this.go({ ...rest, jobs: kept, ...findJobs(kept) });
  }

  /** Runs again the jobs that failed, and those that need them; what the others left stays. */
  runFailedAgain = (earlier: WorkflowRun): Promise<WorkflowRun> =>
    this.again(
      earlier,
      earlier.jobs.filter(({ result }) => result === "success"),
    );

  /** Runs again everything. */
  runAllAgain = (earlier: WorkflowRun): Promise<WorkflowRun> => this.again(earlier, []);

  private again({ run, trigger }: WorkflowRun, kept: JobRun[]): Promise<WorkflowRun> {
    run.attempt += 1;
    run.approved.clear();
    run.waiting.clear();
    run.conclusion = null;
    return this.go({ trigger, run, jobs: kept, ...findJobs(kept) });
  }

  private async go(workflowRun: WorkflowRun): Promise<WorkflowRun> {
    const { run, trigger, jobs } = workflowRun;
    // As the commit has it.
    const workflow = readWorkflowOf(this.place.checkOut(trigger.sha), trigger.workflow);
    run.status = "in_progress";
    const done = new Set(Object.keys(workflow.jobs).filter((id) => jobs.some((job) => job.id === id)));
    const waiting = new Set<string>();
    for (let next = this.next(workflow, done, waiting); next; next = this.next(workflow, done, waiting)) {
      const ran = await this.runJob({ workflow, id: next, workflowRun });
      jobs.push(...ran);
      (ran.some(({ result }) => result === "waiting") ? waiting : done).add(next);
    }
    run.status = waiting.size > 0 ? "waiting" : "completed";
    if (waiting.size === 0) run.conclusion = jobs.every(({ result }) => ["success", "skipped"].includes(result)) ? "success" : "failure";
    run.updatedAt = now();
    this.tell(workflowRun);
    return { ...workflowRun, ...findJobs(jobs) };
  }

  /** What GitHub's API says of the jobs. */
  private tell({ run, jobs }: WorkflowRun): void {
    const { state } = this.place.sandbox.github;
    const earlier = run.jobs.filter(({ attempt }) => attempt < run.attempt);
    const told = jobs.map(({ id, result }): RunJob => {
      const isOver = result !== "waiting";
      const conclusion = result === "refused" ? "failure" : result === "waiting" ? null : result;
      const times = { startedAt: run.createdAt, completedAt: isOver ? now() : null };
      return { ...times, id: state.newId(), name: id, attempt: run.attempt, status: isOver ? "completed" : "waiting", conclusion };
    });
    run.jobs = [...earlier, ...told];
  }

  /** In the order of the file, as soon as all that it needs is done. */
  private next({ jobs }: Workflow, done: Set<string>, waiting: Set<string>): string | undefined {
    return Object.keys(jobs).find((id) => !done.has(id) && !waiting.has(id) && needsOf(jobs[id] as Job).every((each) => done.has(each)));
  }

  private async runJob(one: OneJob): Promise<JobRun[]> {
    const job = one.workflow.jobs[one.id] as Job;
    const skipped = await this.isSkipped(one, job);
    if (skipped) return [{ id: one.id, matrix: {}, ...skipped }];
    const legs = matrixOf(job, this.contexts(one));
    // GitHub runs them side by side.
    return Promise.all(legs.map((matrix) => this.runLeg(one, job, matrix)));
  }

  /** GitHub asks a job's condition before its matrix and its environment; without one, all that it needs has to be well. act reads the others. */
  private async isSkipped(one: OneJob, job: Job): Promise<Acted | undefined> {
    if (job.if === undefined) {
      const before = outcomes(one.workflowRun.jobs);
      const goesOn = needsOf(job).every((name) => before[name]?.result === "success");
      return goesOn ? undefined : { result: "skipped", outputs: {}, log: "", summary: "", seconds: 0 };
    }
    const probe: Job = { "runs-on": "ubuntu-24.04", steps: [{ run: "true" }] };
    for (const each of ["if", "needs"] as const) if (job[each] !== undefined) Object.assign(probe, { [each]: job[each] });
    const asked = { ...one, workflow: { ...one.workflow, jobs: { ...one.workflow.jobs, [one.id]: probe } } };
    const acted = await runAct({ ...this.common(asked, {}), token: "none", vars: {}, localActions: [] });
    if (acted.result === "failure") throw new Error(`${one.workflow.file} ${one.id}: its condition cannot be read\n${acted.log}`);
    return acted.result === "success" ? undefined : acted;
  }

  private async runLeg(one: OneJob, job: Job, matrix: Record<string, unknown>): Promise<JobRun> {
    const { run, trigger } = one.workflowRun;
    const { sandbox, repository } = this.place;
    const contexts = { ...this.contexts(one), matrix };
    const environment = environmentOf(job) === undefined ? undefined : interpolate(environmentOf(job) ?? "", contexts);
    const none = { id: one.id, matrix, outputs: {}, log: "", summary: "", seconds: 0 };
    const { workflow, event, ref = main, sha, actor, isFork = false } = trigger;
    const mayIdentify = job.permissions?.["id-token"] === "write" && !isFork;
    let identity: Record<string, string>;
    try {
      identity = sandbox.github.jobs.startJob({
        ...{ repository: `${repository.owner.login}/${repository.name}`, ref, event, workflow, sha },
        ...{ actor: actor.login, runId: run.id, attempt: run.attempt, idToken: mayIdentify ? "write" : "none" },
        ...(environment === undefined ? {} : { environment }),
      });
    } catch (error) {
      if (!(error instanceof JobRefused)) throw error;
      return { ...none, log: error.message, result: error.reason === "review" ? "waiting" : "refused" };
    }
    const known = environment === undefined ? undefined : repository.environments.get(environment.toLowerCase());
    const vars = Object.fromEntries([...(known?.variables.values() ?? [])].map(({ name, value }) => [name, value]));
    const token = sandbox.github.issueToken(permissionsOf(job, isFork), {
      ...{ kind: "job", role: "write", repositories: [`${repository.owner.login}/${repository.name}`] },
    });
    const common = this.common(one, matrix);
    const acted = await runAct({ ...common, token, vars, localActions: localActions(one.workflow), env: { ...common.env, ...identity } });
    return { ...none, ...acted };
  }

  private common(one: OneJob, matrix: Record<string, unknown>): Omit<ActRun, "token" | "vars" | "localActions"> {
    const { run, trigger, jobs } = one.workflowRun;
    const { event, payload = {}, ref = main, sha, actor, inputs = {} } = trigger;
    const { repository, env, artifacts } = this.place;
    return {
      text: oneJobFile(one.workflow, one.id, { before: outcomes(jobs), matrix }),
      ...{ event, actor: actor.login, inputs, job: lastJob, directory: this.place.checkOut(sha) },
      payload: { ...payload, ...(event === "workflow_dispatch" ? { inputs, ref } : {}), sender: actor, repository: payloadOf(repository) },
      env: {
        ...env,
        ...{ GITHUB_REPOSITORY: `${repository.owner.login}/${repository.name}`, GITHUB_REPOSITORY_OWNER: repository.owner.login },
        ...{ GITHUB_RUN_ID: String(run.id), GITHUB_RUN_NUMBER: String(run.number), GITHUB_RUN_ATTEMPT: String(run.attempt) },
        ...{ GITHUB_REF: ref, SHA_REF: sha, GITHUB_EVENT_NAME: event },
        WORKFLOWS_ARTIFACTS: join(artifacts, String(run.id)),
      },
    };
  }

  private contexts({ workflowRun: { trigger, jobs, run } }: OneJob): Contexts {
    const { event, payload = {}, inputs = {}, ref = main, sha } = trigger;
    return { inputs, needs: outcomes(jobs), github: { event: payload, event_name: event, ref, sha, run_id: run.id } };
  }
}

interface OneJob {
  workflow: Workflow;
  id: string;
  workflowRun: WorkflowRun;
}

const main = "refs/heads/main";
const now = (): string => `${new Date().toISOString().slice(0, 19)}Z`;

const findJobs = (jobs: readonly JobRun[]): Pick<WorkflowRun, "job" | "log"> => ({
  log: () => jobs.map(({ id, log }) => `== ${id}\n${log}`).join("\n"),
  job(id, matrix = {}) {
    const found = jobs.find((job) => job.id === id && Object.entries(matrix).every(([name, value]) => job.matrix[name] === value));
    if (!found) throw new Error(`no job "${id}" ${JSON.stringify(matrix)} ran, but ${jobs.map((job) => job.id).join(", ")}`);
    return found;
  },
});

/** Of all legs of a job together; an output that a leg does not set leaves that of the others. */
function outcomes(jobs: readonly JobRun[]): Record<string, Outcome> {
  const all: Record<string, Outcome> = {};
  for (const { id, result, outputs } of jobs) {
    const worse = all[id]?.result === "failure" || ["failure", "refused"].includes(result);
    const set = Object.fromEntries(Object.entries(outputs).filter(([, value]) => value !== ""));
    all[id] = { result: worse ? "failure" : result === "skipped" ? "skipped" : "success", outputs: { ...all[id]?.outputs, ...set } };
  }
  return all;
}

function matrixOf({ strategy }: Job, contexts: Contexts): Record<string, unknown>[] {
  if (!strategy) return [{}];
  const { include, exclude = [], ...dimensions } = strategy.matrix;
  let legs: Record<string, unknown>[] = Object.keys(dimensions).length > 0 ? [{}] : [];
  for (const [name, values] of Object.entries(dimensions))
    legs = legs.flatMap((leg) => (wholeValue(values, contexts) as unknown[]).map((value) => ({ ...leg, [name]: value })));
  const isExcluded = (leg: Record<string, unknown>): boolean =>
    (exclude as Record<string, unknown>[]).some((each) => Object.entries(each).every(([name, value]) => leg[name] === value));
  return [...legs.filter((leg) => !isExcluded(leg)), ...((wholeValue(include, contexts) ?? []) as Record<string, unknown>[])];
}

/** Those that the file declares, and no others: what is not named is none. A fork's are read at most. */
function permissionsOf({ permissions = {} }: Job, isFork: boolean): Token["permissions"] {
  const wanted = Object.entries(permissions).filter(([name, level]) => name !== "id-token" && level !== "none");
  return Object.fromEntries(wanted.map(([name, level]) => [name.replaceAll("-", "_") as Permission, isFork ? "read" : level]));
}

const payloadOf = ({ owner, name, id, defaultBranch }: Repository): object => ({
  ...{ id, name, full_name: `${owner.login}/${name}`, default_branch: defaultBranch },
  owner: { login: owner.login, id: owner.id },
});
