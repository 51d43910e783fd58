/** Checks, statuses, refs, releases, protection, secrets, and hiding a comment. */
import { push } from "../../../sandbox/github/history";
import { repositoryPath, startWorld, type World } from "./world";

let world: World;
let job: string;
beforeEach(async () => {
  world = await startWorld();
  job = world.github.issueToken({ checks: "write", issues: "write" }, { kind: "job" });
});
afterEach(() => world.github.stop());

const call = (method: string, path: string, body?: object, token?: string) =>
  world.call(method, `${repositoryPath}${path}`, body, token === undefined ? {} : { token });
const shaOf = (branch: string): string => world.repository.branches.get(branch) ?? "";

describe("a check run", () => {
  const create = (more: object = {}, token = job) => call("POST", "/check-runs", { name: "plan", head_sha: shaOf("main"), ...more }, token);

  test("is an app's: a person's token may not write one", async () => {
    expect((await create({}, world.github.token)).status).toBe(403);
    expect((await create()).body).toMatchObject({ status: "queued", conclusion: null, completed_at: null });
  });

  test("is completed by its conclusion, keeps what is not mentioned, and adds annotations up", async () => {
    const annotations = [{ path: "a.ts", start_line: 1, end_line: 2, annotation_level: "warning", message: "x" }];
    const { id } = (await create({ status: "in_progress", output: { title: "Plan", summary: "one", annotations } })).body;
    const { body } = await call("PATCH", `/check-runs/${id}`, { conclusion: "success", output: { summary: "two", annotations } }, job);
    expect(body).toMatchObject({
      status: "completed",
      conclusion: "success",
      output: { title: "Plan", summary: "two", annotations_count: 2 },
    });
    expect(body.completed_at).not.toBeNull();
    expect((await call("GET", `/check-runs/${id}/annotations`)).body).toHaveLength(2);
  });

  test.each([
    [{ status: "completed" }],
    [{ conclusion: "stale" }],
    [{ output: { summary: "x".repeat(65_536) } }],
    [{ output: { summary: "", annotations: Array(51).fill({}) } }],
    [{ head_sha: "0123456789" }],
  ])("is refused: %#", async (more) => {
    expect((await create(more)).status).toBe(422);
  });

  test("is found at its commit, the latest of each name", async () => {
    const [, second] = [await create(), await create()];
    const found = async (query: string) => (await call("GET", `/commits/main/check-runs${query}`)).body;
    expect((await found("")).check_runs.map(({ id }: { id: number }) => id)).toEqual([second.body.id]);
    expect([(await found("?filter=all")).total_count, (await found("?check_name=other")).total_count]).toEqual([2, 0]);
    expect((await call("GET", "/commits/topic/check-runs")).body.total_count).toBe(0);
  });
});

/** docs.github.com/en/rest/commits/statuses, "Get the combined status for a specific reference". */
test.each([
  [[], "pending"],
  [["success"], "success"],
  [["success", "pending"], "pending"],
  [["success", "pending", "error"], "failure"],
  [["failure"], "failure"],
])("statuses %j are %s together", async (states, together) => {
  for (const [index, state] of states.entries()) {
    await call("POST", `/statuses/${shaOf("main")}`, { state: "failure", context: `${index}` });
    await call("POST", `/statuses/${shaOf("main")}`, { state, context: `${index}` });
  }
  expect((await call("GET", "/commits/main/status")).body).toMatchObject({ state: together, total_count: states.length });
});

describe("a ref", () => {
  test("is made once, moves forward unless forced, and goes", async () => {
    expect((await call("POST", "/git/refs", { ref: "refs/tags/v/1", sha: shaOf("topic") })).status).toBe(201);
    expect((await call("POST", "/git/refs", { ref: "refs/tags/v/1", sha: shaOf("topic") })).status).toBe(422);
    expect((await call("POST", "/git/refs", { ref: "v2", sha: shaOf("topic") })).status).toBe(422);
    expect((await call("PATCH", "/git/refs/tags/v/1", { sha: shaOf("main") })).status).toBe(422);
    expect((await call("PATCH", "/git/refs/tags/v/1", { sha: shaOf("main"), force: true })).status).toBe(200);
    expect((await call("GET", "/git/ref/tags/v/1")).body.object).toMatchObject({ type: "commit", sha: shaOf("main") });
    expect((await call("DELETE", "/git/refs/tags/v/1")).status).toBe(204);
    expect((await call("DELETE", "/git/refs/tags/v/1")).status).toBe(422);
    expect((await call("GET", "/git/ref/tags/v/1")).status).toBe(404);
  });
});

test("a release tags what it is of, once; drafts and pre-releases are not the latest", async () => {
  const { commits } = world.repository;
  expect((await call("POST", "/releases", { tag_name: "v1", target_commitish: "topic" })).status).toBe(201);
  expect(world.repository.tags.get("v1")).toBe(shaOf("topic"));
  const again = await call("POST", "/releases", { tag_name: "v1" });
  expect([again.status, again.body.errors]).toEqual([422, [{ resource: "Release", field: "tag_name", code: "already_exists" }]]);
  await call("POST", "/releases", { tag_name: "v2", prerelease: true });
  await call("POST", "/releases", { tag_name: "v3", draft: true });
  expect((await call("GET", "/releases/latest")).body.tag_name).toBe("v1");
  expect((await call("GET", "/releases")).body.map((each: { tag_name: string }) => each.tag_name)).toEqual(["v3", "v2", "v1"]);
  expect([(await call("GET", "/releases/tags/v2")).status, (await call("GET", "/releases/tags/v3")).status]).toEqual([200, 404]);
  expect(commits.has(world.repository.tags.get("v2") ?? "")).toBe(true);
});

describe("protection of a branch", () => {
  const rules = { required_status_checks: null, enforce_admins: null, required_pull_request_reviews: null, restrictions: null };

  test("is shown as it was asked for, and lets jobs use an environment for protected branches", async () => {
    const deployment_branch_policy = { protected_branches: true, custom_branch_policies: false };
    await call("PUT", "/environments/prod", { deployment_branch_policy });
    const start = () =>
      world.github.jobs.startJob({ repository: "market-edge/email", environment: "prod", ref: "refs/heads/main", event: "push" });
    expect(start).toThrow(expect.objectContaining({ reason: "branch" }));
    const required_pull_request_reviews = { required_approving_review_count: 2 };
    await call("PUT", "/branches/main/protection", { ...rules, required_pull_request_reviews });
    const { body } = await call("GET", "/branches/main/protection");
    expect(body).toMatchObject({ required_pull_request_reviews, enforce_admins: { enabled: false } });
    expect(body.required_status_checks).toBeUndefined();
    expect(start()).not.toEqual({});
  });

  test("is of a branch that there is, and says everything", async () => {
    expect((await call("PUT", "/branches/nowhere/protection", rules)).status).toBe(404);
    expect((await call("GET", "/branches/main/protection")).body.message).toBe("Branch not protected");
    expect((await call("PUT", "/branches/main/protection", {})).status).toBe(422);
  });
});

test("a secret is sealed for its environment's key, is never shown, and goes with its environment", async () => {
  for (const name of ["prod", "staging"]) await call("PUT", `/environments/${name}`, {});
  const { body: key } = await call("GET", "/environments/prod/secrets/public-key");
  expect(Buffer.from(key.key, "base64")).toHaveLength(32);
  const { body: other } = await call("GET", "/environments/staging/secrets/public-key");
  const encrypted_value = Buffer.alloc(60).toString("base64");
  const put = async (name: string, body: object) => (await call("PUT", `/environments/prod/secrets/${name}`, body)).status;
  expect(await put("token", { encrypted_value, key_id: key.key_id })).toBe(201);
  expect(await put("TOKEN", { encrypted_value, key_id: key.key_id })).toBe(204);
  expect(await put("TOKEN", { encrypted_value, key_id: other.key_id })).toBe(422);
  expect(await put("TOKEN", { encrypted_value: "plain text", key_id: key.key_id })).toBe(422);
  expect(await put("GITHUB_TOKEN", { encrypted_value, key_id: key.key_id })).toBe(422);
  expect(Object.keys((await call("GET", "/environments/prod/secrets/TOKEN")).body)).toEqual(["name", "created_at", "updated_at"]);
  await call("DELETE", "/environments/prod");
  await call("PUT", "/environments/prod", {});
  expect((await call("GET", "/environments/prod/secrets")).body.total_count).toBe(0);
});

describe("hiding a comment", () => {
  const query =
    "mutation($input: MinimizeCommentInput!) { minimizeComment(input: $input) { minimizedComment { isMinimized minimizedReason } } }";
  const hide = (subjectId: string, token = job) =>
    world.call("POST", "/graphql", { query, variables: { input: { subjectId, classifier: "OUTDATED" } } }, { token });

  test("takes the comment's global id, and says that it is hidden", async () => {
    await call("POST", "/issues", { title: "drift" });
    const { node_id, id } = (await call("POST", "/issues/1/comments", { body: "old plan" }, job)).body;
    const minimizedComment = { isMinimized: true, minimizedReason: "outdated" };
    expect((await hide(node_id)).body).toEqual({ data: { minimizeComment: { minimizedComment } } });
    expect(world.repository.comments.get(id)?.minimised).toBe("OUTDATED");
  });

  test("answers 200 with errors when there is none, and nothing to other queries", async () => {
    const { status, body } = await hide("IC_kwDOx");
    expect([status, body.data, body.errors[0].type]).toEqual([200, { minimizeComment: null }, "NOT_FOUND"]);
    expect((await world.call("POST", "/graphql", { query: "query { viewer { login } }" })).status).toBe(501);
    expect((await hide("IC_kwDOx", world.github.issueToken({}))).status).toBe(403);
  });
});

test("asking for the rate limit does not use it up", async () => {
  await world.call("GET", "/users/ada");
  for (const _ of [1, 2])
    expect((await world.call("GET", "/rate_limit")).body.rate).toMatchObject({ limit: 5000, used: 1, remaining: 4999 });
});

test("a commit on a branch is what its refs say", async () => {
  const author = { login: "ada", id: 2, type: "User" as const };
  const { sha } = push(world.repository, { branch: "a/b", message: "x", author, at: "2026-01-01T00:00:00Z" });
  expect((await call("GET", "/git/ref/heads/a/b")).body.object.sha).toBe(sha);
  expect((await call("GET", "/commits/a%2Fb")).body.sha).toBe(sha);
});
