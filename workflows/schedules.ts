/** Which schedules did not run. Whoever runs next tells it: a schedule that stands still says nothing of itself. */

/** Files below .github/workflows that run daily. */
export const dailySchedules = ["rotate.yml", "verify.yml", "drift.yml"] as const;

/** A day, and as late as GitHub may be with it. */
const mostHours = 26;

export interface SchedulesEffects {
  /** @returns undefined where there is no such file. */
  workflow(file: string): Promise<{ state: string; createdAt: Date } | undefined>;
  newestRun(file: string): Promise<Date | undefined>;
  now(): Date;
}

export interface Overdue {
  file: string;
  /** Undefined: it never ran. */
  lastRun?: Date;
  /** Why, where GitHub says it: "disabled_inactivity". */
  state?: string;
}

/** @returns those that there are, each with its state. */
export async function checkSchedules(use: SchedulesEffects): Promise<{ file: string; overdue: Overdue | undefined }[]> {
  const checked = await Promise.all(
    dailySchedules.map(async (file) => {
      const workflow = await use.workflow(file);
      if (!workflow) return [];
      const lastRun = await use.newestRun(file);
      const since = lastRun ?? workflow.createdAt;
      const isOn = workflow.state === "active";
      if (isOn && use.now().getTime() - since.getTime() <= mostHours * 3_600_000) return [{ file, overdue: undefined }];
      return [{ file, overdue: { file, ...(lastRun ? { lastRun } : {}), ...(isOn ? {} : { state: workflow.state }) } }];
    }),
  );
  return checked.flat();
}
