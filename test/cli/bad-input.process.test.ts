/** What goes wrong on the user's side is said with its remedy, with the exit code of its kind, and without a stack trace. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { MailRecord } from "../../mail/records/mail-record";
import { version } from "../../package.json";
import { fixtureEnv } from "../fixtures/declared";
import { ask as askHere } from "./ask";
import { type Folder, openFolder } from "./twinpost";

let folder: Folder;
beforeEach(() => {
  folder = openFolder();
});
afterEach(() => folder.remove());

const stackTrace = /^ +at .*:\d+:\d+/m;

async function ask(words: string, env: NodeJS.ProcessEnv = {}) {
  const asked = await askHere(words.split(" "), { env: { ...process.env, ...fixtureEnv, ...env }, directory: folder.directory });
  expect(asked.stdout + asked.stderr).not.toMatch(stackTrace);
  return asked;
}

/** As a shell does. */
async function start(words: string) {
  const asked = folder.twinpost(words.split(" "));
  return { code: await asked.ended, stdout: asked.stdout(), stderr: asked.stderr() };
}

/** A PATH with node and the programs that the name's script stands for. */
function pathWith(programs: Record<string, string>): { PATH: string } {
  const bin = join(folder.directory, "bin");
  mkdirSync(bin);
  symlinkSync(process.execPath, join(bin, "node"));
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  return { PATH: `${bin}` };
}

const tokens = { CLOUDFLARE_API_TOKEN: "x", SENDGRID_API_KEY: "x" };

test.each([
  ["plan --env stagin", {}, 2, 'no environment is called "stagin", expected "dev" or "staging" or "prod"'],
  ["rehearse --env stagin", {}, 2, 'no environment is called "stagin"'],
  ["plan", {}, 2, "required option '--env <name>' not specified"],
  ["records --env organization", {}, 2, 'no environment is called "organization"'],
  ["records --env staging --zone example.org", {}, 2, 'staging has no zone "example.org", expected "example.net"'],
  ["records --env staging --zone example.net --format bind", {}, 2, 'Terraform publishes the records of "example.net"'],
  ["records --env dev --format zone", {}, 2, "Allowed choices are table, bind, csv."],
  // The token may be stored: what is missing is the login.
  ["adopt --env dev", { CLOUDFLARE_API_TOKEN: "" }, 1, "not logged in to AWS"],
  ["plann --env dev", {}, 2, "(Did you mean plan?)"],
  ["verify --env dev --timeout soon", {}, 2, "expected a number of seconds above 0"],

  ["validate", { TWINPOST_JSON: "maybe" }, 2, "expected true, 1, false, 0 or nothing"],
  ["validate", { NODE_TLS_REJECT_UNAUTHORIZED: "0" }, 2, "NODE_TLS_REJECT_UNAUTHORIZED is set"],
  ["plan --env dev", { CLOUDFLARE_API_TOKEN: "", SENDGRID_API_KEY: "x" }, 1, "not logged in to AWS"],
  ["apply --env dev --apply --yes", tokens, 2, 'environments/dev.ts: still has values of the examples: aws.account "111122223333"'],
  ["apply --env dev --apply --yes", { ...tokens, AWS_ENDPOINT_URL: "http://127.0.0.1:1" }, 1, 'no plan is kept for "dev"'],
  ["verify --env dev --domain example.com", {}, 2, "option '--env <name>' cannot be used with option '--domain <names...>'"],
  ["records --env dev --json --format csv", {}, 2, "option '--json' cannot be used with option '--format <format>'"],
  ["plan --evn dev", {}, 2, "(Did you mean --env?)"],
  ["plan", { TWINPOST_ENV: "all" }, 2, "TWINPOST_ENV=all"],
  ["seed-test --env dev", { TWINPOST_TIMEOUT: "soon" }, 2, 'TWINPOST_TIMEOUT="soon"'],
  ["destroy --force because --apply", { ...tokens, TWINPOST_ENV: "prod" }, 2, "required option '--env <name>' not specified"],
])("twinpost %s", async (words, env, expected, message) => {
  const { code, stdout, stderr } = await ask(words, env);
  expect(stderr).toContain(message);
  // With --json the same is told once more, to programs.
  expect(stdout.replace(/^\{"version":1,"faults":.*\n$/, "")).toBe("");
  expect(code).toBe(expected);
});

test.each(["plan --env nowhere --json", "doctor --evn dev --json"])("twinpost %s tells its faults as JSON too", async (words) => {
  const { code, stdout } = await ask(words, tokens);
  expect(JSON.parse(stdout)).toMatchObject({ version: 1, faults: [{ problem: expect.stringMatching(/nowhere|--evn/) }] });
  expect(code).toBe(2);
});

test("without a sandbox of that name, its variables are a command that fails: a shell goes no further", async () => {
  const { code, stdout, stderr } = await ask("sandbox env --name nobody");
  expect(stderr).toContain('no sandbox called "nobody" is running here');
  expect([code, stdout]).toEqual([2, "false\n"]);
});

test("without terraform, a plan says where to get it", async () => {
  const { code, stderr } = await ask("plan --env dev", { ...tokens, ...pathWith({}) });
  expect(stderr).toMatch(/terraform was not found on PATH\n {2}install Terraform 1\.11 or later: https:/);
  expect(code).toBe(1);
});

test("a terraform that is too old is named", async () => {
  const { code, stderr } = await ask("plan --env dev", { ...tokens, ...pathWith({ terraform: `echo '{"terraform_version":"1.5.7"}'` }) });
  expect(stderr).toContain("terraform is too old, got 1.5.7, expected 1.11 or later");
  expect(code).toBe(1);
});

test("without Python, a rehearsal says which step failed, why, what to do and where its files are; and it ends", async () => {
  const { code, stdout } = await ask("rehearse --env staging --calm", pathWith({}));
  expect(stdout).toContain(
    "failed: start the sandbox\nthe sandbox runs moto, which needs Python: python3 was not found on PATH\n  install Python",
  );
  expect(stdout).toMatch(/ {2}log: \.twinpost\/rehearsals\/\S+-staging\//);
  expect(stdout).toContain('staging is not ready: "start the sandbox" failed');
  expect(code).toBe(1);
});

test("without terraform, so does a rehearsal", async () => {
  // Wrapped, since python3 on PATH may itself be a wrapper that needs the rest of PATH.
  const python = execFileSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).trim();
  const { code, stdout } = await ask("rehearse --env staging --calm", pathWith({ python3: `exec ${python} "$@"` }));
  expect(stdout).toContain("failed: make the roles, with the account's stack\nterraform was not found on PATH\n  install Terraform");
  expect(code).toBe(1);
});

test("a verb's help is there whatever its variables say", async () => {
  expect(await ask("seed-test --help", { TWINPOST_TIMEOUT: "soon" })).toMatchObject({ code: 0, stderr: "" });
});

test("a process prints the package's version, and ends with the exit code of what it was asked", async () => {
  const [asked, refused] = await Promise.all([start("--version"), start("plan --env stagin")]);
  expect(asked).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  expect(refused).toMatchObject({
    code: 2,
    stdout: "",
    stderr: expect.stringMatching(/^no environment is called "stagin", expected /),
  });
});

test("the records of an environment can be listed before anything is applied, without credentials", async () => {
  const { code, stdout, stderr } = await ask("records --env staging --json");
  const listed = (JSON.parse(stdout) as { records: MailRecord[] }).records.map(({ type, name, value }) => `${type} ${name} ${value}`);
  expect(listed).toEqual(
    expect.arrayContaining([
      "TXT mail.staging.example.net v=spf1 include:sendgrid.net include:amazonses.com ~all",
      "MX bounce.mail.staging.example.net feedback-smtp.eu-west-1.amazonses.com",
      "CNAME s1._domainkey.mail.staging.example.net (known after apply)",
      "CNAME (known after apply)._domainkey.mail.staging.example.net (known after apply).dkim.amazonses.com",
    ]),
  );
  expect(stderr).toContain("as declared");
  expect(code).toBe(0);
});

test.each(["0", "false", ""])("TWINPOST_JSON='%s' is no --json, and --json still is", async (said) => {
  expect((await ask("validate", { TWINPOST_JSON: said })).stdout).toMatch(/^dev, staging, prod, organisation: valid\n/);
  expect((await ask("validate --json", { TWINPOST_JSON: said })).stdout).toMatch(/^\{/);
});

test.each(["1", "true"])("TWINPOST_JSON=%s is --json", async (said) => {
  expect((await ask("validate", { TWINPOST_JSON: said })).stdout).toMatch(/^\{/);
});

test.each([
  ["apply", "APPLY"],
  ["destroy", "ENV"],
  ["destroy", "FORCE"],
  ["init", "FORCE"],
  ["plan", "FORCE"],
  ["plan", "NO_REFRESH"],
])("of %s, no variable stands for what must be said: %s", async (verb, name) => {
  expect((await ask(`${verb} --help`)).stdout).not.toContain(`TWINPOST_${name}`);
});

test("the environments' files are valid", async () => {
  expect(await ask("validate")).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^dev, staging, prod, organisation: valid\nnext: /),
  });
  expect(JSON.parse((await ask("validate --json")).stdout)).toEqual({ version: 1, valid: ["dev", "staging", "prod", "organisation"] });
});
