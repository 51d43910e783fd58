/**
 * The identity token of a job, which AWS takes for a role: a job that may ask for one (`permissions: id-token: write`) has the address and a bearer
 * token in its variables. https://docs.github.com/en/actions/reference/security/oidc
 */
import { z } from "zod";
import { OperatorError } from "../../declaration/operator-error";
import { requireShape } from "../http/json-client";
import { request } from "../http/request";

export interface IdentityRequest {
  url: string;
  bearer: string;
}

/** @returns undefined where no job may ask. */
export function identityRequest(env: Readonly<Record<string, string | undefined>>): IdentityRequest | undefined {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer } = env;
  return url && bearer ? { url, bearer } : undefined;
}

/** @throws OperatorError; it holds neither token. */
export async function readIdentityToken({ url, bearer }: IdentityRequest, audience: string): Promise<string> {
  const asked = `${url}${url.includes("?") ? "&" : "?"}audience=${encodeURIComponent(audience)}`;
  const answer = await request({ method: "GET", url: asked, headers: { Authorization: `Bearer ${bearer}` } }, {});
  if (answer.status !== 200)
    throw new OperatorError(
      `GitHub gives this job no identity token, status ${answer.status}${answer.failure ? ` (${answer.failure})` : ""}`,
      "run the job again; it needs `permissions: id-token: write`",
    );
  return requireShape("GitHub", "the identity token", z.object({ value: z.string().min(1) }), JSON.parse(answer.text) as unknown).value;
}
