/** Statuses of commits: https://docs.github.com/en/rest/commits/statuses */
import { z } from "zod";
import { simpleUser } from "../answers/account";
import { minimalRepository, repositoryUrl } from "../answers/repository";
import { nodeId } from "../node-id";
import type { CommitStatus } from "../verdicts";
import { type AddRepositoryRoute, page, type RepositoryCall, readBody } from "./add-route";
import { knownCommit } from "./commits";

const created = z.strictObject({
  state: z.enum(["error", "failure", "pending", "success"]),
  target_url: z.string().nullish(),
  description: z.string().max(140).nullish(),
  context: z.string().default("default"),
});

export function commitStatusRoutes(add: AddRepositoryRoute): void {
  add("POST", "/statuses/:sha", "statuses=write", async (call) => {
    const { sha } = knownCommit(call, call.param("sha"));
    const { state, target_url, description, context } = await readBody(call, created);
    const about = { state, context, description: description ?? null, targetUrl: target_url ?? null };
    const status: CommitStatus = { ...about, id: call.state.newId(), sha, creator: call.token.user, createdAt: call.now() };
    call.repository.statuses.push(status);
    return call.context.json({ ...show(status, call), creator: simpleUser(status.creator, call.api) }, 201);
  });

  add("GET", "/commits/:ref/statuses", "statuses=read", (call) =>
    page(call, newestFirst(call), (status) => ({ ...show(status, call), creator: simpleUser(status.creator, call.api) })),
  );

  add("GET", "/commits/:ref/status", "statuses=read", (call) => {
    const all = newestFirst(call);
    const latest = all.filter(({ context }, index) => all.findIndex((each) => each.context === context) === index);
    const { sha } = knownCommit(call, call.param("ref"));
    const commit_url = `${repositoryUrl(call.repository, call.api)}/commits/${sha}`;
    return call.context.json({
      ...{ state: together(latest), statuses: latest.map((status) => show(status, call)), sha, total_count: latest.length },
      ...{ repository: minimalRepository(call.repository, call.api), commit_url, url: `${commit_url}/status` },
    });
  });
}

function newestFirst(call: RepositoryCall): CommitStatus[] {
  const { sha } = knownCommit(call, call.param("ref"));
  return call.repository.statuses.filter((status) => status.sha === sha).reverse();
}

function together(statuses: readonly CommitStatus[]): CommitStatus["state"] {
  if (statuses.some(({ state }) => state === "error" || state === "failure")) return "failure";
  return statuses.length === 0 || statuses.some(({ state }) => state === "pending") ? "pending" : "success";
}

const show = (
  { id, sha, state, context, description, targetUrl, creator, createdAt }: CommitStatus,
  { repository, api }: RepositoryCall,
) => ({
  ...{ url: `${repositoryUrl(repository, api)}/statuses/${sha}`, id, node_id: nodeId("SC", id), state, description, context },
  ...{ avatar_url: `https://avatars.githubusercontent.com/u/${creator.id}?v=4`, target_url: targetUrl },
  ...{ created_at: createdAt, updated_at: createdAt },
});
