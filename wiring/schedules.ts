/** Wires the question which schedules did not run to the runs at GitHub. */
import { newestScheduledRun, readWorkflow } from "../adapters/github/workflow-runs";
import { OperatorError } from "../declaration/operator-error";
import { scheduleIssue } from "../reports/issue/schedule";
import { checkSchedules, type Overdue } from "../workflows/schedules";
import type { Connections } from "./connections";
import type { Issues } from "./issue";
import type { ConnectedJob } from "./pull-request";

type Checked = Awaited<ReturnType<typeof checkSchedules>>;

/** Nothing is thrown: a job that may not read them has other work to do. */
export async function overdueSchedules(job: ConnectedJob | undefined, connections: Pick<Connections, "narrate">): Promise<Overdue[]> {
  return (await checkedSchedules(job, connections)).flatMap(({ overdue }) => (overdue ? [overdue] : []));
}

/** Keeps one issue for each. */
export async function keepScheduleIssues(issues: Issues, connections: Pick<Connections, "narrate">): Promise<void> {
  for (const { file, overdue } of await checkedSchedules(issues.connected, connections))
    await issues.keep({ kind: "schedule", of: file }, scheduleIssue(file, overdue));
}

async function checkedSchedules(job: ConnectedJob | undefined, { narrate }: Pick<Connections, "narrate">): Promise<Checked> {
  if (!job) return [];
  const { github, repository } = job;
  try {
    return await checkSchedules({
      workflow: (file) => readWorkflow(github, repository, file),
      newestRun: (file) => newestScheduledRun(github, repository, file),
      now: () => new Date(),
    });
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    narrate(`whether the schedules ran is not known: ${error.message}`);
    return [];
  }
}
