/**
 * Runs one file with act (https://github.com/nektos/act) on this machine, without Docker and without the network. Jobs inherit what act has in its
 * environment, so it gets the least: what is not told here does not exist for a job.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type { Outcome } from "./one-job";

export interface ActRun {
  event: string;
  payload: object;
  actor: string;
  /** Of the file. */
  text: string;
  /** Which of its jobs. */
  job: string;
  /** As a job sees them. */
  env: Record<string, string>;
  vars: Record<string, string>;
  inputs: Record<string, string>;
  token: string;
  localActions: readonly string[];
  /** The repository, with the commit checked out that the job is about. */
  directory: string;
}

export interface Acted extends Outcome {
  /** What the steps wrote to stdout and stderr. */
  log: string;
  /** What they added to the job's summary. */
  summary: string;
  seconds: number;
}

const commands = join(__dirname, "..", "commands");
const act = process.env.ACT ?? join(process.env.HOME ?? "", "go", "bin", "act");

export async function runAct(run: ActRun): Promise<Acted> {
  const home = mkdtempSync(join(tmpdir(), "act-"));
  const startedAt = performance.now();
  try {
    const outcome = join(home, "outcome.json");
    const [workflow, payload] = [join(home, "workflow.yml"), join(home, "event.json")];
    writeFileSync(workflow, run.text);
    writeFileSync(payload, JSON.stringify(run.payload));
    const options = (flag: string, values: Record<string, string>) =>
      Object.entries(values).flatMap(([name, value]) => [flag, `${name}=${value}`]);
    const child = spawn(
      act,
      [
        ...[run.event, "--json", "-W", workflow, "-e", payload, "-C", run.directory, "--actor", run.actor],
        ...["-P", "ubuntu-24.04=-self-hosted", "--no-cache-server", "--action-offline-mode", "--defaultbranch", "main"],
        ...["-j", run.job, "-s", `GITHUB_TOKEN=${run.token}`],
        ...options("--env", { ...run.env, WORKFLOWS_OUTCOME: outcome }),
        ...options("--var", run.vars),
        ...options("--input", run.inputs),
        ...run.localActions,
      ],
      { cwd: run.directory, env: { HOME: home, PATH: [commands, dirname(process.execPath), process.env.PATH].join(delimiter) } },
    );
    const closed = once(child, "close");
    const read = { log: "", summary: "" };
    const said = (line: string): void => {
      const { msg = line, raw_output, command, content, level } = parsed(line);
      if (command === "summary") read.summary += content;
      else if (raw_output || command !== undefined || level === "error" || level === undefined) read.log += `${msg.trimEnd()}\n`;
    };
    createInterface(child.stdout).on("line", said);
    createInterface(child.stderr).on("line", said);
    await closed;
    return { ...became(outcome), ...read, seconds: (performance.now() - startedAt) / 1000 };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

interface LogLine {
  msg?: string;
  raw_output?: boolean;
  command?: string;
  content?: string;
  level?: string;
}

function parsed(line: string): LogLine {
  try {
    return JSON.parse(line) as LogLine;
  } catch {
    return {};
  }
}

/** A file that act refuses has no outcome. */
function became(file: string): Outcome {
  try {
    const { result, outputs } = JSON.parse(readFileSync(file, "utf8")) as Outcome;
    return { result, outputs: outputs ?? {} };
  } catch {
    return { result: "failure", outputs: {} };
  }
}
