/**
 * Deployments and their statuses: https://docs.github.com/en/rest/deployments. Not imitated: merging the default branch first, and waiting for
 * status checks (as if `required_contexts` were empty).
 */
import { z } from "zod";
import { deploymentAnswer, deploymentStatusAnswer } from "../answers/deployment";
import { type Deployment, deploymentStates } from "../automation";
import { addDeploymentStatus, recordDeployment } from "../deploy";
import { notFound, refuse } from "../github-error";
import { resolveRef } from "../history";
import { type AddRepositoryRoute, page, type RepositoryCall, readBody } from "./add-route";

const created = z.strictObject({
  ref: z.string().min(1),
  task: z.string().default("deploy"),
  auto_merge: z.boolean().optional(),
  required_contexts: z.array(z.string()).optional(),
  payload: z.union([z.record(z.string(), z.unknown()), z.string()]).default(""),
  environment: z.string().default("production"),
  description: z.string().max(140).nullish(),
  transient_environment: z.boolean().default(false),
  production_environment: z.boolean().optional(),
});
const newStatus = z.strictObject({
  state: z.enum(deploymentStates),
  target_url: z.string().default(""),
  log_url: z.string().default(""),
  description: z.string().max(140).default(""),
  environment: z.string().optional(),
  environment_url: z.string().default(""),
  auto_inactive: z.boolean().default(true),
});

export function deploymentRoutes(add: AddRepositoryRoute): void {
  const show = ({ repository, api }: RepositoryCall, deployment: Deployment): object => deploymentAnswer(deployment, repository, api);

  add("GET", "/deployments", "deployments=read", (call) => {
    const matches = (name: "sha" | "ref" | "task" | "environment", deployment: Deployment): boolean =>
      [undefined, "none", deployment[name]].includes(call.context.req.query(name));
    const deployments = [...call.repository.deployments.values()]
      .filter((each) => (["sha", "ref", "task", "environment"] as const).every((name) => matches(name, each)))
      .reverse();
    return page(call, deployments, (each) => show(call, each));
  });

  add("POST", "/deployments", "deployments=write", async (call) => {
    const {
      ref,
      task,
      payload,
      environment,
      description = null,
      transient_environment,
      production_environment,
    } = await readBody(call, created);
    const { sha } = resolveRef(call.repository, ref) ?? refuse(422, `No ref found for: ${ref}`);
    const isForUsers = production_environment ?? environment === "production";
    const made = recordDeployment(
      call.repository,
      { sha, ref, task, payload, environment, description, isTransient: transient_environment, isForUsers, creator: call.token.user },
      sourceOf(call),
    );
    return call.context.json(show(call, made), 201);
  });

  add("GET", "/deployments/:deployment", "deployments=read", (call) => call.context.json(show(call, known(call))));

  add("GET", "/deployments/:deployment/statuses", "deployments=read", (call) => {
    const deployment = known(call);
    return page(call, deployment.statuses, (status) => deploymentStatusAnswer(status, deployment, call.repository, call.api));
  });

  add("POST", "/deployments/:deployment/statuses", "deployments=write", async (call) => {
    const deployment = known(call);
    const { state, description, target_url, log_url, environment_url, auto_inactive, environment } = await readBody(call, newStatus);
    if (environment !== undefined) deployment.environment = environment;
    const addresses = { targetUrl: target_url || log_url, logUrl: log_url || target_url, environmentUrl: environment_url };
    const status = { state, description, ...addresses, creator: call.token.user, endsOthers: auto_inactive };
    const added = addDeploymentStatus(call.repository, deployment, status, sourceOf(call));
    return call.context.json(deploymentStatusAnswer(added, deployment, call.repository, call.api), 201);
  });
}

const sourceOf = (call: RepositoryCall) => ({ newId: () => call.state.newId(), now: call.now });

const known = ({ repository, param }: RepositoryCall): Deployment => repository.deployments.get(Number(param("deployment"))) ?? notFound();
