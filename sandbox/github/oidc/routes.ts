/**
 * The issuer's addresses: what a job asks for tokens, and what the world verifies them with (OpenID Connect Discovery 1.0). Answers as
 * actions/toolkit's oidc-utils.ts reads them; unsure: the words of the refusal.
 */
import { type Context, Hono } from "hono";
import { type Issuer, issuer as name } from "./issuer";

export function oidcRoutes(issuer: Issuer): Hono {
  const routes = new Hono();

  routes.get("/idtoken/:run/:job", async (context) => {
    const bearer = /^bearer (\S+)$/i.exec(context.req.header("Authorization") ?? "")?.[1] ?? "";
    const value = await issuer.issue(context.req.path, bearer, context.req.query("audience"));
    if (value === undefined) return context.json({ message: "Unauthorized" }, 401);
    return context.json({ count: value.length, value });
  });

  routes.get("/.well-known/openid-configuration", (context) =>
    context.json({
      issuer: name,
      jwks_uri: `${origin(context)}/.well-known/jwks`,
      subject_types_supported: ["public", "pairwise"],
      response_types_supported: ["id_token"],
      claims_supported: [...standardClaims, ...jobClaimNames],
      id_token_signing_alg_values_supported: ["RS256"],
      scopes_supported: ["openid"],
    }),
  );

  routes.get("/.well-known/jwks", async (context) => context.json(await issuer.signer.keySet()));
  return routes;
}

const origin = (context: Context): string => new URL(context.req.url).origin;
const standardClaims = ["sub", "aud", "exp", "iat", "iss", "jti", "nbf"];
const jobClaimNames = [
  ...["ref", "sha", "repository", "repository_id", "repository_owner", "repository_owner_id", "run_id", "run_number", "run_attempt"],
  ...["actor", "actor_id", "workflow", "workflow_ref", "workflow_sha", "head_ref", "base_ref", "event_name", "ref_type", "ref_protected"],
  ...["environment", "environment_node_id", "job_workflow_ref", "job_workflow_sha", "repository_visibility", "runner_environment"],
];
