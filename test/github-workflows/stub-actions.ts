/**
 * The actions that workflows use, as small local ones, since a test downloads nothing. act takes them by the exact words of `uses`, so each pin is
 * mapped, and an action without a stub fails the test instead of being fetched.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { jobsOf, type Workflow } from "./workflow-file";

const stubs = join(__dirname, "stub-actions");

/** @returns act's options. @throws Error for an action without a stub. */
export function localActions(workflow: Workflow): string[] {
  const used = new Set(jobsOf(workflow).flatMap(({ job }) => job.steps.flatMap(({ uses }) => uses ?? [])));
  return [...used].flatMap((uses) => {
    const folder = join(stubs, uses.replace(/@.*/, "").replace("/", "+"));
    if (!existsSync(join(folder, "action.yml"))) throw new Error(`${workflow.file} uses ${uses}, and ${folder} is not there`);
    return ["--local-repository", `${uses}=${folder}`];
  });
}
