/** What runs have left: https://docs.github.com/en/rest/actions/artifacts. An archive is at an address of its own, for whoever has that. */
import type { Hono } from "hono";
import { artifactAnswer } from "../answers/run";
import type { Artifact } from "../automation";
import { notFound, refuse } from "../github-error";
import type { GithubState } from "../state";
import { type AddRepositoryRoute, page, type RepositoryCall } from "./add-route";
import { knownRun } from "./runs";

export function artifactRoutes(add: AddRepositoryRoute): void {
  const list = (call: RepositoryCall, artifacts: readonly Artifact[]): Response => {
    const name = call.context.req.query("name");
    const asked = artifacts.filter((each) => name === undefined || each.name === name).reverse();
    return page(call, asked, (each) => artifactAnswer(each, call.repository, call.api), { name: "artifacts" });
  };

  add("GET", "/actions/artifacts", "actions=read", (call) => list(call, [...call.repository.artifacts.values()]));

  add("GET", "/actions/runs/:run/artifacts", "actions=read", (call) => {
    const { id } = knownRun(call);
    return list(
      call,
      [...call.repository.artifacts.values()].filter(({ run }) => run === id),
    );
  });

  add("GET", "/actions/artifacts/:artifact", "actions=read", (call) =>
    call.context.json(artifactAnswer(known(call), call.repository, call.api)),
  );

  add("GET", "/actions/artifacts/:artifact/:format", "actions=read", (call) => {
    const { isExpired, secret } = known(call);
    if (call.param("format") !== "zip") return notFound();
    if (isExpired) return refuse(410, "Artifact has expired");
    return call.context.redirect(`${call.api}${archives}/${secret}`, 302);
  });
}

export const archives = "/archives";

/** As the storage behind GitHub serves them: without a token. */
export function archiveRoutes(routes: Hono, state: GithubState): void {
  routes.get(`${archives}/:secret`, (context) => {
    const artifacts = [...state.repositories.values()].flatMap((repository) => [...repository.artifacts.values()]);
    const { zip } = artifacts.find(({ secret }) => secret === context.req.param("secret")) ?? notFound();
    return context.body(new Uint8Array(zip), 200, { "Content-Type": "application/zip" });
  });
}

const known = ({ repository, param }: RepositoryCall): Artifact => repository.artifacts.get(Number(param("artifact"))) ?? notFound();
