/** Repositories: https://docs.github.com/en/rest/repos/repos */
import { fullRepository } from "../answers/repository";
import type { AddRepositoryRoute } from "./add-route";

export function repositoryRoutes(add: AddRepositoryRoute): void {
  add("GET", "", "metadata=read", ({ context, repository, token, api }) => context.json(fullRepository(repository, token, api)));
}
