/** What runs, deployments and artifacts do for each other, and a job that waits for a reviewer. */
import { JobRefused } from "../../../sandbox/github/oidc/issuer";
import { repositoryPath, seedRun, startWorld, type World } from "./world";

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.github.stop());

const call = (method: string, path: string, body?: object, token?: string) =>
  world.call(method, `${repositoryPath}${path}`, body, token === undefined ? {} : { token });

describe("a dispatch", () => {
  const dispatches = "/actions/workflows/apply.yml/dispatches";

  test("starts a run of what its branch is, which is found by what it is", async () => {
    expect((await call("POST", dispatches, { ref: "main" })).status).toBe(204);
    const { body } = await call("POST", dispatches, { ref: "topic", inputs: { environment: "prod" }, return_run_details: true });
    const { body: run } = await call("GET", `/actions/runs/${body.workflow_run_id}`);
    const head_sha = world.repository.branches.get("topic");
    expect(run).toMatchObject({
      event: "workflow_dispatch",
      head_branch: "topic",
      head_sha,
      run_number: 2,
      status: "queued",
      conclusion: null,
    });
    expect(world.repository.runs.get(run.id)?.inputs).toEqual({ environment: "prod" });
    const found = async (query: string) => (await call("GET", `/actions/runs?${query}`)).body.total_count;
    expect([await found("branch=topic"), await found("event=push"), await found("status=queued"), await found("status=success")]).toEqual([
      1, 0, 2, 0,
    ]);
    expect((await call("GET", `/actions/workflows/${run.workflow_id}/runs?head_sha=${head_sha}`)).body.total_count).toBe(1);
  });

  test.each([
    [dispatches, { ref: "nowhere" }, 422],
    ["/actions/workflows/other.yml/dispatches", { ref: "main" }, 404],
    [dispatches, {}, 422],
  ])("of %s with %j is refused", async (path, body, status) => {
    expect((await call("POST", path, body)).status).toBe(status);
  });
});

test("an artifact is downloaded from an address of its own, without a token, until it expires", async () => {
  seedRun(world.repository);
  const { body } = await call("GET", "/actions/runs/5/artifacts?name=plan");
  expect(body).toMatchObject({
    total_count: 1,
    artifacts: [{ id: 6, name: "plan", size_in_bytes: 10, workflow_run: { id: 5, head_branch: "main" } }],
  });
  expect((await call("GET", "/actions/artifacts?name=other")).body.total_count).toBe(0);
  const { status, headers } = await call("GET", "/actions/artifacts/6/zip");
  expect(status).toBe(302);
  expect(await (await fetch(headers.get("location") ?? "")).text()).toBe("PK archive");
  Object.assign(world.repository.artifacts.get(6) ?? {}, { isExpired: true });
  expect((await call("GET", "/actions/artifacts/6/zip")).status).toBe(410);
  expect((await call("GET", "/actions/artifacts/6")).body.expired).toBe(true);
});

describe("a deployment", () => {
  const deploy = async (environment: string) => (await call("POST", "/deployments", { ref: "main", environment })).body.id;
  const succeed = (id: number, more = {}) => call("POST", `/deployments/${id}/statuses`, { state: "success", ...more });
  const states = async (id: number): Promise<string[]> =>
    (await call("GET", `/deployments/${id}/statuses`)).body.map(({ state }: { state: string }) => state);

  test("that succeeds ends the earlier ones of its environment", async () => {
    const [first, elsewhere, second] = [await deploy("prod"), await deploy("staging"), await deploy("prod")];
    for (const id of [first, elsewhere, second]) await succeed(id);
    expect([await states(first), await states(elsewhere), await states(second)]).toEqual([
      ["inactive", "success"],
      ["success"],
      ["success"],
    ]);
    const third = await deploy("prod");
    await succeed(third, { auto_inactive: false });
    expect(await states(second)).toEqual(["success"]);
  });

  test("is found by its environment, newest first", async () => {
    const [first, , second] = [await deploy("prod"), await deploy("staging"), await deploy("prod")];
    const { body } = await call("GET", "/deployments?environment=prod");
    expect(body.map(({ id }: { id: number }) => id)).toEqual([second, first]);
    expect((await call("POST", "/deployments", { ref: "nowhere" })).status).toBe(422);
  });
});

describe("a job that needs a review", () => {
  const path = "/actions/runs/5/pending_deployments";
  const job = { repository: "market-edge/email", environment: "gated", ref: "refs/heads/main", event: "push", runId: 5 };
  const start = () => world.github.jobs.startJob(job);
  const review = (state: "approved" | "rejected", token?: string) =>
    call("POST", path, { environment_ids: [7], state, comment: "" }, token);

  test("starts when it is approved, and leaves a deployment", async () => {
    seedRun(world.repository);
    expect(start).toThrow(expect.objectContaining({ reason: "review" }));
    expect((await call("GET", "/actions/runs/5")).body.status).toBe("waiting");
    expect((await call("GET", path)).body).toMatchObject([
      { environment: { id: 7 }, current_user_can_approve: true, reviewers: [{ type: "Team" }] },
    ]);
    expect((await review("approved")).body).toMatchObject([{ environment: "gated" }]);
    expect((await call("GET", path)).body).toEqual([]);
    expect(start()).not.toEqual({});
    expect((await call("GET", "/deployments?environment=gated")).body).toHaveLength(1);
  });

  test("does not start when it is rejected", async () => {
    seedRun(world.repository);
    await review("rejected");
    expect((await call("GET", "/actions/runs/5")).body).toMatchObject({ status: "completed", conclusion: "failure" });
    expect(start).toThrow(JobRefused);
  });

  test.each([
    ["is no reviewer", { reviewers: [{ type: "User", id: 9 }] }, 422],
    ["caused the run", { preventSelfReview: true, reviewers: [{ type: "User", id: 2 }] }, 422],
    ["caused the run, where that does not matter", { reviewers: [{ type: "User", id: 2 }] }, 200],
  ])("is approved by nobody who %s", async (_, rules, status) => {
    seedRun(world.repository);
    Object.assign(world.repository.environments.get("gated") ?? {}, rules);
    const token = world.github.issueToken({ deployments: "write" }, { user: { login: "ada", id: 2, type: "User" } });
    expect((await review("approved", token)).status).toBe(status);
  });
});

test("the jobs of a run are those of its newest attempt, unless all are asked for", async () => {
  seedRun(world.repository);
  const run = world.repository.runs.get(5);
  if (!run) throw new Error("no run");
  const [first] = run.jobs;
  if (!first) throw new Error("no job");
  run.attempt = 2;
  run.jobs.push({ ...first, id: 9, attempt: 2, conclusion: "failure" });
  const jobs = async (query: string) =>
    (await call("GET", `/actions/runs/5/jobs${query}`)).body.jobs.map((job: { id: number; conclusion: string }) => [
      job.id,
      job.conclusion,
    ]);
  expect(await jobs("")).toEqual([[9, "failure"]]);
  expect(await jobs("?filter=all")).toEqual([
    [8, "success"],
    [9, "failure"],
  ]);
  expect((await call("GET", "/actions/runs/5")).body.run_attempt).toBe(2);
});
