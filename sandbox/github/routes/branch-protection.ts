/**
 * Branch protection: https://docs.github.com/en/rest/branches/branch-protection. It is kept and shown, and decides which branches an environment for
 * protected ones lets in; merges and pushes are not held to it. Not imitated: restrictions to people, bypassing, signatures.
 */
import { z } from "zod";
import { repositoryUrl } from "../answers/repository";
import { refuse } from "../github-error";
import type { Protection } from "../verdicts";
import { type AddRepositoryRoute, type RepositoryCall, readBody } from "./add-route";

const path = "/branches/:branch/protection";
const rules = z.strictObject({
  required_status_checks: z.strictObject({ strict: z.boolean(), contexts: z.array(z.string()) }).nullable(),
  enforce_admins: z.boolean().nullable(),
  required_pull_request_reviews: z
    .strictObject({
      ...{ dismiss_stale_reviews: z.boolean().default(false), require_code_owner_reviews: z.boolean().default(false) },
      ...{
        required_approving_review_count: z.number().int().min(0).max(6).default(1),
        require_last_push_approval: z.boolean().default(false),
      },
    })
    .nullable(),
  restrictions: z.null(),
  ...{ required_linear_history: z.boolean().default(false), allow_force_pushes: z.boolean().nullable().default(false) },
  ...{ allow_deletions: z.boolean().default(false), required_conversation_resolution: z.boolean().default(false) },
});

export function branchProtectionRoutes(add: AddRepositoryRoute): void {
  add("GET", path, "administration=read", (call) => call.context.json(show(known(call), call)));

  add("PUT", path, "administration=write", async (call) => {
    if (!call.repository.branches.has(call.param("branch"))) return refuse(404, "Branch not found");
    const { required_status_checks: checks, required_pull_request_reviews: reviews, ...rest } = await readBody(call, rules);
    const protection: Protection = {
      checks: checks ?? undefined,
      reviews: reviews
        ? {
            ...{ count: reviews.required_approving_review_count, dismissStale: reviews.dismiss_stale_reviews },
            ...{ codeOwners: reviews.require_code_owner_reviews, lastPush: reviews.require_last_push_approval },
          }
        : undefined,
      ...{ includesAdmins: rest.enforce_admins ?? false, linearHistory: rest.required_linear_history, deletions: rest.allow_deletions },
      ...{ forcePushes: rest.allow_force_pushes ?? false, conversations: rest.required_conversation_resolution },
    };
    call.repository.protections.set(call.param("branch"), protection);
    return call.context.json(show(protection, call));
  });

  add("DELETE", path, "administration=write", (call) => {
    known(call);
    call.repository.protections.delete(call.param("branch"));
    return call.context.body(null, 204);
  });
}

function known({ repository, param }: RepositoryCall): Protection {
  if (!repository.branches.has(param("branch"))) return refuse(404, "Branch not found");
  return repository.protections.get(param("branch")) ?? refuse(404, "Branch not protected");
}

function show({ checks, reviews, ...rest }: Protection, { repository, api, param }: RepositoryCall): object {
  const url = `${repositoryUrl(repository, api)}/branches/${encodeURIComponent(param("branch"))}/protection`;
  const checksUrl = `${url}/required_status_checks`;
  return {
    url,
    ...(checks
      ? {
          required_status_checks: {
            ...{ url: checksUrl, ...checks, contexts_url: `${checksUrl}/contexts` },
            checks: checks.contexts.map((context) => ({ context, app_id: null })),
          },
        }
      : {}),
    ...(reviews
      ? {
          required_pull_request_reviews: {
            ...{ url: `${url}/required_pull_request_reviews`, required_approving_review_count: reviews.count },
            ...{ dismiss_stale_reviews: reviews.dismissStale, require_code_owner_reviews: reviews.codeOwners },
            require_last_push_approval: reviews.lastPush,
          },
        }
      : {}),
    required_signatures: { url: `${url}/required_signatures`, enabled: false },
    enforce_admins: { url: `${url}/enforce_admins`, enabled: rest.includesAdmins },
    ...{ required_linear_history: { enabled: rest.linearHistory }, allow_force_pushes: { enabled: rest.forcePushes } },
    ...{ allow_deletions: { enabled: rest.deletions }, block_creations: { enabled: false } },
    ...{ required_conversation_resolution: { enabled: rest.conversations }, lock_branch: { enabled: false } },
    allow_fork_syncing: { enabled: false },
  };
}
