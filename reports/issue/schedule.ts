/** A schedule that did not run, for an issue, a comment and a job's page. */
import type { Overdue } from "../../workflows/schedules";
import { code, fenced, plain } from "../pull-request/neutral";
import type { IssueParts } from "./issue";

type Told = { state: "well"; said: string } | Omit<IssueParts, "subject" | "runUrl">;

export function scheduleIssue(file: string, overdue: Overdue | undefined): Told {
  if (!overdue) return { state: "well", said: `${code(file)} runs on its schedule again.` };
  return {
    ...{ state: "found", title: `Schedule of ${file}`, keys: [overdue.state ?? "late"] },
    headline: overdueText(overdue),
    items: [],
    todo: [
      "Nothing that it looks after has been looked after since. See whether GitHub switched it off (_Actions_, the workflow, _Enable workflow_), then start it:",
      "",
      ...fenced([`gh workflow enable ${file}`, ...(file === "rotate.yml" ? [] : [`gh workflow run ${file}`])], "sh"),
    ],
  };
}

export const overdueLines = (overdue: readonly Overdue[]): string[] => overdue.map((each) => `⏰ ${overdueText(each)}`);

function overdueText({ file, lastRun, state }: Overdue): string {
  const when = lastRun ? `has not run since ${lastRun.toISOString().replace(/\.\d+Z$/, "Z")}` : "has never run";
  return `The daily schedule of ${code(file)} **${when}**${state ? `; GitHub says ${plain(state)}` : ""}.`;
}
