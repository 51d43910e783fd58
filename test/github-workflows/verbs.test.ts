/** The files hold no logic: a step is an action, a verb, or one of a few commands; and each verb and option that one names is there. */
import { Command } from "commander";
import { buildProgram } from "../../cli/program";
import { jobsOf, readWorkflow, workflowFiles } from "./workflow-file";

const commands = workflowFiles()
  .map(readWorkflow)
  .flatMap(jobsOf)
  .flatMap(({ job, where }) => job.steps.flatMap(({ run }) => (run === undefined ? [] : [{ run: run.trim(), where }])));

const quiet = { write: () => true };
const program = buildProgram({ env: {}, directory: "", stdout: quiet, stderr: quiet, twinpost: async () => 0 }, () => {});

/** Verbs and options that the files name before they are there. */
const awaited: string[] = [];

/** Of other programs. */
const others = [
  "npm ci --ignore-scripts --no-audit --no-fund",
  "npm ci --ignore-scripts --no-audit --no-fund --omit=dev",
  "npm run synth",
  "exit 1",
  "npm run prove -- another-organisation",
  "npm run prove -- set-ups --only office-senders --only sendgrid-only",
  "sudo bash .ci/install-name-servers",
  "bash .ci/run",
  "bash .ci/quick",
];

test("a step is one command", () => {
  const odd = commands.filter(({ run }) => !others.includes(run) && !/^node bin\/twinpost [^;&|<>`\n]+$/.test(run));
  expect(odd).toEqual([]);
});

const verbs = commands
  .filter(({ run }) => run.startsWith("node bin/twinpost "))
  .map(({ run, where }) => ({ where, words: wordsOf(run).slice(2) }));

test("every verb is there, and every option is one of its own", () => {
  expect(verbs.length).toBeGreaterThan(2);
  const wrong = verbs.flatMap(({ where, words: [name = "", ...words] }) => {
    const verb = program.commands.find((command) => command.name() === name);
    if (!verb) return awaited.includes(name) ? [] : [`${where}: ${name}`];
    verb.parseOptions([]);
    const known = verb.options.flatMap(({ long }) => long ?? []);
    return words
      .filter((word) => word.startsWith("--") && !known.includes(word) && !awaited.includes(`${name} ${word}`))
      .map((word) => `${where}: ${name} ${word}`);
  });
  expect(wrong).toEqual([]);
});

test("what an option needs is said, and nothing is left over", () => {
  const wrong = verbs.flatMap(({ where, words: [name = "", ...words] }) => {
    const known = program.commands.find((command) => command.name() === name);
    const isAwaited = words.some((word) => awaited.includes(`${name} ${word}`));
    if (!known || isAwaited) return [];
    known.parseOptions([]);
    const verb = new Command(name).exitOverride().configureOutput({ writeErr: () => {} });
    for (const option of known.options) verb.addOption(option);
    try {
      verb.parse(
        words.map((word) => word.replace(/^"\$(.*)"$/, "some words of $1")),
        { from: "user" },
      );
      return [];
    } catch (error) {
      return [`${where}: ${name} ${error instanceof Error ? error.message : error}`];
    }
  });
  expect(wrong).toEqual([]);
});

test("a value that a person or an event gives is quoted", () => {
  expect(verbs.flatMap(({ words }) => words.filter((word) => word.includes("$") && !/^"\$[A-Z_]+"$/.test(word)))).toEqual([]);
});

/** Words as a shell separates them; quotes stay. */
function wordsOf(command: string): string[] {
  return command.match(/"[^"]*"|\S+/g) ?? [];
}
