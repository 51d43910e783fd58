/** A stand-in with one organisation and its repository, asked as any client asks; every answer is one that GitHub's description allows. */
import { addArtifact, startRun } from "../../../sandbox/github/automation";
import { newEnvironment } from "../../../sandbox/github/environment";
import { githubRoutes } from "../../../sandbox/github/routes";
import { type Github, startGithub } from "../../../sandbox/github/start";
import type { KnownToGithub, Repository } from "../../../sandbox/github/state";
import { routeOf } from "../../../sandbox/http-service";
import { RequestLog } from "../../../sandbox/request-log";
import { Trouble, type TroubleRule } from "../../../sandbox/trouble";
import { faultsOf } from "./description";

export const repositoryPath = "/repos/market-edge/email";

export interface World {
  github: Github;
  log: RequestLog;
  repository: Repository;
  call(method: string, path: string, body?: object, options?: CallOptions): Promise<Answer>;
}

interface CallOptions {
  token?: string;
  headers?: Record<string, string>;
}

// biome-ignore lint/suspicious/noExplicitAny: bodies are judged by GitHub's description, not by types.
type Body = any;
interface Answer {
  status: number;
  headers: Headers;
  body: Body;
}

export async function startWorld(known: Partial<KnownToGithub> = {}, rules: readonly TroubleRule[] = []): Promise<World> {
  const log = new RequestLog();
  const github = await startGithub(
    { log, trouble: new Trouble("seed", rules) },
    {
      accounts: [
        { login: "market-edge", id: 1, type: "Organization", plan: "enterprise" },
        { login: "ada", id: 2, type: "User", plan: "free" },
      ],
      teams: [{ organisation: "market-edge", slug: "platform", id: 3 }],
      repositories: [
        {
          workflows: ["apply.yml"],
          ...{ owner: "market-edge", name: "email", id: 4, visibility: "private" },
          commits: [
            {
              branch: "topic",
              message: "topic",
              files: [{ filename: "a b/c.ts", status: "added", additions: 1, deletions: 0, text: "export {};\n" }],
            },
          ],
        },
      ],
      ...known,
    },
  );
  const repository = [...github.state.repositories.values()][0];
  if (!repository) throw new Error("a world has a repository");
  const routes = githubRoutes(github.state);

  async function call(method: string, path: string, body?: object, { token = github.token, headers = {} }: CallOptions = {}) {
    const response = await fetch(`${github.url}${path}`, {
      method,
      redirect: "manual",
      headers: { ...(token ? { Authorization: `token ${token}` } : {}), ...headers },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") === true;
    const answer = { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text || undefined };
    const route = routeOf(routes, method, path.split("?")[0] ?? "");
    if (route !== undefined && route !== "/graphql") expect(faultsOf(`${method} ${route}`, answer.status, answer.body)).toEqual([]);
    return answer;
  }
  return { github, log, repository, call };
}

/** A run, 5, that waits for octocat or a team to let it use an environment, 7, and its artifact, 6. */
export function seedRun(repository: Repository): void {
  const [now, sha] = ["2026-01-01T00:00:00Z", repository.branches.get("main") ?? ""];
  const run = { workflow: "apply.yml", event: "push", branch: "main", sha, actor: { login: "ada", id: 2, type: "User" as const } };
  const started = startRun(repository, run, { newId: () => 5, now: () => now });
  started.waiting.add("gated");
  const job = { attempt: 1, startedAt: now, completedAt: now };
  started.jobs.push({ ...job, id: 8, name: "plan", status: "completed", conclusion: "success" });
  addArtifact(repository, { name: "plan", run: 5, zip: Buffer.from("PK archive") }, { newId: () => 6, now: () => now });
  const reviewers = [{ type: "Team" as const, id: 3 }];
  repository.environments.set("gated", { ...newEnvironment(7, "gated", now), reviewers });
}
