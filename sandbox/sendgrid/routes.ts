/**
 * The SendGrid Web API v3 as far as an account is provisioned with it: keys, sender authentication, event webhooks, settings. Every route
 * names the scope that a key needs. Not imitated: subusers (`on-behalf-of`), rate limits and their headers, mail/send.
 */
import { type Context, Hono } from "hono";
import type { ApiKey } from "./api-keys";
import type { AddRoute } from "./routes/add-route";
import { apiKeyRoutes } from "./routes/api-keys";
import { senderAuthenticationRoutes } from "./routes/sender-authentication";
import { settingRoutes } from "./routes/settings";
import { webhookRoutes } from "./routes/webhooks";
import { SendgridError } from "./sendgrid-error";
import type { SendgridState } from "./state";
import { failure } from "./wire";

/** @param resolver the recursive resolver that validation asks. */
export function sendgridRoutes(state: SendgridState, resolver: string): Hono {
  const routes = new Hono();
  const add: AddRoute = (method, path, scope, handle) =>
    routes.on(method, `/v3${path}`, (context) => handle(context, authorise(state, context, scope)));

  apiKeyRoutes(add, state);
  senderAuthenticationRoutes(add, state, resolver);
  webhookRoutes(add, state);
  settingRoutes(add, state);

  routes.onError((error) => {
    if (error instanceof SendgridError) return Response.json(failure(error.message, error.field), { status: error.status });
    throw error;
  });
  return routes;
}

function authorise(state: SendgridState, context: Context, scope: string | undefined): ApiKey {
  const secret = /^Bearer (\S+)$/i.exec(context.req.header("Authorization") ?? "")?.[1];
  const key = secret === undefined ? undefined : state.keys.bySecret(secret);
  if (!key) throw new SendgridError(401, "authorization required");
  if (scope !== undefined && !key.scopes.includes(scope)) throw new SendgridError(403, "access forbidden");
  return key;
}
