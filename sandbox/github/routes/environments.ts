/**
 * Environments: https://docs.github.com/en/rest/deployments/environments. Unsure: that PUT resets what it does not mention, and that reviewers who
 * may not read the repository are left out silently.
 */
import { z } from "zod";
import { environmentAnswer } from "../answers/environment";
import { newEnvironment } from "../environment";
import { notFound, refuse } from "../github-error";
import { featuresOf, type GithubEnvironment } from "../state";
import { type AddRepositoryRoute, page, type RepositoryCall, readBody } from "./add-route";

export const environmentPath = "/environments/:environment";

const newRules = z.strictObject({
  wait_timer: z.number().int().min(0).max(43_200).optional(),
  prevent_self_review: z.boolean().optional(),
  reviewers: z
    .array(z.strictObject({ type: z.enum(["User", "Team"]), id: z.number() }))
    .max(6)
    .nullable()
    .optional(),
  can_admins_bypass: z.boolean().optional(),
  deployment_branch_policy: z
    .strictObject({ protected_branches: z.boolean(), custom_branch_policies: z.boolean() })
    .refine((policy) => policy.protected_branches !== policy.custom_branch_policies)
    .nullable()
    .optional(),
});

export function environmentRoutes(add: AddRepositoryRoute): void {
  const show = ({ repository, state, api }: RepositoryCall, environment: GithubEnvironment): object =>
    environmentAnswer(environment, repository, state, api);

  add("GET", "/environments", "actions=read", (call) =>
    page(call, [...call.repository.environments.values()], (each) => show(call, each), { name: "environments" }),
  );

  add("GET", environmentPath, "actions=read", (call) => call.context.json(show(call, knownEnvironment(call))));

  add("PUT", environmentPath, "administration=write", async (call) => {
    const body = await readBody(call, newRules);
    const { environments, rules } = featuresOf(call.repository);
    if (!environments) return notFound();
    const mentioned = ["reviewers", "wait_timer", "prevent_self_review"].some((key) => key in body);
    if (mentioned && !rules) {
      const rule = "Please ensure the billing plan supports the required reviewers protection rule.";
      return refuse(422, `Failed to create the environment protection rule. ${rule}`);
    }
    return call.context.json(show(call, write(call, body)));
  });

  add("DELETE", environmentPath, "administration=write", (call) => {
    const { name } = knownEnvironment(call);
    call.repository.environments.delete(name.toLowerCase());
    return call.context.body(null, 204);
  });
}

export const knownEnvironment = ({ repository, param }: RepositoryCall): GithubEnvironment =>
  repository.environments.get(param("environment").toLowerCase()) ?? notFound();

/** Reviewers that GitHub does not know, or who may not read the repository, are left out. */
function write({ state, repository, param, now }: RepositoryCall, body: z.infer<typeof newRules>): GithubEnvironment {
  const name = param("environment");
  const old = repository.environments.get(name.toLowerCase()) ?? newEnvironment(state.newId(), name, now());
  const known = new Set([...[...state.accounts.values()].map(({ id }) => id), ...state.teams.map(({ id }) => id)]);
  const policy = body.deployment_branch_policy ?? null;
  const branches = policy === null ? "all" : policy.custom_branch_policies ? "custom" : "protected";
  const environment: GithubEnvironment = {
    ...old,
    updatedAt: now(),
    reviewers: (body.reviewers ?? []).filter(({ id }) => known.has(id) && !repository.strangers.has(id)),
    preventSelfReview: body.prevent_self_review ?? false,
    waitTimer: body.wait_timer ?? 0,
    adminsMayBypass: body.can_admins_bypass ?? true,
    branches,
    policies: branches === "custom" ? old.policies : [],
  };
  repository.environments.set(name.toLowerCase(), environment);
  return environment;
}
