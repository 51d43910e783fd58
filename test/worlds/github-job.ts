/** GitHub's stand-in with a repository and a pull request, and the variables of a job that runs for it. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Github, startGithub } from "../../sandbox/github/start";
import type { Permission, Repository } from "../../sandbox/github/state";
import { RequestLog } from "../../sandbox/request-log";
import { Trouble } from "../../sandbox/trouble";

export interface JobWorld {
  github: Github;
  repository: Repository;
  /** Of the pull request. */
  number: number;
  /** Of a job for the pull request, with what its yml permits. */
  ofPull(changes?: {
    permissions?: Partial<Record<Permission, "read" | "write">>;
    body?: string;
    isFork?: boolean;
  }): Record<string, string>;
  /** Of a job on the main branch, once it is merged. */
  ofMain(permissions?: Permissions): Promise<Record<string, string>>;
  call(method: string, path: string, body?: object, token?: string): Promise<unknown>;
  comments(): { body: string; author: string }[];
  /** The page that jobs wrote. */
  page(): string;
  /** The file of their outputs. */
  outputs(): string;
  close(): Promise<void>;
}

type Permissions = Partial<Record<Permission, "read" | "write">>;

const path = "/repos/market-edge/email";
const name = "market-edge/email";

export async function startJobWorld(): Promise<JobWorld> {
  const github = await startGithub(
    { log: new RequestLog(), trouble: new Trouble("seed", []) },
    {
      accounts: [{ login: "market-edge", id: 1, type: "Organization", plan: "enterprise" }],
      teams: [],
      repositories: [
        { owner: "market-edge", name: "email", id: 4, visibility: "private", commits: [{ branch: "topic", message: "topic" }] },
      ],
    },
  );
  const repository = github.state.repository(name);
  if (!repository) throw new Error("the world has a repository");
  const folder = mkdtempSync(join(tmpdir(), "job-"));
  const call = async (method: string, route: string, body?: object, token = github.token): Promise<unknown> => {
    const answer = await fetch(`${github.url}${path}${route}`, {
      method,
      headers: { Authorization: `token ${token}` },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!answer.ok) throw new Error(`${method} ${route}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? undefined : answer.json();
  };
  const { number } = (await call("POST", "/pulls", { title: "Topic", head: "topic", base: "main", body: "" })) as { number: number };
  const written = (file: string): string => (existsSync(join(folder, file)) ? readFileSync(join(folder, file), "utf8") : "");
  let merged = "";
  let runs = 700;

  const job = (event: object, permissions: Permissions): Record<string, string> => {
    const file = join(folder, `event-${++runs}.json`);
    writeFileSync(file, JSON.stringify({ repository: { default_branch: "main" }, ...event }));
    return {
      ...{ GITHUB_ACTIONS: "true", GITHUB_REPOSITORY: name, GITHUB_API_URL: github.url, GITHUB_ACTOR: "octocat", GITHUB_EVENT_PATH: file },
      ...{
        GITHUB_RUN_ID: String(runs),
        GITHUB_RUN_ATTEMPT: "1",
        GITHUB_STEP_SUMMARY: join(folder, "page.md"),
        GITHUB_OUTPUT: join(folder, "output"),
      },
      GITHUB_TOKEN: github.issueToken(permissions, { kind: "job", repositories: [name] }),
    };
  };
  return {
    ...{ github, repository, number, call },
    ofPull: ({ permissions = { pull_requests: "write" } as Permissions, body = "", isFork = false } = {}) => {
      const head = { sha: repository.branches.get("topic") ?? "", repo: { full_name: isFork ? "mallory/email" : name } };
      const pull = { number, body, head, base: { sha: repository.branches.get("main") ?? "", repo: { full_name: name } } };
      const env = job({ pull_request: pull }, permissions);
      return { ...env, GITHUB_EVENT_NAME: "pull_request", GITHUB_REF: `refs/pull/${number}/merge`, GITHUB_SHA: "f".repeat(40) };
    },
    ofMain: async (permissions = { pull_requests: "write", contents: "read" }) => {
      if (!merged) merged = ((await call("PUT", `/pulls/${number}/merge`, {})) as { sha: string }).sha;
      const env = job({ after: merged }, permissions);
      return { ...env, GITHUB_EVENT_NAME: "push", GITHUB_REF: "refs/heads/main", GITHUB_SHA: merged };
    },
    comments: () => [...repository.comments.values()].map(({ body, user }) => ({ body, author: user.login })),
    page: () => written("page.md"),
    outputs: () => written("output"),
    close: async () => {
      rmSync(folder, { recursive: true });
      await github.stop();
    },
  };
}
