/** A gated job rolls back what the check job of the same run and attempt planned, and nothing else. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Evidence, writeEvidence } from "../../evidence/evidence";
import { txt, update } from "../changes/terraform-plan";
import { applied } from "../workflows/promote/promotion-world";
import { evidenceInMemory } from "../worlds/evidence-in-memory";
import { type JobWorld, startJobWorld } from "../worlds/github-job";
import { mockRun, usePlanOf } from "../worlds/plan-of";

jest.mock("../../adapters/process/run", () => ({ run: (program: string, words: string[]) => mockRun(program, words) }));
jest.mock("../../adapters/process/commit", () => ({ readCommit: () => ({ id: mockHead, dirty: false }) }));
const mockHead = "9".repeat(40);
jest.mock("../../adapters/process/history", () => ({ fileAt: (_: string, __: string, path: string) => mockFileAt(path) }));
const mockFileAt = (path: string) => readFileSync(join(__dirname, "..", "fixtures", path), "utf8");
jest.mock("../../adapters/aws/secrets", () => ({
  ...jest.requireActual("../../adapters/aws/secrets"),
  hasCurrentVersion: async () => true,
}));
jest.mock("../../adapters/store/bucket", () => ({ openEvidenceBucket: () => bucket }));
const { bucket, stored } = evidenceInMemory();

const planOf = usePlanOf();
let jobs: JobWorld;
const [newer, older, oldest] = ["c", "b", "a"].map((letter) => letter.repeat(40)) as [string, string, string];
beforeEach(async () => {
  const releases = [newer, older, oldest].map((id, index) =>
    writeEvidence({ ...applied(index + 1, {}, { commit: { id, dirty: false } }), target: "staging" }),
  );
  stored.splice(0, stored.length, ...releases);
  jobs = await startJobWorld();
});
afterEach(() => jobs.close());

const spf = txt("dns_spf", "mail.example.com", "v=spf1 include:amazonses.com ~all");
const changed = update(spf, { ttl: 60 });
const check = (to: string) => ["roll-back", "--env", "staging", "--to", to, "--share", "planned"];
const gated = (to: string) => ["roll-back", "--env", "staging", "--to", to, "--reviewed", "--apply", "--yes"];
const kinds = () => stored.map((text) => (JSON.parse(text) as Evidence).kind).filter((kind) => kind !== "applied" && kind !== "planned");
const newest = () => JSON.parse(stored[0] ?? "") as Evidence;

test("what the check job planned is rolled back to, and held", async () => {
  const { askWith, calls } = await planOf(changed);
  const main = await jobs.ofMain();
  expect(await askWith(main, ...check("1"))).toMatchObject({ code: 0 });
  expect(newest()).toMatchObject({ kind: "planned", target: "staging", result: { dataOf: older } });
  expect(jobs.page()).toContain(older.slice(0, 12));
  expect(await askWith(main, ...gated("1"))).toMatchObject({ code: 0 });
  expect(calls()).toContain("apply");
  expect(kinds()).toEqual(["hold"]);
  expect(newest()).toMatchObject({ kind: "applied", result: { how: "roll-back", dataOf: older, outcome: "done" } });
});

test.each<[string, { to?: string; env?: Record<string, string>; becomes?: number }, RegExp]>([
  [
    "another plan",
    { becomes: 120 },
    /^[^\n]*not the plan of "staging" that was reviewed: [^\n]*other values[^\n]*\n[^\n]*Re-run all jobs/m,
  ],
  ["another release", { to: "2" }, /the release whose data are taken was b{12}, is a{12}/],
  ["another run", { env: { GITHUB_RUN_ID: "1" } }, /in attempt 1 of run 1(?!,)/],
  ["a re-run of the gated job alone", { env: { GITHUB_RUN_ATTEMPT: "2" } }, /attempt 2 of run \d+, only in attempt 1/],
])("%s is refused with the next step, and nothing is held", async (_, { to = "1", env = {}, becomes }, said) => {
  const { askWith, becomes: plans, calls } = await planOf(changed);
  const main = await jobs.ofMain();
  await askWith(main, ...check("1"));
  if (becomes) plans(update(spf, { ttl: becomes }));
  expect(await askWith({ ...main, ...env }, ...gated(to))).toMatchObject({ code: 3, stderr: expect.stringMatching(said) });
  expect(calls()).not.toContain("apply");
  expect(kinds()).toEqual([]);
});

test("a plan of today's data is none of a roll-back, and the other way round", async () => {
  const { askWith, calls } = await planOf(changed);
  const main = await jobs.ofMain();
  await askWith(main, "plan", "--env", "staging", "--share", "planned");
  expect(await askWith(main, ...gated("1"))).toMatchObject({ code: 3, stderr: expect.stringContaining("was none, is bbbb") });
  const next = { ...main, GITHUB_RUN_ID: "2" };
  await askWith(next, ...check("1"));
  await askWith(next, "plan", "--env", "staging");
  expect(await askWith(next, "apply", "--env", "staging", "--reviewed", "--apply", "--yes")).toMatchObject({ code: 3 });
  expect(calls()).not.toContain("apply");
});

test("a pull request's plan of a roll-back is no evidence, and outside a job nothing was reviewed", async () => {
  const { ask, askWith } = await planOf(changed);
  const before = stored.length;
  await askWith(jobs.ofPull(), ...check("1"));
  expect(stored).toHaveLength(before);
  expect(await ask(...gated("1"))).toMatchObject({ code: 2 });
});
