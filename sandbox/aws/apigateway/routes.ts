/**
 * API Gateway's own HTTP API, version 2: the calls that Terraform's AWS provider 5.100.0 makes for HTTP APIs with functions behind them.
 * https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html
 * Belief: the words of refusals, beyond their codes.
 */
import { type Context, Hono } from "hono";
import { bodyOf, without } from "./body";
import { addIntegrations, addRoutes } from "./integration-routes";
import { addStages } from "./stage-routes";
import { type Api, ApiGatewayError, type ApiGatewayState, badRequest, type HttpApi, type Tags } from "./state";

export function apiGatewayRoutes(state: ApiGatewayState): Hono {
  const app = new Hono();
  app.onError((error) => {
    if (!(error instanceof ApiGatewayError)) throw error;
    return Response.json({ message: error.message }, { status: error.status, headers: { "x-amzn-errortype": error.code } });
  });
  addApis(app, state);
  const of = (context: Context): HttpApi => state.api(context.req.param("api") ?? "");
  addIntegrations(app, of);
  addRoutes(app, of);
  addStages(app, of);
  addTags(app, state);
  return app;
}

function addApis(app: Hono, state: ApiGatewayState): void {
  const shown = ({ api }: HttpApi): object => ({
    apiKeySelectionExpression: "$request.header.x-api-key",
    ipAddressType: "ipv4",
    routeSelectionExpression: "$request.method $request.path",
    ...api,
    apiEndpoint: `https://${state.hostOf(api)}`,
  });
  app.post("/v2/apis", async (context) => {
    const given = await bodyOf(context);
    const { name, protocolType } = given;
    if (typeof name !== "string" || name === "") throw badRequest("name is required");
    if (protocolType !== "HTTP") throw badRequest("the sandbox has HTTP APIs only");
    const unknown = ["target", "routeKey", "credentialsArn", "corsConfiguration"].find((field) => given[field] !== undefined);
    if (unknown) throw new ApiGatewayError(501, "NotImplemented", `the sandbox knows no ${unknown} of an API`);
    return context.json(shown(state.create(given as Partial<Api> & { name: string })), 201);
  });
  app.get("/v2/apis", (context) => context.json({ items: [...state.apis.values()].map(shown) }));
  app.get("/v2/apis/:api", (context) => context.json(shown(state.api(context.req.param("api")))));
  app.patch("/v2/apis/:api", async (context) => {
    const changed = state.api(context.req.param("api"));
    Object.assign(changed.api, without(await bodyOf(context), "apiId", "tags"));
    return context.json(shown(changed));
  });
  app.delete("/v2/apis/:api", (context) => {
    state.apis.delete(state.api(context.req.param("api")).api.apiId);
    return context.body(null, 204);
  });
}

function addTags(app: Hono, state: ApiGatewayState): void {
  const path = "/v2/tags/:arn";
  const tagged = (context: Context): { tags: Tags } => state.tagged(context.req.param("arn") ?? "");
  app.get(path, (context) => context.json({ tags: tagged(context).tags }));
  app.post(path, async (context) => {
    Object.assign(tagged(context).tags, ((await bodyOf(context)) as { tags?: Tags }).tags);
    return context.json({}, 201);
  });
  app.delete(path, (context) => {
    const { tags } = tagged(context);
    for (const key of context.req.queries("tagKeys") ?? []) delete tags[key];
    return context.body(null, 204);
  });
}
