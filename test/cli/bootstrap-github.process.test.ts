/** `twinpost bootstrap` on the stand-ins of AWS and GitHub, as a person would see it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../../cli/main";
import { sandboxOptions } from "../../rehearsal/sandbox";
import { type Sandbox, startSandbox } from "../../sandbox/start";
import { declared, fixtureEnv } from "../fixtures/declared";
import { prod } from "../fixtures/environments/prod";

jest.setTimeout(180_000);

const directory = mkdtempSync(join(tmpdir(), "twinpost-bootstrap-"));
const bucket = `twinpost-state-${prod.aws.account}-${prod.aws.region}`;
const settings = "is versioned, encrypted and private";
let sandbox: Sandbox;

beforeAll(async () => {
  const options = { seed: "bootstrap", calm: true, terraformPlugins: "stand-ins" } as const;
  sandbox = await startSandbox(sandboxOptions(declared, prod, options, join(directory, "sandbox")));
});
afterAll(async () => {
  await sandbox.stop();
  rmSync(directory, { recursive: true });
});

/** The repository is as a new one, private and on Enterprise, unless a test says otherwise. */
beforeEach(() => {
  const repository = theRepository();
  repository.environments.clear();
  Object.assign(repository, { visibility: "private", id: 506070809 });
  repository.owner.plan = "enterprise";
});
const theRepository = () => sandbox.github.state.repositories.get("market-edge/email") ?? fail();
const fail = (): never => {
  throw new Error("GitHub has no repository");
};

async function bootstrap(words: string[] = [], env: Record<string, string> = {}, name = "prod") {
  const said = { stdout: "", stderr: "" };
  const code = await main(["bootstrap", "--env", name, ...words], {
    env: { ...process.env, ...fixtureEnv, ...sandbox.env, ...env },
    stdout: { write: (text) => (said.stdout += text) },
    stderr: { write: (text) => (said.stderr += text) },
    directory,
    twinpost: main,
  });
  // What comes next is tested with all verbs: test/cli/pasted.
  return { code, ...said, stdout: said.stdout.replace(/^next: [\s\S]*/m, "") };
}

const approval = "GitHub market-edge/email, approval: jobs can wait for reviewers, since the plan of the account has them\n";
const where = "where: prod, AWS account 444455556666, eu-west-1, SANDBOX (without a name)\n";

test("sets up the bucket and GitHub, and has nothing to do the second time", async () => {
  const first = await bootstrap(["--apply", "--yes"]);
  expect(first).toMatchObject({ code: 0, stderr: `${where}protecting environment "prod"\nprotecting environment "prod-rotate"\n` });
  expect(first.stdout).toBe(`${bucket}: made
GitHub market-edge/email, environment "prod", done:
  make it
  want the approval of @ada or @market-edge/platform
  keep those who start a job from approving it
  let branch "main" in, and no other
  set AWS_ACCOUNT_ID to 444455556666
  set AWS_REGION to eu-west-1
  set AWS_ROLE_ARN to arn:aws:iam::444455556666:role/twinpost-prod-apply
GitHub market-edge/email, environment "prod-rotate", done:
  make it
  let branch "main" in, and no other
  set AWS_ACCOUNT_ID to 444455556666
  set AWS_REGION to eu-west-1
  set AWS_ROLE_ARN to arn:aws:iam::444455556666:role/twinpost-prod-rotate
${approval}`);
  const nothing = `GitHub market-edge/email, environments "prod" and "prod-rotate": nothing to do\n${approval}`;
  sandbox.log.entries.length = 0;
  expect(await bootstrap(["--apply", "--yes"])).toEqual({
    code: 0,
    stderr: where,
    stdout: `${bucket}: was there already, and ${settings}\n${nothing}`,
  });
  expect(await bootstrap()).toEqual({ code: 0, stderr: where, stdout: `${bucket}: is there; --apply checks its settings\n${nothing}` });
  const asked = sandbox.log.entries.filter(({ service }) => service === "github").map(({ operation }) => operation.split(" ")[0]);
  expect(new Set(asked)).toEqual(new Set(["GET"]));
  expect(sandbox.log.unknown).toEqual(new Set());
});

test("says what it would do, in JSON too, and does nothing", async () => {
  const { environments } = theRepository();
  const text = await bootstrap();
  expect(text.code).toBe(0);
  expect(text.stdout).toMatch(/environment "prod", would be done:\n {2}make it\n[\s\S]*\nGitHub: add --apply to do so\n$/);
  const json = JSON.parse((await bootstrap(["--json"])).stdout);
  expect(json).toMatchObject({ bucket, applied: false, github: { repository: "market-edge/email", applied: false, findings: [] } });
  expect(json.github.environments[1].changes[0]).toEqual({ kind: "make" });
  expect(environments.size).toBe(0);
});

test("without GITHUB_TOKEN makes the bucket, and says that GitHub is left out and what to do", async () => {
  const { code, stdout } = await bootstrap(["--apply", "--yes"], { GITHUB_TOKEN: "" });
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^twinpost-state-.*\nGitHub: left out, since GITHUB_TOKEN is not set\n {2}run this again with the token of an administrator/,
  );
  const json = JSON.parse((await bootstrap(["--json"], { GITHUB_TOKEN: "" })).stdout);
  expect(json.github.leftOut).toBe("GITHUB_TOKEN is not set");
  expect(theRepository().environments.size).toBe(0);
});

test("an account has a bucket, and nothing at GitHub", async () => {
  const { code, stdout } = await bootstrap(["--apply", "--yes"], {}, "account-444455556666");
  expect(code).toBe(0);
  expect(stdout).toContain('GitHub: left out, since "account-444455556666" has no jobs of its own at GitHub\n');
});

test("the organisation has one environment there, with reviewers and the role that applies it", async () => {
  const { code } = await bootstrap(["--apply", "--yes"], {}, "organisation");
  expect(code).toBe(0);
  expect([...theRepository().environments.keys()]).toEqual(["organisation"]);
  expect(JSON.stringify([...theRepository().environments.values()], (_, value) => (value instanceof Map ? [...value] : value))).toContain(
    "arn:aws:iam::444455556666:role/twinpost-organisation-apply",
  );
});

test("tells that a free account's private repository cannot be protected, with the remedy and exit code 1", async () => {
  theRepository().owner.plan = "free";
  for (const words of [[], ["--apply", "--yes"]]) {
    const { code, stdout } = await bootstrap(words);
    expect(code).toBe(1);
    expect(stdout).toContain(
      'error github/plan-cannot-protect: environment "prod" of market-edge/email\n' +
        "  the plan of the GitHub account keeps no branch out of it, as the repository is private: a job of any branch could take arn:aws:iam::444455556666:role/twinpost-prod-apply\n" +
        "  make the repository public, or move to Pro, Team or Enterprise; do not apply the account's stack (docs/roles.md) before\n",
    );
  }
  expect(theRepository().environments.size).toBe(0);
});

test("on a Team plan keeps other branches out, and tells that nobody has to approve, and what can be approved", async () => {
  theRepository().owner.plan = "team";
  const { code, stdout } = await bootstrap(["--apply", "--yes"]);
  expect(code).toBe(1);
  expect(stdout.match(/^error .*/gm)).toEqual(['error github/plan-cannot-protect: environment "prod" of market-edge/email']);
  expect(stdout).toContain("approval: only of pull requests");
  expect(theRepository().environments.get("prod")).toMatchObject({ branches: "custom", policies: [{ name: "main" }], reviewers: [] });
});

test("notices a reviewer whom GitHub did not keep", async () => {
  const { strangers } = theRepository();
  strangers.add(sandbox.github.state.accounts.get("ada")?.id ?? 0);
  const { code, stdout } = await bootstrap(["--apply", "--yes"]);
  strangers.clear();
  expect(code).toBe(1);
  expect(stdout).toContain("GitHub took the change, and has not kept the reviewers\n");
});

test("refuses a repository that took over the name, once the bucket is there", async () => {
  theRepository().id = 1;
  const { code, stdout, stderr } = await bootstrap(["--apply", "--yes"]);
  expect(code).toBe(3);
  expect(stdout).toMatch(new RegExp(`^${bucket}: .*\n$`));
  expect(stderr).toMatch(
    /^where: prod, .*\nrepository "market-edge\/email" is not the declared one, got id 1 of owner 10203040, expected 506070809 of owner/,
  );
  expect(theRepository().environments.size).toBe(0);
});

test.each([
  ["revoked", () => "github_pat_x", "failed with 401: Bad credentials"],
  ["too narrow", () => sandbox.github.issueToken({ actions: "read", members: "read" }), "the token needs administration=write"],
  ["of another repository", () => sandbox.github.issueToken({}, { repositories: [] }), 'GitHub has no repository "market-edge/email"'],
])("a token that is %s is told, with the remedy", async (_, token, message) => {
  const { code, stderr } = await bootstrap(["--apply", "--yes"], { GITHUB_TOKEN: token() });
  expect(code).toBe(1);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^ +at /m);
});
