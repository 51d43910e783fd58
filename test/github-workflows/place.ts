/**
 * Where workflows are tried: a repository of git with this checkout's code and the fixture's environments, known to the sandbox's GitHub by the same
 * commits, and the accounts of the sandbox, set up by their administrators as docs/first-day.md says.
 */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createAwsClients } from "../../adapters/aws/clients";
import { adminSecret, planSecret } from "../../declaration/names/secrets";
import { findTarget, type Target } from "../../declaration/target";
import { openSandbox, sandboxOptions } from "../../rehearsal/sandbox";
import { push } from "../../sandbox/github/history";
import type { Repository } from "../../sandbox/github/state";
import type { User } from "../../sandbox/github/user";
import type { Sandbox } from "../../sandbox/start";
import { loadDeclaredFiles } from "../../wiring/declared";
import { fixtureEnv } from "../fixtures/declared";
import { root } from "../structure/sources";
import type { Place } from "./act/runner";
import { workflowFiles } from "./workflow-file";

export const grace: User = { login: "grace", id: 301, type: "User" };
export const ada: User = { login: "ada", id: 101, type: "User" };

const code = [
  ...["adapters", "bin", "changes", "cli", "declaration", "evidence", "findings", "functions", "mail", "rehearsal", "reports", "sandbox"],
  ...["stacks", "wiring", "workflows", "main.ts", "package.json", "tsconfig.json", "cdktf.json", ".gitignore", ".github"],
];

export interface Workplace extends Place {
  sandbox: Sandbox;
  /** Commits files on a branch, which begins at main, and pushes it. @returns its sha. */
  commit(branch: string, message: string, files: Record<string, string>, author?: User): string;
  /** The text of a file on a branch. */
  read(file: string, branch?: string): string;
  /** Merges a branch into main, as GitHub's button does. @returns the merge's sha. */
  merge(branch: string, message: string, by: User): string;
  /** What GitHub runs for a pull request: the merge of both, on no branch. */
  mergeOf(head: string, base: string): string;
  git(...words: string[]): string;
  /** Runs verbs in a checkout of main, as the administrator of the account that this target lives in. @returns what they printed. */
  administrator(env: string, ...verbs: string[]): Promise<string>;
  end(): Promise<void>;
}

export async function openWorkplace(): Promise<Workplace> {
  const directory = mkdtempSync(join(tmpdir(), "workflows-"));
  const origin = join(directory, "repository");
  const git = (...words: string[]): string => execFileSync("git", ["-C", origin, ...words], { encoding: "utf8", env: gitEnv }).trim();
  for (const part of code) cpSync(join(root, part), join(origin, part), { recursive: true });
  cpSync(fixtureEnv.TWINPOST_ENVIRONMENTS, join(origin, "environments"), { recursive: true });
  declarePromotions(join(origin, "environments"));
  mkdirSync(join(origin, ".ci"));
  for (const script of readdirSync(join(root, ".ci"))) writeFileSync(join(origin, ".ci", script), `echo "${script} ran"\n`);
  git("init", "--quiet", "--initial-branch", "main");
  git("add", "--all");
  git("commit", "--quiet", "--message", "Everything");

  const clone = (folder: string, sha: string): void => {
    mkdirSync(dirname(folder), { recursive: true });
    git("clone", "--quiet", "--no-checkout", "--shared", origin, folder);
    git("-C", folder, "checkout", "--quiet", "--detach", sha);
  };

  const settings = { env: { ...process.env, TWINPOST_ENVIRONMENTS: join(origin, "environments") }, directory };
  const declared = loadDeclaredFiles(settings);
  const [first] = declared.environments;
  if (!first) throw new Error("the fixture declares no environment");
  const options = sandboxOptions(
    declared,
    first,
    { calm: true, seed: "workflows", terraformPlugins: "stand-ins" },
    join(directory, "sandbox"),
  );
  const github = options.github ?? { accounts: [], teams: [], repositories: [] };
  const sandbox = await openSandbox({
    ...options,
    github: {
      ...github,
      accounts: [...github.accounts, { ...grace, type: "User", plan: "free" }],
      repositories: github.repositories.map((repository) => ({ ...repository, workflows: workflowFiles() })),
    },
  });
  const repository = [...sandbox.github.state.repositories.values()][0] as Repository;

  const record = (branch: string, author: User): string => {
    const sha = git("rev-parse", branch);
    const [message, ...changed] = git("show", "--first-parent", "--format=%B%x00", "--name-status", sha)
      .split("\0")
      .flatMap((text, index) => (index === 0 ? [text.trim()] : text.trim().split("\n")));
    const files = changed.filter(Boolean).map((line) => {
      const [status = "M", filename = ""] = line.split("\t");
      return {
        filename,
        status: status === "A" ? ("added" as const) : status === "D" ? ("removed" as const) : ("modified" as const),
        additions: 1,
        deletions: 0,
      };
    });
    const commit = push(repository, { branch, message: message ?? "", files, sha, author, at: now() });
    const parents = git("log", "-1", "--format=%P", sha).split(" ").filter(Boolean);
    if (parents.length > 1) repository.commits.set(sha, { ...commit, parents });
    return sha;
  };
  record("main", ada);

  const workplace: Workplace = {
    ...{ sandbox, repository, git, artifacts: join(directory, "artifacts") },
    env: jobVariables(sandbox.env, { WORKFLOWS_NODE_MODULES: modules, WORKFLOWS_REPOSITORY: origin }),
    checkOut(sha) {
      const folder = join(directory, "commits", sha);
      if (!existsSync(folder)) clone(folder, sha);
      return folder;
    },
    commit(branch, message, files, author = grace) {
      const isNew = !repository.branches.has(branch);
      git("checkout", "--quiet", ...(isNew ? ["-b", branch, "main"] : [branch]));
      for (const [file, text] of Object.entries(files)) writeFileSync(join(origin, file), text);
      git("add", "--all");
      git("commit", "--quiet", "--message", message);
      return record(branch, author);
    },
    read: (file, branch = "main") => git("show", `${branch}:${file}`),
    merge(branch, message, by) {
      git("checkout", "--quiet", "main");
      git("merge", "--quiet", "--no-ff", "--message", message, branch);
      return record("main", by);
    },
    mergeOf(head, base) {
      git("checkout", "--quiet", "--detach", base);
      git("merge", "--quiet", "--no-ff", "--message", `Merge ${head} into ${base}`, head);
      const sha = git("rev-parse", "HEAD");
      // Clones get what some ref names.
      git("update-ref", `refs/heads/merges/${sha}`, sha);
      git("checkout", "--quiet", "main");
      return sha;
    },
    async administrator(env, ...verbs) {
      const folder = join(directory, "administrators", env);
      if (!existsSync(folder)) {
        clone(folder, "main");
        mkdirSync(join(folder, "node_modules"));
        for (const name of readdirSync(modules)) symlinkSync(join(modules, name), join(folder, "node_modules", name));
      }
      const words = verbs.map((verb) => [...verb.split(" "), "--env", env]);
      return runAdministrator(folder, words, { ...withoutTokens(process.env), ...sandbox.envAt(findTarget(env, declared).aws) });
    },
    async end() {
      await sandbox.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
  return workplace;
}

/** Releases go from dev to staging to prod. They need not soak: a test has no day to wait. */
function declarePromotions(folder: string): void {
  for (const [to, from] of [
    ["staging", "dev"],
    ["prod", "staging"],
  ] as const) {
    const file = join(folder, `${to}.ts`);
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace(`  name: "${to}",\n`, `  name: "${to}",\n  promotion: { from: "${from}", soakHours: 0 },\n`));
  }
}

/**
 * Roles, then each environment with its first credentials and the tokens that jobs read: what only an administrator may do. Also the first
 * verification, since a token that only reads cannot make a provider look.
 */
export async function setUp({ administrator, sandbox }: Workplace, environments: readonly string[]): Promise<void> {
  const declared = loadDeclaredFiles({ env: fixtureEnv, directory: root });
  const targets = environments.map((name) => findTarget(name, declared));
  const accounts = new Set(targets.map(({ aws }) => aws.account));
  const apply = ["bootstrap --apply", "plan", "apply --apply"];
  const applyTarget = async (target: Target): Promise<void> => {
    await administrator(target.name, ...apply, ...(target.kind === "environment" ? ["credentials --apply", "verify"] : []));
    const { secrets } = createAwsClients({ region: target.aws.region, env: sandbox.envAt(target.aws) });
    for (const { service, variable } of target.tokens)
      for (const [secret, tokens] of [
        [planSecret, sandbox.readTokens],
        [adminSecret, sandbox.env],
      ] as const)
        await secrets.putSecretValue({ SecretId: secret(target.name, service), SecretString: JSON.stringify({ token: tokens[variable] }) });
  };
  await Promise.all([...accounts].map((account) => administrator(`account-${account}`, ...apply)));
  await Promise.all(targets.map(applyTarget));
}

/** A job has the addresses of services, and nobody's keys or tokens. */
function jobVariables(env: Record<string, string>, more: Record<string, string>): Record<string, string> {
  const { TF_CLI_CONFIG_FILE, TWINPOST_PROVIDER_MIRROR } = process.env;
  return {
    ...Object.fromEntries(Object.entries(env).filter(([name]) => !/^AWS_(ACCESS|SECRET|SESSION|PROFILE)|TOKEN$|_API_KEY$/.test(name))),
    GITHUB_GRAPHQL_URL: `${env.GITHUB_API_URL}/graphql`,
    ...(TF_CLI_CONFIG_FILE ? { TF_CLI_CONFIG_FILE } : {}),
    ...(TWINPOST_PROVIDER_MIRROR ? { TWINPOST_PROVIDER_MIRROR } : {}),
    ...{ CHECKPOINT_DISABLE: "1", GOGC: "off", GOMEMLIMIT: "1GiB" },
    ...more,
  };
}

/** @throws Error with all that it printed. */
async function runAdministrator(directory: string, verbs: string[][], env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(process.execPath, ["--import", "tsx", join(__dirname, "administrator.ts"), JSON.stringify(verbs)], {
    ...{ cwd: directory, env, stdio: ["ignore", "pipe", "pipe"] },
  });
  let [result, said] = ["", ""];
  child.stdout.on("data", (data: Buffer) => {
    result += data;
    said += data;
  });
  child.stderr.on("data", (data: Buffer) => (said += data));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`an administrator in ${directory} was stopped\n${said}`);
  return result;
}

const withoutTokens = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(AWS_|TWINPOST_|GITHUB_)/.test(name) || name === "TWINPOST_PROVIDER_MIRROR"),
  );

const modules = join(root, "node_modules");
const gitEnv = {
  PATH: process.env.PATH,
  ...{ GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null", HOME: tmpdir() },
  ...{
    GIT_AUTHOR_NAME: "Grace",
    GIT_AUTHOR_EMAIL: "grace@example.com",
    GIT_COMMITTER_NAME: "Grace",
    GIT_COMMITTER_EMAIL: "grace@example.com",
  },
};
const now = (): string => `${new Date().toISOString().slice(0, 19)}Z`;
