/** Users, organisations and teams: https://docs.github.com/en/rest/users, /orgs, /teams */
import { has, requirePermission } from "../access";
import { fullTeam, organisation, publicUser } from "../answers/account";
import { notFound } from "../github-error";
import type { GithubAccount } from "../state";
import type { AddRoute, Call } from "./add-route";

export function accountRoutes(add: AddRoute): void {
  add("GET", "/users/:login", (call) => call.context.json(publicUser(known(call, "login"), call.api)));

  add("GET", "/orgs/:org", (call) => {
    const account = knownOrganisation(call);
    return call.context.json(organisation(account, has(call.token, "organization_plan=read"), call.api));
  });

  add("GET", "/orgs/:org/teams/:slug", (call) => {
    requirePermission(call.token, "members=read");
    const team = call.state.team(call.param("org"), call.param("slug")) ?? notFound();
    return call.context.json(fullTeam(team, known(call, "org"), call.api));
  });
}

export function knownOrganisation(call: Call): GithubAccount {
  const account = known(call, "org");
  return account.type === "Organization" ? account : notFound();
}

const known = ({ state, param }: Call, name: string): GithubAccount => state.accounts.get(param(name).toLowerCase()) ?? notFound();
