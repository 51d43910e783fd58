/**
 * The files by which a step tells GitHub Actions something: its outputs, and the page of its job.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
import { randomBytes } from "node:crypto";
import { appendFileSync } from "node:fs";

export interface JobFiles {
  /** @param name letters, digits, "_" and "-". */
  setOutput(name: string, value: string): void;
  appendSummary(markdown: string): void;
}

/** A page longer than 1 MiB is not shown at all: "Step isolation and limits". */
export const longestSummary = 1024 * 1024;

/** Where the files are not named, as outside a job, nothing is written. */
export function openJobFiles(env: Readonly<Record<string, string | undefined>>): JobFiles {
  const append = (path: string | undefined, text: string): void => {
    if (path) appendFileSync(path, text);
  };
  return {
    setOutput: (name, value) => {
      if (!/^[A-Za-z_][\w-]*$/.test(name)) throw new Error(`"${name}" is no name of an output`);
      append(env.GITHUB_OUTPUT, outputText(name, value, `end-${randomBytes(16).toString("hex")}`));
    },
    appendSummary: (markdown) => {
      const size = Buffer.byteLength(markdown);
      if (size >= longestSummary) throw new Error(`a summary has ${size} bytes, expected fewer than ${longestSummary}`);
      append(env.GITHUB_STEP_SUMMARY, `${markdown}\n`);
    },
  };
}

/** Nobody can guess the line that ends it, so no value can end it early and set another output. */
const outputText = (name: string, value: string, end: string): string => `${name}<<${end}\n${value}\n${end}\n`;
