import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { whoActs } from "../../../adapters/process/actor";
import { readCommit } from "../../../adapters/process/commit";

const directory = mkdtempSync(join(tmpdir(), "commit-"));
afterAll(() => rmSync(directory, { recursive: true }));
const git = (...args: string[]): string =>
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], { cwd: directory, encoding: "utf8" }).trim();

test("there is no commit outside a checkout, nor before the first; then its id, and whether files differ", () => {
  expect(readCommit(directory)).toBeUndefined();
  git("init", "-q");
  writeFileSync(join(directory, "prod.ts"), "one");
  expect(readCommit(directory)).toBeUndefined();
  git("add", ".");
  git("commit", "-q", "-m", "one");
  const id = git("rev-parse", "HEAD");
  expect(readCommit(directory)).toEqual({ id, dirty: false });
  writeFileSync(join(directory, "staging.ts"), "new");
  expect(readCommit(directory)).toEqual({ id, dirty: true });
  expect(readCommit(join(directory, "is not there"))).toBeUndefined();
});

test("a hook's settings, which name another repository, decide nothing", () => {
  jest.replaceProperty(process, "env", { ...process.env, GIT_DIR: "/dev/null" });
  expect(readCommit(directory)).toMatchObject({ dirty: true });
});

test.each([
  [{ GITHUB_ACTIONS: "true", GITHUB_ACTOR: "octocat" }, "arn:aws:sts::1:assumed-role/apply/x", "github:octocat"],
  [{ GITHUB_ACTOR: "octocat" }, "arn:aws:iam::1:user/ann", "aws:arn:aws:iam::1:user/ann"],
  [{}, undefined, expect.stringMatching(/^local:./)],
])("%j, logged in as %s, is %s", (env, arn, who) => {
  expect(whoActs(env, arn)).toEqual(who);
});
