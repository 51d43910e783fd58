/**
 * The life of a repository: every workflow file, one after the other as weeks bring them, run by act with the sandbox behind them. Each test goes
 * on where the one before it stopped. Releases need not soak here (place.ts), so none is told another time than it is.
 */
import { Runner, type WorkflowRun } from "../act/runner";
import { ada, grace, openWorkplace, setUp, type Workplace } from "../place";
import { ask, merged, openPullRequest, type PullRequest, planned } from "../pull-request";
import { approve, breakRole, byHand, editRecord, issuesOf, requireIssues, requireResults, resultsOf, scheduled, words } from "../week";
import { workflowFiles } from "../workflow-file";
import { playAttacks } from "./attacks";
import { playThreeAtOnce, type ThreeAtOnce } from "./three-at-once";

let place: Workplace;
let runner: Runner;
let threeAtOnce: Promise<ThreeAtOnce>;

beforeAll(async () => {
  place = await openWorkplace();
  runner = new Runner(place);
  await setUp(place, ["dev", "staging", "prod", "organisation"]);
}, 900_000);
afterAll(() => place?.end());

const reportingTo = (file: string, address: string): Record<string, string> => ({
  [`environments/${file}.ts`]: place.read(`environments/${file}.ts`).replace(/(dmarc: .*reportTo: )\[".*?"\]/, `$1["${address}"]`),
});
const comments = ({ number }: PullRequest) =>
  ask<{ body: string; user: { login: string } }[]>(place, ada, "GET", `/issues/${number}/comments`);
const openIssues = async (): Promise<string[]> =>
  (await issuesOf(place, ada)).filter(({ state }) => state === "open").map(({ title }) => title);
const promote = (from: string, to: string) => runner.start(byHand(place, "promote.yml", ada, { from, to, emergency: "" }));
const both = (one: Promise<WorkflowRun>, other: Promise<WorkflowRun>): Promise<[WorkflowRun, WorkflowRun]> => Promise.all([one, other]);

test("checks: ci-ok is red when a job did not succeed", async () => {
  const trigger = { workflow: "ci.yml", event: "push", sha: place.git("rev-parse", "main"), actor: ada };
  const sha = place.commit("broken-checks", "Checks fail", { ".ci/run": "exit 1\n" }, ada);
  const [green, red] = await both(runner.start(trigger), runner.start({ ...trigger, ref: "refs/heads/broken-checks", sha }));
  requireResults(green, ["test success", "node success", "node success", "another-organisation success", "ci-ok success"]);
  expect([red.job("test").result, red.job("ci-ok").result, red.run.conclusion]).toEqual(["failure", "failure", "failure"]);
});

describe("a change of everything", () => {
  let pull: PullRequest;
  let run: WorkflowRun;

  test("is planned, and commented", async () => {
    pull = await openPullRequest(place, {
      ...{ branch: "reports", title: "DMARC reports go to another address", author: grace },
      files: {
        ...reportingTo("dev", "dmarc@example.net"),
        ...reportingTo("staging", "dmarc@example.net"),
        ...reportingTo("prod", "dmarc@example.com"),
        ...reportingTo("organisation", "dmarc@example.com"),
      },
    });
    run = await runner.start(planned(place, pull));
    requireResults(run, [
      ...["synthesise success", "plan dev success", "plan staging success", "plan prod success", "plan organisation success"],
      ...["comment success", "fork skipped"],
    ]);
    const [comment, ...others] = await comments(pull);
    expect(others).toEqual([]);
    expect(comment?.user.login).toBe("github-actions[bot]");
    expect(comment?.body).toContain("dmarc@example.net");
  });

  test("is applied to dev by its merge, verified, and the comment becomes the outcome; the organisation waits for its reviewers", async () => {
    run = await runner.start(merged(place, pull, ada));
    requireResults(run, [
      ...["changed success", "plan dev success", "plan organisation success", "apply dev success", "verify dev success"],
      ...["comment success", "apply-organisation waiting"],
    ]);
    expect(await comments(pull)).toHaveLength(1);
  });

  test("whoever caused the run cannot approve it", async () => {
    expect(await approve(place, run, ada)).toBe(422);
    run = await runner.goOn(run);
    expect(run.job("apply-organisation").result).toBe("waiting");
  });

  test("the organisation is applied when somebody else approves", async () => {
    expect(await approve(place, run, grace)).toBe(200);
    run = await runner.goOn(run);
    expect(["apply-organisation", "verify-organisation", "comment-organisation"].map((id) => run.job(id).result)).toEqual([
      ...["success", "success", "success"],
    ]);
  });
});

describe("a release", () => {
  test("goes to staging, which asks nobody", async () => {
    requireResults(await promote("dev", "staging"), ["look success", "check success", "plan success", "apply success", "verify success"]);
  });

  test("goes to prod when somebody else approves", async () => {
    const waiting = await promote("staging", "prod");
    requireResults(waiting, ["look success", "check success", "plan success", "apply waiting"]);
    expect(await approve(place, waiting, ada)).toBe(422);
    expect(await approve(place, waiting, grace)).toBe(200);
    const run = await runner.goOn(waiting);
    requireResults(run, ["look success", "check success", "plan success", "apply success", "verify success"]);
  });
});

test("credentials are rotated daily, and when somebody asks for it", async () => {
  const daily = await runner.start(scheduled(place, "rotate.yml", "23 9 * * *", ada));
  expect(daily.run.conclusion).toBe("success");
  const asked = await runner.start(byHand(place, "rotate.yml", ada, { env: "staging", how: "early", reason: "somebody left" }));
  requireResults(asked, ["environments skipped", "due skipped", "asked success"]);
});

describe("somebody edits a record", () => {
  let putBack: () => void;
  const look = () =>
    both(runner.start(scheduled(place, "drift.yml", "51 5 * * *", ada)), runner.start(scheduled(place, "verify.yml", "37 5 * * *", ada)));

  test("the daily looks find it, and open an issue each", async () => {
    putBack = editRecord(place, "_dmarc.mail.staging.example.net", (text) => text.replace("p=quarantine", "p=none"));
    const [drift, verify] = await look();
    expect([drift.job("drift").result, verify.job("verify").result]).toEqual(["failure", "failure"]);
    requireIssues(await openIssues(), ["Drift of staging", "Verification of staging"], [drift, verify]);
  });

  test("mended, both are closed", async () => {
    putBack();
    const [drift, verify] = await look();
    requireIssues(await openIssues(), [], [drift, verify]);
    expect([drift.job("drift").result, verify.job("verify").result]).toEqual(["success", "success"]);
  });
});

describe("a roll-back", () => {
  beforeAll(() => {
    threeAtOnce = playThreeAtOnce({ place, runner, reportingTo });
    // It is told where it is waited for.
    threeAtOnce.catch(() => {});
  });

  let run: WorkflowRun;

  test("that failed behind its approval does not apply the plan of that attempt when the job is run again, and says what to do", async () => {
    const mend = breakRole(place, "staging");
    run = await runner.start(byHand(place, "roll-back.yml", ada, { env: "staging", to: "1", lift: "" }));
    mend();
    requireResults(run, ["check success", "roll-back failure"]);
    run = await runner.runFailedAgain(run);
    requireResults(run, ["check success", "roll-back failure"]);
    expect(words(run.job("roll-back").log)).toContain('no plan of "staging" was recorded in attempt 2');
    expect(words(run.job("roll-back").log)).toContain("Re-run all jobs");
  });

  test("is done when all of its jobs run again", async () => {
    requireResults(await runner.runAllAgain(run), ["check success", "roll-back success"]);
  });

  test("holds the environment until somebody lifts that", async () => {
    const held = await promote("dev", "staging");
    requireResults(held, ["look success", "check failure", "plan skipped", "apply skipped", "verify skipped"]);
    expect(words(held.job("check").log)).toContain("promotion/held");
    const lifted = await runner.start(byHand(place, "roll-back.yml", ada, { env: "staging", to: "", lift: "the new address is right" }));
    requireResults(lifted, ["check success", "roll-back success"]);
    expect(await place.administrator("staging", "status")).not.toContain("held");
  });
});

test("fails over, pauses and resumes, and waits for nobody", async () => {
  const asked = { env: "staging", reason: "the provider is down", to: "" };
  const failedOver = await runner.start(byHand(place, "fail-over.yml", ada, { ...asked, what: "fail-over" }));
  expect(words(failedOver.log())).toContain("switched from sendgrid to ses");
  for (const what of ["pause", "resume"])
    expect(resultsOf(await runner.start(byHand(place, "fail-over.yml", ada, { ...asked, what })))).toEqual(["act success"]);
});

/** Played beside the roll-back, since they meet nowhere. */
describe("three merges at once", () => {
  let played: ThreeAtOnce;
  beforeAll(async () => {
    played = await threeAtOnce;
  }, 600_000);

  test("each is planned, waits for its own approval, and asks nobody at the organisation, where nothing changes", () => {
    const expected = [
      ...["changed success", "plan dev success", "plan organisation success", "apply dev waiting", "apply-organisation skipped"],
      "verify-organisation skipped",
    ];
    expect(played.planned).toEqual([expected, expected, expected]);
  });

  test("the second is applied, although nobody answered for the first", () => {
    expect(["apply", "verify", "comment"].map((id) => played.second.job(id).result)).toEqual(["success", "success", "success"]);
  });

  test("the third was planned before that, so it is refused; when all of its jobs run again, it is applied", () => {
    const { result, log } = played.third.job("apply");
    expect(result).toBe("failure");
    expect(words(log)).toMatch(/is not the plan .* that was reviewed: .*Terraform's state/);
    expect(words(log)).toContain("Re-run all jobs");
    expect(played.thirdAgain.job("apply").result).toBe("success");
  });

  test("the first, answered last, is refused: it would take back what came after it", () => {
    expect(played.first.job("apply").result).toBe("failure");
    const { result, log } = played.firstAgain.job("plan", { target: "dev" });
    expect(result).toBe("failure");
    expect(words(log)).toContain('"dev" has a newer release');
    expect(played.status).toContain(played.commits.third.slice(0, 12));
  });
});

test("every file ran", () => {
  expect([...new Set([...place.repository.runs.values()].map(({ workflow }) => workflow))].sort()).toEqual(workflowFiles().sort());
});

describe("attacks", () => playAttacks(() => ({ place, runner, reportingTo })));
