/**
 * The workflows, one after the other as a week brings them, run by act with the sandbox behind them. Each test goes on where the one before it
 * stopped.
 */
import { existsSync } from "node:fs";
import { Runner, type Trigger, type WorkflowRun } from "../act/runner";
import { ada, grace, openWorkplace, setUp, type Workplace } from "../place";
import { ask, merged, openPullRequest, type PullRequest, planned } from "../pull-request";

let place: Workplace;
let runner: Runner;

beforeAll(async () => {
  place = await openWorkplace();
  runner = new Runner(place);
  await setUp(place, ["dev", "staging", "organisation"]);
}, 600_000);
afterAll(() => place?.end());

const byHand = (workflow: string, inputs: Record<string, string>): Trigger => ({
  ...{ workflow, event: "workflow_dispatch", actor: ada, inputs, sha: place.git("rev-parse", "main") },
});
const results = ({ jobs }: WorkflowRun): string[] =>
  jobs.map(({ id, matrix, result }) => [id, matrix.target, result].filter(Boolean).join(" "));
/** Shows what the jobs wrote when it was otherwise. */
function requireResults(run: WorkflowRun, expected: string[]): void {
  if (JSON.stringify(results(run)) !== JSON.stringify(expected)) throw new Error(`${results(run).join("\n")}\n${run.log()}`);
}
const reportingTo = (address: string): string =>
  place.read("environments/dev.ts").replace(/reportTo: \[".*?"\]/, `reportTo: ["${address}"]`);
const comments = ({ number }: PullRequest) =>
  ask<{ body: string; user: { login: string } }[]>(place, ada, "GET", `/issues/${number}/comments`);

test("checks: ci-ok is red when a job did not succeed", async () => {
  const trigger: Trigger = { workflow: "ci.yml", event: "push", sha: place.git("rev-parse", "main"), actor: ada };
  const green = ["test success", "test success", "test success", "another-organisation success", "ci-ok success"];
  expect(results(await runner.start(trigger))).toEqual(green);
  const sha = place.commit("broken-checks", "Checks fail", { ".ci/run": "exit 1\n" }, ada);
  const red = await runner.start({ ...trigger, ref: "refs/heads/broken-checks", sha });
  expect([red.job("test").result, red.job("ci-ok").result, red.run.conclusion]).toEqual(["failure", "failure", "failure"]);
});

describe("a change of dev", () => {
  let pull: PullRequest;

  test("is planned, and commented", async () => {
    pull = await openPullRequest(place, {
      ...{ branch: "reports", title: "DMARC reports go to another address", author: grace },
      files: { "environments/dev.ts": reportingTo("dmarc@example.net") },
    });
    const run = await runner.start(planned(place, pull));
    requireResults(run, ["synthesise success", "plan dev success", "plan organisation success", "comment success", "fork skipped"]);
    const [comment, ...others] = await comments(pull);
    expect(others).toEqual([]);
    expect(comment?.user.login).toBe("github-actions[bot]");
    expect(comment?.body).toContain("dmarc@example.net");
  });

  test("is applied by its merge, verified, and the comment becomes the outcome; the organisation waits for its reviewers", async () => {
    const run = await runner.start(merged(place, pull, ada));
    requireResults(run, [
      ...["changed success", "plan dev success", "plan organisation success", "apply dev success", "verify dev success"],
      ...["comment success", "apply-organisation waiting"],
    ]);
    expect(await comments(pull)).toHaveLength(1);
  });
});

test("rotates when somebody asks for it", async () => {
  const run = await runner.start(byHand("rotate.yml", { env: "staging", how: "early", reason: "somebody left" }));
  expect(results(run)).toEqual(["environments skipped", "due skipped", "asked success"]);
});

test("fails over, pauses and resumes, and waits for nobody", async () => {
  const asked = { env: "staging", reason: "the provider is down", to: "" };
  const failedOver = await runner.start(byHand("fail-over.yml", { ...asked, what: "fail-over" }));
  expect(failedOver.log()).toContain("switched from sendgrid to ses");
  for (const what of ["pause", "resume"])
    expect(results(await runner.start(byHand("fail-over.yml", { ...asked, what })))).toEqual(["act success"]);
});

describe("attacks", () => {
  const hostile = [
    "::set-output name=targets::[] ::add-mask::dev $(touch /tmp/workflow-attack) `touch /tmp/workflow-attack`;",
    "</details><!-- twinpost --> @market-edge/platform [x](https://evil.example) {{ github.token }}\n\n::error::gone",
  ].join(" ");

  test("a fork gets no role and no token that writes: the difference of what is synthesised is a page", async () => {
    const mallory = { login: "mallory", id: 666, type: "User" as const };
    const pull = await openPullRequest(place, {
      ...{ branch: "fork", title: "Fork", author: mallory },
      files: { "environments/dev.ts": reportingTo("fork@example.net") },
    });
    const before = roles();
    const run = await runner.start(planned(place, pull, { isFork: true }));
    requireResults(run, ["synthesise success", "plan skipped", "comment skipped", "fork success"]);
    expect(run.job("fork").summary).toContain("fork@example.net");
    expect([roles() - before, await comments(pull)]).toEqual([0, []]);
  });

  test("words of a stranger are neither a command nor Markdown", async () => {
    const pull = await openPullRequest(place, {
      ...{ branch: "hostile", title: hostile, body: hostile, author: grace },
      files: { "environments/dev.ts": reportingTo("hostile@example.net") },
    });
    const before = roles();
    const run = await runner.start(planned(place, pull));
    expect(roles()).toBeGreaterThan(before);
    expect(run.job("comment").result).toBe("success");
    const [comment] = await comments(pull);
    expect(comment?.body).not.toMatch(/\(https:\/\/evil|@market-edge\/platform/);
    expect(existsSync("/tmp/workflow-attack")).toBe(false);
  });

  test("a branch takes no role that changes anything", async () => {
    const sha = place.commit("topic", "Topic", { "environments/note.md": "x" });
    const pause = { ...byHand("fail-over.yml", { env: "staging", what: "pause", reason: "x", to: "" }), ref: "refs/heads/topic", sha };
    requireResults(await runner.start(pause), ["act refused"]);
  });
});

/** How often a job took a role. */
const roles = (): number => place.sandbox.log.entries.filter(({ operation }) => operation.endsWith("AssumeRoleWithWebIdentity")).length;
