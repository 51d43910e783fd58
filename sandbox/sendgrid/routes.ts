/**
 * The SendGrid Web API v3 as far as an account is provisioned with it: keys, sender authentication, event webhooks, settings, subusers. Every
 * route names the scope that a key needs. An account acts for a subuser with its own key and the header `On-Behalf-Of`; a subuser of the EU is
 * known at the EU's host only, every other user at the global one. Not imitated: rate limits and their headers, mail/send. Unsure: the answers to a wrong
 * host, to a subuser that does not exist, and to a subuser's key with that header.
 * https://www.twilio.com/docs/sendgrid/api-reference/how-to-use-the-sendgrid-v3-api/on-behalf-of
 */
import { type Context, Hono } from "hono";
import type { Trouble } from "../trouble";
import type { AddRoute, Caller } from "./routes/add-route";
import { apiKeyRoutes } from "./routes/api-keys";
import { emailLogRoutes } from "./routes/email-logs";
import { recipientRoutes } from "./routes/recipients";
import { senderAuthenticationRoutes } from "./routes/sender-authentication";
import { settingRoutes } from "./routes/settings";
import { statisticsRoutes } from "./routes/statistics";
import { subuserRoutes } from "./routes/subusers";
import { unsubscribeGroupRoutes } from "./routes/unsubscribe-groups";
import { webhookRoutes } from "./routes/webhooks";
import { SendgridError } from "./sendgrid-error";
import type { Region, SendgridState } from "./state";
import { failure } from "./wire";

export interface SendgridHost {
  account: SendgridState;
  region: Region;
  /** The recursive resolver that validation asks. */
  resolver: string;
  trouble: Trouble;
}

/** The routes of one of SendGrid's two hosts. */
export function sendgridRoutes(host: SendgridHost): Hono {
  const routes = new Hono();
  const add: AddRoute = (method, path, scope, handle) =>
    routes.on(method, `/v3${path}`, (context) => handle(context, authorise(host, context, scope)));

  apiKeyRoutes(add, host.trouble);
  senderAuthenticationRoutes(add, host.resolver);
  webhookRoutes(add);
  settingRoutes(add);
  unsubscribeGroupRoutes(add);
  subuserRoutes(add);
  recipientRoutes(add);
  emailLogRoutes(add);
  statisticsRoutes(add);

  routes.onError((error) => {
    if (error instanceof SendgridError) return Response.json(failure(error.message, error.field), { status: error.status });
    throw error;
  });
  return routes;
}

function authorise({ account, region }: SendgridHost, context: Context, scope: string | undefined): Caller {
  const secret = /^Bearer (\S+)$/i.exec(context.req.header("Authorization") ?? "")?.[1];
  const owner = secret === undefined ? undefined : account.ownerOf(secret);
  if (!owner) throw new SendgridError(401, "authorization required");
  const user = actsFor(owner.user, context.req.header("On-Behalf-Of"));
  if (user.region !== region) throw new SendgridError(401, "authorization required");
  if (scope !== undefined && !owner.key.scopes.includes(scope)) throw new SendgridError(403, "access forbidden");
  return { key: owner.key, user };
}

function actsFor(owner: SendgridState, subuser: string | undefined): SendgridState {
  if (subuser === undefined) return owner;
  const found = owner.subusers.get(subuser);
  if (!found) throw new SendgridError(403, "access forbidden");
  return found;
}
