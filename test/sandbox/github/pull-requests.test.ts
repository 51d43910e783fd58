/** What a workflow does around a pull request: comments on it, asks what it changes, and opens and closes issues. */
import { push } from "../../../sandbox/github/history";
import { repositoryPath, startWorld, type World } from "./world";

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.github.stop());

const call = (method: string, path: string, body?: object, token?: string) =>
  world.call(method, `${repositoryPath}${path}`, body, token === undefined ? {} : { token });
const author = { login: "ada", id: 2, type: "User" as const };
const change = (branch: string, filename: string, status: "added" | "modified" | "removed" = "added") =>
  push(world.repository, {
    ...{ branch, message: `${status} ${filename}`, author, at: "2026-01-01T00:00:00Z" },
    files: [{ filename, status, additions: 1, deletions: 0 }],
  });
const open = async () => (await call("POST", "/pulls", { title: "topic", head: "topic", base: "main" })).body;
const names = (files: { filename: string }[]): string[] => files.map(({ filename }) => filename);

describe("a comment", () => {
  test("is a job's own, is found on the last page, and is changed in place", async () => {
    await open();
    const token = world.github.issueToken({ pull_requests: "write" }, { kind: "job" });
    for (let index = 1; index <= 3; index++) await call("POST", "/issues/1/comments", { body: `comment ${index}` }, token);
    const first = await call("GET", "/issues/1/comments?per_page=2");
    expect(first.headers.get("link")).toMatch(/page=2>; rel="next", .*page=2>; rel="last"/);
    const [last] = (await call("GET", "/issues/1/comments?per_page=2&page=2")).body;
    expect(last).toMatchObject({ body: "comment 3", user: { login: "github-actions[bot]", type: "Bot" } });
    await call("PATCH", `/issues/comments/${last.id}`, { body: "changed" }, token);
    expect((await call("GET", "/issues/1/comments")).body.map(({ body }: { body: string }) => body)).toEqual([
      "comment 1",
      "comment 2",
      "changed",
    ]);
    expect((await call("GET", "/pulls/1")).body.comments).toBe(3);
  });

  test.each([
    ["x".repeat(65_536), 201],
    ["😀".repeat(65_536), 201],
    ["x".repeat(65_537), 422],
    ["", 422],
  ])("has at most 65,536 characters, and one: %#", async (body, status) => {
    await call("POST", "/issues", { title: "drift" });
    expect((await call("POST", "/issues/1/comments", { body })).status).toBe(status);
  });

  test("belongs to something", async () => {
    expect((await call("POST", "/issues/9/comments", { body: "x" })).status).toBe(404);
    expect((await call("PATCH", "/issues/comments/9", { body: "x" })).status).toBe(404);
  });
});

describe("an issue", () => {
  test("is found by its labels and its state, and pull requests are among them", async () => {
    await call("POST", "/issues", { title: "one", labels: ["drift", { name: "prod" }] });
    await call("POST", "/issues", { title: "two", labels: ["drift"] });
    await open();
    const titles = async (query: string) =>
      (await call("GET", `/issues${query}`)).body.map(({ title, pull_request }: { title: string; pull_request?: object }) =>
        pull_request ? `${title} (pull)` : title,
      );
    expect(await titles("")).toEqual(["topic (pull)", "two", "one"]);
    expect(await titles("?labels=Drift,prod")).toEqual(["one"]);
    await call("PATCH", "/issues/1", { state: "closed" });
    expect(await titles("?labels=drift")).toEqual(["two"]);
    expect(await titles("?state=closed&direction=asc")).toEqual(["one"]);
    expect((await call("GET", "")).body.open_issues_count).toBe(2);
  });

  test("notes when it was closed, and forgets it when it is opened again", async () => {
    await call("POST", "/issues", { title: "drift" });
    const { body } = await call("PATCH", "/issues/1", { state: "closed", body: "gone" });
    expect([body.state, body.state_reason, typeof body.closed_at, body.body]).toEqual(["closed", "completed", "string", "gone"]);
    expect((await call("PATCH", "/issues/1", { state: "open" })).body).toMatchObject({ closed_at: null, state_reason: "reopened" });
  });
});

describe("a pull request", () => {
  test("changes what its branch changed since it left the base, wherever both are now", async () => {
    const { head } = await open();
    change("main", "elsewhere.ts");
    const moved = change("topic", "d.ts");
    change("topic", "d.ts", "removed");
    const last = change("topic", "e.ts");
    const { body } = await call("GET", "/pulls/1");
    expect([head.sha === body.head.sha, body.head.sha, body.mergeable_state]).toEqual([false, last.sha, "behind"]);
    expect([body.commits, body.changed_files]).toEqual([4, 2]);
    expect(names((await call("GET", "/pulls/1/files")).body)).toEqual(["a b/c.ts", "e.ts"]);
    expect((await call("GET", `/commits/${moved.sha}/pulls`)).body.map(({ number }: { number: number }) => number)).toEqual([1]);
  });

  test("is merged as it was seen, once, and says so wherever it is shown", async () => {
    const { head, base } = await open();
    expect((await call("PUT", "/pulls/1/merge", { sha: base.sha })).status).toBe(409);
    const { body } = await call("PUT", "/pulls/1/merge", { sha: head.sha });
    expect((await call("PUT", "/pulls/1/merge", {})).status).toBe(405);
    expect((await call("GET", "/pulls/1")).body).toMatchObject({ merged: true, state: "closed", merge_commit_sha: body.sha });
    expect(names((await call("GET", "/pulls/1/files")).body)).toEqual(["a b/c.ts"]);
    expect((await call("GET", "/commits/main")).body).toMatchObject({ sha: body.sha, parents: [{ sha: base.sha }, { sha: head.sha }] });
    for (const sha of [body.sha, head.sha]) expect((await call("GET", `/commits/${sha}/pulls`)).body).toHaveLength(1);
  });

  test.each([
    [{ title: "x", head: "nowhere", base: "main" }, [{ resource: "PullRequest", field: "head", code: "invalid" }]],
    [{ title: "x", head: "topic", base: "nowhere" }, [{ resource: "PullRequest", field: "base", code: "invalid" }]],
    [{ title: "x", head: "topic", base: "main" }, undefined],
  ])("is refused from or to no branch, and twice from one: %#", async (body, errors) => {
    await open();
    const answer = await call("POST", "/pulls", body);
    expect([answer.status, answer.body.errors]).toEqual([422, errors]);
  });

  test("is found by its branches", async () => {
    await open();
    const found = async (query: string) => (await call("GET", `/pulls?${query}`)).body.length;
    expect(await found("head=market-edge:topic&base=main")).toBe(1);
    expect([await found("head=market-edge:main"), await found("base=topic"), await found("state=closed")]).toEqual([0, 0, 0]);
  });
});

test.each([
  ["main...main", "identical", 0, 0],
  ["main...topic", "ahead", 1, 0],
  ["topic...main", "behind", 0, 1],
  ["topic...other", "diverged", 1, 1],
])("%s is %s", async (range, status, ahead_by, behind_by) => {
  push(world.repository, { branch: "other", message: "other", author, at: "2026-01-01T00:00:00Z" });
  expect((await call("GET", `/compare/${range}`)).body).toMatchObject({ status, ahead_by, behind_by });
  expect((await call("GET", "/compare/main...nowhere")).status).toBe(404);
  expect((await call("GET", "/commits/nowhere")).status).toBe(422);
});

test("a file is what the newest commit before a ref made of it", async () => {
  const at = { author, at: "2026-01-01T00:00:00Z", branch: "topic" };
  const file = { filename: "environments/dev.ts", additions: 1, deletions: 1 };
  const sha = "f".repeat(40);
  const first = push(world.repository, { ...at, message: "one", files: [{ ...file, status: "added", text: "one\n" }], sha });
  push(world.repository, { ...at, message: "two", files: [{ ...file, status: "modified", text: "two\n" }] });
  push(world.repository, { ...at, message: "three", files: [{ ...file, filename: "else.ts", status: "added" }] });
  const read = async (ref: string) => {
    const { status, body } = await call("GET", `/contents/environments/dev.ts?ref=${ref}`);
    return status === 200 ? Buffer.from(body.content, "base64").toString() : status;
  };
  expect([first.sha, await read(first.sha), await read("topic"), await read("main")]).toEqual([sha, "one\n", "two\n", 404]);
  push(world.repository, { ...at, message: "four", files: [{ ...file, status: "removed" }] });
  expect(await read("topic")).toBe(404);
});
