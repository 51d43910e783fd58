/** What a step says whose verb fails: the verb's own words, the log that has them, and after Ctrl-C that it was interrupted. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { untilInterruption } from "../../rehearsal/outcomes";
import { rehearsalReport } from "../../rehearsal/report/compose";
import { FailedVerb, runVerb } from "../../rehearsal/verb";
import { planAnswer } from "../../reports/plan/json";
import { staging } from "../fixtures/environments/staging";

const directory = mkdtempSync(join(tmpdir(), "verb-"));
afterAll(() => rmSync(directory, { recursive: true }));

const run = (answer: string, said: string, code: 0 | 1 | 3, signal?: AbortSignal) => {
  const silent = { write: () => {} };
  const twinpost = async (
    _words: string[],
    world: { stdout: { write(text: string): unknown }; stderr: { write(text: string): unknown } },
  ) => {
    world.stderr.write(said);
    if (answer) world.stdout.write(answer);
    return code;
  };
  const world = { env: {}, stdout: silent, stderr: silent, directory, twinpost, ...(signal ? { signal } : {}) };
  return runVerb(["apply", "--env", "x", "--json"], directory, world as Parameters<typeof runVerb>[2]);
};
const faults = `${JSON.stringify({ version: 1, faults: [{ problem: "held back" }] })}\n`;

const stepOf = (error: unknown, exists?: (log: string) => boolean) =>
  rehearsalReport({
    scope: { environments: [staging], foundations: [], buckets: ["staging"] },
    rehearsal: { steps: [{ id: "roles", title: "roles", status: "failed", startedAtMs: 0, ms: 1, error }], stacks: {} },
    options: { env: "staging", seed: "x", terraformPlugins: "stand-ins" },
    startedAt: new Date(0),
    entries: [],
    versions: [],
    ...(exists ? { exists } : {}),
  }).steps[0];

test.each([
  ["faults as JSON", faults],
  ["no answer", ""],
])("the gate's sentence, with %s", async (_of, answer) => {
  const error = await run(answer, "where: x, SANDBOX y\nheld back: iam/user\n", 3).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(FailedVerb);
  const { log, problem } = stepOf(new Error("and more", { cause: error })) ?? {};
  expect(log).toBe(`${directory.split("/").at(-1)}/apply.log`);
  expect(problem?.message).toBe("and more");
  expect(stepOf(error)?.problem).toEqual({ message: "held back: iam/user" });
  expect(readFileSync(join(directory, "apply.log"), "utf8")).toContain("held back: iam/user");
});

test("an answer is read whatever the exit code", async () => {
  expect(await run('{"version":1}\n', "", 1)).toEqual({ version: 1 });
});

test("an answer of another form is no listing, and a log that is not there is not named", () => {
  const { error } = planAnswer.safeParse({ version: 2 });
  const step = stepOf(error, (log) => log === "email-staging/");
  expect(step?.problem?.message).not.toContain("\n");
  expect(step?.problem?.message).toContain("version");
  expect(step?.log).toBe("email-staging/");
});

test("after Ctrl-C", async () => {
  await expect(run("", "S3 failed\n", 1, AbortSignal.abort())).rejects.toThrow(/^interrupted$/);
  const begun: string[] = [];
  const step = { id: "a", title: "a", run: async () => void begun.push("a") };
  await expect(untilInterruption(step, { isInterrupted: () => true }).run(() => {})).rejects.toThrow(/^interrupted$/);
  expect(begun).toEqual([]);
  const failing = { ...step, run: async () => Promise.reject(new Error("no")) };
  await expect(untilInterruption(failing, {}).run(() => {})).rejects.toThrow(/^no$/);
});
