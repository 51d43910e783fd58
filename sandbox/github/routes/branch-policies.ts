/** Which branches and tags an environment lets in: https://docs.github.com/en/rest/deployments/branch-policies */
import { z } from "zod";
import { notFound } from "../github-error";
import { nodeId } from "../node-id";
import type { GithubEnvironment } from "../state";
import { type AddRepositoryRoute, page, readBody } from "./add-route";
import { environmentPath, knownEnvironment } from "./environments";

const newPolicy = z.strictObject({ name: z.string().min(1), type: z.enum(["branch", "tag"]).default("branch") });
const path = `${environmentPath}/deployment-branch-policies`;

export function branchPolicyRoutes(add: AddRepositoryRoute): void {
  add("GET", path, "actions=read", (call) => page(call, knownEnvironment(call).policies, show, { name: "branch_policies" }));

  add("POST", path, "administration=write", async (call) => {
    const environment = knownEnvironment(call);
    const { name, type } = await readBody(call, newPolicy);
    if (environment.branches !== "custom") return notFound();
    if (environment.policies.some((each) => each.name === name && each.type === type)) return call.context.body(null, 303);
    const policy = { id: call.state.newId(), name, type };
    environment.policies.push(policy);
    return call.context.json(show(policy));
  });

  add("DELETE", `${path}/:policy`, "administration=write", (call) => {
    const environment = knownEnvironment(call);
    const index = environment.policies.findIndex(({ id }) => String(id) === call.param("policy"));
    if (index < 0) return notFound();
    environment.policies.splice(index, 1);
    return call.context.body(null, 204);
  });
}

const show = ({ id, name, type }: GithubEnvironment["policies"][number]): object => ({ id, node_id: nodeId("GABP", id), name, type });
