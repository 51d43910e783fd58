/** A deployment at GitHub says what the record of an apply says, and nothing without one. */
import { OperatorError } from "../../declaration/operator-error";
import type { Evidence } from "../../evidence/evidence";
import { txt, update } from "../changes/terraform-plan";
import { evidenceInMemory } from "../worlds/evidence-in-memory";
import { type JobWorld, startJobWorld } from "../worlds/github-job";
import { mockRun, usePlanOf } from "../worlds/plan-of";

let failing = false;
jest.mock("../../adapters/process/run", () => ({
  run: async (program: string, words: string[]) =>
    failing && words[0] === "apply" ? { code: 1, stdout: "", stderr: "Error: x" } : mockRun(program, words),
}));
let checkedOut = { id: "", dirty: false };
jest.mock("../../adapters/process/commit", () => ({ readCommit: () => checkedOut }));
let isFull = false;
jest.mock("../../adapters/store/bucket", () => ({ openEvidenceBucket: () => bucket }));
const { bucket, stored } = evidenceInMemory(({ kind }) => {
  if (isFull && kind === "applied") throw new OperatorError("access denied");
});

const planOf = usePlanOf();
let jobs: JobWorld;
beforeEach(async () => {
  [stored.length, isFull, failing] = [0, false, false];
  jobs = await startJobWorld();
});
afterEach(() => jobs.close());

const spf = txt("dns_spf", "mail.example.com", "v=spf1 include:amazonses.com ~all");
type Permissions = Parameters<JobWorld["ofMain"]>[0];
const mayDeploy: Permissions = { deployments: "write", contents: "read" };

/** Plans and applies in one job of the main branch. */
async function applyIn(permissions: Permissions = mayDeploy, change: { env?: Record<string, string>; dirty?: boolean } = {}) {
  const { askWith } = await planOf(update(spf, { ttl: 60 }));
  const main = { ...(await jobs.ofMain(permissions)), ...change.env };
  checkedOut = { id: main.GITHUB_SHA ?? "", dirty: change.dirty ?? false };
  await askWith(main, "plan", "--env", "staging");
  const asked = await askWith(main, "apply", "--env", "staging", "--apply", "--yes");
  const deployments = [...jobs.repository.deployments.values()];
  return { ...asked, main, deployments };
}

const newest = () => JSON.parse(stored[0] ?? "{}") as Evidence;

test("what was applied and recorded is a deployment of that commit, and no more is claimed", async () => {
  const { code, deployments, main } = await applyIn();
  expect(code).toBe(0);
  expect(deployments).toMatchObject([
    {
      ...{ sha: main.GITHUB_SHA, environment: "staging", task: "twinpost" },
      payload: { evidence: expect.stringMatching(/^evidence\/applied\/staging\/.*\.json$/), how: "merge" },
      statuses: [{ state: "success", logUrl: expect.stringContaining(`/runs/${main.GITHUB_RUN_ID}/attempts/1`) }],
    },
  ]);
  expect(deployments[0]?.description).toContain("not verified");
  expect(newest()).toMatchObject({ kind: "applied", result: { outcome: "done" } });
});

test("an apply that failed in the middle is a deployment that failed", async () => {
  failing = true;
  const { code, deployments } = await applyIn();
  expect(code).toBe(1);
  expect(newest()).toMatchObject({ kind: "applied", result: { outcome: "failed" } });
  expect(deployments.map(({ statuses }) => statuses.map(({ state }) => state))).toEqual([["failure"]]);
});

test("without a record nothing is claimed", async () => {
  isFull = true;
  const { code, deployments } = await applyIn();
  expect([code, deployments]).toEqual([0, []]);
});

test.each<[string, Permissions, Record<string, string>]>([
  ["a job that may not write deployments", { contents: "read" }, {}],
  ["a commit that GitHub does not have", mayDeploy, { GITHUB_SHA: "e".repeat(40) }],
])("%s applies all the same, and says that GitHub was not told", async (_, permissions, env) => {
  const { code, deployments, stderr } = await applyIn(permissions, { env });
  expect([code, deployments]).toEqual([0, []]);
  expect(stderr).toContain("GitHub was not told");
  expect(newest()).toMatchObject({ kind: "applied", result: { outcome: "done" } });
});

test.each<[string, { env?: Record<string, string>; dirty?: boolean }]>([
  ["a job without a token", { env: { GITHUB_TOKEN: "" } }],
  ["a job of another branch", { env: { GITHUB_REF: "refs/heads/topic" } }],
  ["a checkout with changed files", { dirty: true }],
])("%s tells GitHub nothing, and is silent", async (_, change) => {
  const { deployments, stderr } = await applyIn(mayDeploy, change);
  expect(deployments).toEqual([]);
  expect(stderr).not.toContain("GitHub was not told");
});
