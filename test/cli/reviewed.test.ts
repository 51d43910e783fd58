/** A gated job applies what was planned and read in the same run and attempt, and nothing else. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { remove, secret, txt, update } from "../changes/terraform-plan";
import { evidenceInMemory } from "../worlds/evidence-in-memory";
import { type JobWorld, startJobWorld } from "../worlds/github-job";
import { mockRun, usePlanOf } from "../worlds/plan-of";

jest.mock("../../adapters/process/run", () => ({ run: (program: string, words: string[]) => mockRun(program, words) }));
let checkedOut: string | undefined;
jest.mock("../../adapters/process/commit", () => ({ readCommit: () => (checkedOut ? { id: checkedOut, dirty: false } : undefined) }));
jest.mock("../../adapters/store/bucket", () => ({ openEvidenceBucket: () => bucket }));
const { bucket, stored } = evidenceInMemory();

const planOf = usePlanOf();
let jobs: JobWorld;
beforeEach(async () => {
  stored.length = 0;
  checkedOut = undefined;
  jobs = await startJobWorld();
});
afterEach(() => jobs.close());

const spf = txt("dns_spf", "mail.example.com", "v=spf1 include:amazonses.com ~all");
const changed = update(spf, { ttl: 60 });
const share = ["plan", "--env", "staging", "--share", "planned"];
const gated = ["plan", "--env", "staging"];
const apply = ["apply", "--env", "staging", "--reviewed", "--apply", "--yes", "--share", "applied"];

test("what was planned in this run is applied, and the comment becomes the outcome", async () => {
  const { askWith, calls } = await planOf(changed);
  await askWith(jobs.ofPull(), ...share);
  await askWith(jobs.ofPull(), "comment", "--plans", "planned");
  const main = await jobs.ofMain();
  await askWith(main, ...share);
  await askWith(main, ...gated);
  expect(await askWith(main, ...apply)).toMatchObject({ code: 0 });
  expect(calls()).toContain("apply");
  await askWith(main, "comment", "--plans", "planned", "--applied", "applied");
  expect(jobs.comments()).toEqual([{ author: "github-actions[bot]", body: expect.stringContaining("Applied to `staging`") }]);
  expect(JSON.parse(stored[0] ?? "")).toMatchObject({ kind: "applied", result: { how: "merge", outcome: "done" } });
});

test("another plan than the recorded one is refused", async () => {
  const { askWith, becomes, calls } = await planOf(changed);
  const main = await jobs.ofMain();
  await askWith(main, ...share);
  becomes(update(spf, { ttl: 120 }));
  await askWith(main, ...gated);
  expect(await askWith(main, ...apply)).toMatchObject({ code: 3, stderr: expect.stringContaining("other values") });
  expect(calls()).not.toContain("apply");
});

test.each([
  ["another run", { GITHUB_RUN_ID: "1" }, /in attempt 1 of run 1(?!,)/],
  ["a re-run of the gated job alone", { GITHUB_RUN_ATTEMPT: "2" }, /attempt 2 of run \d+, only in attempt 1/],
])("%s finds no plan of its own", async (_, env, said) => {
  const { askWith, calls } = await planOf(changed);
  const main = await jobs.ofMain();
  await askWith(main, ...share);
  await askWith({ ...main, ...env }, ...gated);
  expect(await askWith({ ...main, ...env }, ...apply)).toMatchObject({ code: 3, stderr: expect.stringMatching(said) });
  expect(calls()).not.toContain("apply");
});

test("the artifact is not believed: changing it changes nothing", async () => {
  const { askWith, becomes, calls, directory } = await planOf(changed);
  const main = await jobs.ofMain();
  await askWith(main, ...share);
  const file = join(directory, "planned", "staging.json");
  becomes(update(spf, { ttl: 120 }));
  await askWith({ ...main, GITHUB_RUN_ID: "2" }, ...share);
  const other = JSON.parse(readFileSync(file, "utf8")) as object;
  writeFileSync(file, JSON.stringify({ ...other, run: { id: main.GITHUB_RUN_ID, attempt: 1, workflow: "apply" } }));
  await askWith(main, ...gated);
  expect((await askWith(main, ...apply)).code).toBe(3);
  expect(calls()).not.toContain("apply");
});

test("a pull request's plan is no evidence", async () => {
  const { askWith } = await planOf(changed);
  await askWith(jobs.ofPull(), ...share);
  expect(stored).toEqual([]);
});

test("a waiver that was written after the plan was recorded lets nothing pass", async () => {
  const { askWith, calls } = await planOf(remove(secret));
  const main = await jobs.ofMain();
  expect((await askWith(main, ...share)).code).toBe(3);
  await jobs.call("PATCH", `/pulls/${jobs.number}`, {
    body: "Waive: secret/deleted@aws_secretsmanager_secret.secrets_application=it moved",
  });
  expect((await askWith(main, ...gated)).code).toBe(3);
  expect((await askWith(main, ...apply)).code).toBe(3);
  expect(calls()).not.toContain("apply");
});

test("a waiver of the merged pull request is reviewed with the plan, and holds in the gated job", async () => {
  const { askWith, calls } = await planOf(remove(secret));
  await jobs.call("PATCH", `/pulls/${jobs.number}`, {
    body: "Waive: secret/deleted@aws_secretsmanager_secret.secrets_application=it moved",
  });
  const main = await jobs.ofMain();
  expect((await askWith(main, ...share)).code).toBe(0);
  expect((await askWith(main, ...gated)).code).toBe(0);
  expect((await askWith(main, ...apply)).code).toBe(0);
  expect(calls()).toContain("apply");
});

test("a run of an older commit is refused once a newer one is applied", async () => {
  const { askWith } = await planOf(changed);
  const older = jobs.repository.branches.get("main") ?? "";
  const main = await jobs.ofMain();
  checkedOut = main.GITHUB_SHA;
  await askWith(main, ...share);
  await askWith(main, ...gated);
  expect((await askWith(main, ...apply)).code).toBe(0);
  checkedOut = older;
  expect(await askWith({ ...main, GITHUB_SHA: older }, ...share)).toMatchObject({
    code: 3,
    stderr: expect.stringContaining("newer release"),
  });
});

test("outside a job nothing was reviewed", async () => {
  const { ask } = await planOf(changed);
  await ask(...gated);
  expect(await ask("apply", "--env", "staging", "--reviewed", "--apply", "--yes")).toMatchObject({ code: 2 });
});
