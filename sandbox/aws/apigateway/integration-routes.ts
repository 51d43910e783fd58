/**
 * Integrations and the routes that lead to them, as API Gateway's own HTTP API has them.
 * https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html
 */
import type { Context, Hono } from "hono";
import { bodyOf, without } from "./body";
import { badRequest, conflict, found, type HttpApi, type Integration, idOf, type Route } from "./state";

/** Of functions: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
export function addIntegrations(app: Hono, of: (context: Context) => HttpApi): void {
  const path = "/v2/apis/:api/integrations";
  const one = (context: Context): Integration => found(of(context).integrations, context.req.param("integration") ?? "", "Integration");
  const checked = (integration: Integration): Integration => {
    const { integrationType, integrationUri, payloadFormatVersion, timeoutInMillis } = integration;
    if (integrationType !== "AWS_PROXY") throw badRequest("the sandbox's integrations are functions: integrationType is AWS_PROXY");
    if (!/:lambda:[^:]+:\d{12}:function:|:lambda:path\//.test(integrationUri ?? "")) throw badRequest("Invalid integration URI specified");
    if (payloadFormatVersion === undefined) throw badRequest("PayloadFormatVersion is a required parameter for AWS_PROXY integration");
    if (payloadFormatVersion !== "2.0") throw badRequest("the sandbox knows payload format version 2.0 only");
    if (timeoutInMillis < 50 || timeoutInMillis > 30_000) throw badRequest("Timeout should be between 50 ms and 30000 ms");
    return integration;
  };
  app.post(path, async (context) => {
    const given = (await bodyOf(context)) as Partial<Integration>;
    // A function is always invoked by POST; AWS says so whatever it was told.
    const fixed = { connectionType: "INTERNET", timeoutInMillis: 30_000, ...given, integrationMethod: "POST" };
    const made = checked({ ...fixed, integrationId: idOf(7) } as Integration);
    of(context).integrations.set(made.integrationId, made);
    return context.json(made, 201);
  });
  app.get(path, (context) => context.json({ items: [...of(context).integrations.values()] }));
  app.get(`${path}/:integration`, (context) => context.json(one(context)));
  app.patch(`${path}/:integration`, async (context) => {
    const before = one(context);
    const changed = checked({ ...before, ...without(await bodyOf(context), "integrationId"), integrationMethod: "POST" } as Integration);
    of(context).integrations.set(before.integrationId, changed);
    return context.json(changed);
  });
  app.delete(`${path}/:integration`, (context) => {
    const { integrationId } = one(context);
    const user = [...of(context).routes.values()].find(({ target }) => target === `integrations/${integrationId}`);
    if (user) throw conflict(`Cannot delete Integration '${integrationId}' due to Route with id '${user.routeId}'`);
    of(context).integrations.delete(integrationId);
    return context.body(null, 204);
  });
}

export function addRoutes(app: Hono, of: (context: Context) => HttpApi): void {
  const path = "/v2/apis/:api/routes";
  const one = (context: Context): Route => found(of(context).routes, context.req.param("route") ?? "", "Route");
  const checked = (route: Route, { routes, integrations }: HttpApi): Route => {
    const { routeId, routeKey, target, authorizationType } = route;
    if (!/^(\$default|(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ANY) \/\S*)$/.test(routeKey ?? "")) {
      throw badRequest(
        'The provided route key is not formatted properly for HTTP protocol. Format should be "<HTTP METHOD> /<RESOURCE PATH>" or "$default"',
      );
    }
    if (authorizationType !== "NONE") throw badRequest("the sandbox has no authorizers");
    const same = [...routes.values()].find((other) => other.routeKey === routeKey && other.routeId !== routeId);
    if (same) throw conflict(`Route with key ${routeKey} already exists for this API`);
    if (target !== undefined) found(integrations, target.replace(/^integrations\//, ""), "Integration");
    return route;
  };
  app.post(path, async (context) => {
    const fixed = { apiKeyRequired: false, authorizationType: "NONE", ...(await bodyOf(context)), routeId: idOf(7) };
    const made = checked(fixed as unknown as Route, of(context));
    of(context).routes.set(made.routeId, made);
    return context.json(made, 201);
  });
  app.get(path, (context) => context.json({ items: [...of(context).routes.values()] }));
  app.get(`${path}/:route`, (context) => context.json(one(context)));
  app.patch(`${path}/:route`, async (context) => {
    const before = one(context);
    const changed = checked({ ...before, ...without(await bodyOf(context), "routeId") } as Route, of(context));
    of(context).routes.set(before.routeId, changed);
    return context.json(changed);
  });
  app.delete(`${path}/:route`, (context) => {
    of(context).routes.delete(one(context).routeId);
    return context.body(null, 204);
  });
}
