/** A schedule that stands still is told by whoever runs next. */
import { startRun } from "../../sandbox/github/automation";
import { connect } from "../../wiring/connections";
import { openIssues } from "../../wiring/issue";
import { keepScheduleIssues, overdueSchedules } from "../../wiring/schedules";
import { dailySchedules } from "../../workflows/schedules";
import { readWorkflow, workflowFiles } from "../github-workflows/workflow-file";
import { type JobWorld, startJobWorld } from "../worlds/github-job";

let jobs: JobWorld;
beforeEach(async () => {
  jobs = await startJobWorld();
  jobs.repository.workflows = dailySchedules;
  jobs.repository.createdAt = hoursAgo(0);
});
afterEach(() => jobs.close());

const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();

function ran(workflow: string, hours: number, event = "schedule"): void {
  const sha = jobs.repository.branches.get("main") ?? "";
  const actor = { login: "ada", id: 2, type: "User" as const };
  startRun(
    jobs.repository,
    { workflow, event, branch: "main", sha, actor },
    { newId: () => jobs.github.state.newId(), now: () => hoursAgo(hours) },
  );
}

async function connected(permissions: Parameters<JobWorld["ofMain"]>[0] = { issues: "write", actions: "read" }) {
  const said: string[] = [];
  const connections = connect({ env: await jobs.ofMain(permissions), directory: "" }, (line) => said.push(line));
  const issues = await openIssues(connections);
  const overdue = async () => (await overdueSchedules(issues.connected, connections)).map(({ file, state }) => [file, state]);
  return { overdue, keep: () => keepScheduleIssues(issues, connections), said };
}

test("what ran within a day is not told, and neither is a new repository's", async () => {
  const { overdue } = await connected();
  expect(await overdue()).toEqual([]);
  jobs.repository.createdAt = hoursAgo(900);
  for (const file of dailySchedules) ran(file, 25);
  expect(await overdue()).toEqual([]);
});

test("what never ran, is late, or is switched off is told; a run by hand is none of the schedule", async () => {
  jobs.repository.createdAt = hoursAgo(900);
  ran("rotate.yml", 27);
  ran("rotate.yml", 1, "workflow_dispatch");
  ran("verify.yml", 1);
  jobs.repository.disabledWorkflows.set("verify.yml", "disabled_inactivity");
  const { overdue } = await connected();
  expect(await overdue()).toEqual([
    ["rotate.yml", undefined],
    ["verify.yml", "disabled_inactivity"],
    ["drift.yml", undefined],
  ]);
});

test("each has an issue, which is closed when it runs again", async () => {
  jobs.repository.createdAt = hoursAgo(900);
  ran("verify.yml", 1);
  ran("drift.yml", 1);
  const { keep } = await connected();
  const states = () => [...jobs.repository.issues.values()].filter(({ pull }) => !pull).map(({ title, state }) => [title, state]);
  await keep();
  expect(states()).toEqual([["Schedule of rotate.yml", "open"]]);
  ran("rotate.yml", 0);
  await keep();
  expect(states()).toEqual([["Schedule of rotate.yml", "closed"]]);
});

test("a job that may not read the runs says so", async () => {
  const { overdue, said } = await connected({ issues: "write" });
  expect(await overdue()).toEqual([]);
  expect(said.join()).toContain("not known");
});

test("they are the files that have a daily schedule", () => {
  const scheduled = workflowFiles().filter((file) => /^\s+- cron: "\d+ \d+ \* \* \*"/m.test(readWorkflow(file).text));
  expect(scheduled.map((file) => file.replace(/^.*\//, "")).sort()).toEqual([...dailySchedules].sort());
});
