import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { githubJob } from "../../wiring/github-job";

const folder = mkdtempSync(join(tmpdir(), "github-job-"));
afterAll(() => rmSync(folder, { recursive: true }));

const eventFile = join(folder, "event.json");
writeFileSync(eventFile, JSON.stringify({ pull_request: { number: 7 } }));

const job = {
  GITHUB_ACTIONS: "true",
  GITHUB_REPOSITORY: "example/mail",
  GITHUB_EVENT_NAME: "pull_request",
  GITHUB_EVENT_PATH: eventFile,
  GITHUB_SHA: "a".repeat(40),
  GITHUB_REF: "refs/pull/7/merge",
  GITHUB_RUN_ID: "16001",
  GITHUB_RUN_ATTEMPT: "2",
  GITHUB_WORKFLOW: "Plan",
  GITHUB_WORKFLOW_REF: "example/mail/.github/workflows/plan.yml@refs/pull/7/merge",
  GITHUB_ACTOR: "octocat",
  GITHUB_API_URL: "https://github.example.com/api/v3/",
};

test("reads a job from what GitHub sets", () => {
  expect(githubJob({ ...job, GITHUB_TOKEN: "ghs_1" })).toEqual({
    repository: "example/mail",
    event: { name: "pull_request", payload: { pull_request: { number: 7 } } },
    sha: "a".repeat(40),
    ref: "refs/pull/7/merge",
    run: { id: "16001", attempt: 2, workflow: "plan.yml" },
    actor: "octocat",
    apiUrl: "https://github.example.com/api/v3",
    token: "ghs_1",
  });
});

test.each([{}, { ...job, GITHUB_ACTIONS: "" }, { ...job, GITHUB_ACTIONS: "false" }])("is none outside a job", (env) => {
  expect(githubJob(env)).toBeUndefined();
});

test("has no token, a name for its workflow and a first attempt where GitHub says no more", () => {
  const { GITHUB_WORKFLOW_REF: _ref, GITHUB_RUN_ATTEMPT: _attempt, GITHUB_API_URL: _url, ...less } = job;
  const read = githubJob({ ...less, GITHUB_TOKEN: "" });
  expect(read).not.toHaveProperty("token");
  expect(read?.run).toEqual({ id: "16001", attempt: 1, workflow: "Plan" });
  expect(read?.apiUrl).toBe("https://api.github.com");
});

test.each(["GITHUB_REPOSITORY", "GITHUB_SHA", "GITHUB_RUN_ID", "GITHUB_EVENT_NAME"])("refuses a job without %s", (name) => {
  expect(() => githubJob({ ...job, [name]: "" })).toThrow(expect.objectContaining({ exitCode: 2, message: expect.stringContaining(name) }));
});

test("refuses an event that is no JSON", () => {
  const cut = join(folder, "cut.json");
  writeFileSync(cut, '{"pull_request":');
  expect(() => githubJob({ ...job, GITHUB_EVENT_PATH: cut })).toThrow(expect.objectContaining({ exitCode: 2 }));
});
