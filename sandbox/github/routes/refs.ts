/** Branches and tags as Git has them: https://docs.github.com/en/rest/git/refs. Not imitated: tag objects, and rules against moving them. */
import { z } from "zod";
import { repositoryUrl } from "../answers/repository";
import { notFound, refuse } from "../github-error";
import { historyOf } from "../history";
import { nodeId } from "../node-id";
import { type AddRepositoryRoute, type RepositoryCall, readBody } from "./add-route";

const created = z.strictObject({ ref: z.string().regex(/^refs\/(heads|tags)\/.+/), sha: z.string() });
const moved = z.strictObject({ sha: z.string(), force: z.boolean().default(false) });

export function refRoutes(add: AddRepositoryRoute): void {
  add("GET", "/git/ref/:ref{.+}", "contents=read", (call) => {
    const { names, name } = placeOf(call, call.param("ref"));
    return call.context.json(show(call, call.param("ref"), names.get(name) ?? notFound()));
  });

  add("POST", "/git/refs", "contents=write", async (call) => {
    const { ref, sha } = await readBody(call, created);
    const { names, name } = placeOf(call, ref.slice("refs/".length));
    if (names.has(name)) return refuse(422, "Reference already exists");
    if (!call.repository.commits.has(sha)) return refuse(422, "Object does not exist");
    names.set(name, sha);
    return call.context.json(show(call, ref.slice("refs/".length), sha), 201);
  });

  add("PATCH", "/git/refs/:ref{.+}", "contents=write", async (call) => {
    const { names, name } = placeOf(call, call.param("ref"));
    const { sha, force } = await readBody(call, moved);
    const [old, commit] = [call.repository.commits.get(names.get(name) ?? ""), call.repository.commits.get(sha)];
    if (!old) return refuse(422, "Reference does not exist");
    if (!commit) return refuse(422, "Object does not exist");
    if (!force && !historyOf(call.repository, commit).includes(old)) return refuse(422, "Update is not a fast forward");
    names.set(name, sha);
    return call.context.json(show(call, call.param("ref"), sha));
  });

  add("DELETE", "/git/refs/:ref{.+}", "contents=write", (call) => {
    const { names, name } = placeOf(call, call.param("ref"));
    if (!names.delete(name)) return refuse(422, "Reference does not exist");
    return call.context.body(null, 204);
  });
}

/** @param ref "heads/main" or "tags/v1" */
function placeOf({ repository }: RepositoryCall, ref: string): { names: Map<string, string>; name: string } {
  const [kind, ...rest] = ref.split("/");
  if (kind !== "heads" && kind !== "tags") return notFound();
  return { names: kind === "heads" ? repository.branches : repository.tags, name: rest.join("/") };
}

function show({ repository, api }: RepositoryCall, ref: string, sha: string): object {
  const git = `${repositoryUrl(repository, api)}/git`;
  const path = ref.split("/").map(encodeURIComponent).join("/");
  return {
    ...{ ref: `refs/${ref}`, node_id: nodeId("REF", `${repository.id}:refs/${ref}`), url: `${git}/refs/${path}` },
    object: { sha, type: "commit", url: `${git}/commits/${sha}` },
  };
}
