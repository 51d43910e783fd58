/** A new version is merged into a repository with data of its own: nothing below environments/ changes, everything else does. */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const script = join(__dirname, "..", "..", "scripts", "upgrade.sh");
const author = { GIT_AUTHOR_NAME: "a", GIT_AUTHOR_EMAIL: "a@example.com", GIT_COMMITTER_NAME: "a", GIT_COMMITTER_EMAIL: "a@example.com" };
const env = { ...process.env, ...author };

let root: string;
let theirs: string;
let ours: string;

const git = (directory: string, ...words: string[]): string => execFileSync("git", words, { cwd: directory, env, encoding: "utf8" });
const put = (directory: string, file: string, text: string): void => writeFileSync(join(directory, file), text);
const read = (file: string): string => readFileSync(join(ours, file), "utf8");
const upgrade = (...words: string[]) => spawnSync("bash", [script, ...words], { cwd: ours, env, encoding: "utf8" });

function commit(directory: string, message: string): void {
  git(directory, "add", "--all");
  git(directory, "commit", "--quiet", "--message", message);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "upgrade-"));
  theirs = join(root, "theirs");
  ours = join(root, "ours");
  for (const folder of ["environments", "stacks"]) mkdirSync(join(theirs, folder), { recursive: true });
  git(theirs, "init", "--quiet", "--initial-branch=main");
  for (const file of ["environments/dev.ts", "environments/prod.ts", "stacks/email.ts"]) put(theirs, file, "first\n");
  commit(theirs, "first");

  git(root, "clone", "--quiet", theirs, ours);
  rmSync(join(ours, "environments/dev.ts"));
  put(ours, "environments/prod.ts", "our prod\n");
  put(ours, "environments/pilot.ts", "our pilot\n");
  commit(ours, "our data");

  for (const file of ["environments/dev.ts", "environments/prod.ts", "environments/new.ts", "stacks/email.ts"])
    put(theirs, file, "second\n");
  commit(theirs, "second");
  git(theirs, "tag", "v2");
  git(ours, "fetch", "--quiet", "--tags");
});

afterEach(() => rmSync(root, { recursive: true }));

test("the new version comes in, and the data stays as it is", () => {
  expect(upgrade("v2").status).toBe(0);
  git(ours, "commit", "--quiet", "--message", "take v2");
  expect(readdirSync(join(ours, "environments")).sort()).toEqual(["pilot.ts", "prod.ts"]);
  expect([read("environments/prod.ts"), read("environments/pilot.ts")]).toEqual(["our prod\n", "our pilot\n"]);
  expect(read("stacks/email.ts")).toBe("second\n");
  expect(git(ours, "status", "--porcelain")).toBe("");
  expect(upgrade("v2").status).toBe(0);
});

test("a conflict elsewhere is left to be resolved, and can be undone", () => {
  put(ours, "stacks/email.ts", "our stack\n");
  commit(ours, "a change of our own");
  const { status, stderr } = upgrade("v2");
  expect(status).toBe(1);
  expect(stderr).toMatch(/^stacks\/email\.ts$/m);
  expect(stderr).not.toContain("environments/");
  git(ours, "merge", "--abort");
  expect(read("stacks/email.ts")).toBe("our stack\n");
});

test("what is not committed is not touched, and an unknown release is refused", () => {
  put(ours, "environments/prod.ts", "not committed\n");
  expect(upgrade("v2").status).toBe(2);
  expect(read("environments/prod.ts")).toBe("not committed\n");
  git(ours, "checkout", "--quiet", "--", "environments/prod.ts");
  expect(upgrade("v9").status).toBe(2);
  expect(existsSync(join(ours, ".git", "MERGE_HEAD"))).toBe(false);
});
