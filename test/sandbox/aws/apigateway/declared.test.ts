/** API Gateway's own HTTP API: what it refuses. https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html */
import { matchRoute } from "../../../../sandbox/aws/apigateway/match-route";
import { apiGatewayRoutes } from "../../../../sandbox/aws/apigateway/routes";
import { ApiGatewayState, type Route, type Stage } from "../../../../sandbox/aws/apigateway/state";
import { Throttle } from "../../../../sandbox/aws/apigateway/throttle";

const state = new ApiGatewayState("111122223333", "eu-central-1");
const app = apiGatewayRoutes(state);

async function call(
  method: string,
  path: string,
  body?: object,
): Promise<{ status: number; error: string | null; body: Record<string, string> }> {
  const response = await app.request(`http://gateway${path}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
  const text = await response.text();
  return { status: response.status, error: response.headers.get("x-amzn-errortype"), body: text === "" ? {} : JSON.parse(text) };
}

let api: string;
let integration: string;
const functionUri = "arn:aws:lambda:eu-central-1:111122223333:function:taker";
const proxy = { integrationType: "AWS_PROXY", integrationUri: functionUri, payloadFormatVersion: "2.0" };
beforeAll(async () => {
  const made = await call("POST", "/v2/apis", { name: "taker", protocolType: "HTTP", tags: { a: "1" } });
  api = `/v2/apis/${made.body.apiId}`;
  integration = String((await call("POST", `${api}/integrations`, proxy)).body.integrationId);
  await call("POST", `${api}/routes`, { routeKey: "POST /events", target: `integrations/${integration}` });
  await call("POST", `${api}/stages`, { stageName: "$default", autoDeploy: true });
});

test.each<[string, () => Promise<{ status: number; error: string | null }>, number, string]>([
  ["a second route of one key", () => call("POST", `${api}/routes`, { routeKey: "POST /events" }), 409, "ConflictException"],
  ["a key that is none", () => call("POST", `${api}/routes`, { routeKey: "/events" }), 400, "BadRequestException"],
  [
    "a target that is not there",
    () => call("POST", `${api}/routes`, { routeKey: "GET /", target: "integrations/no" }),
    404,
    "NotFoundException",
  ],
  ["a second stage of one name", () => call("POST", `${api}/stages`, { stageName: "$default" }), 409, "ConflictException"],
  ["an integration that a route uses", () => call("DELETE", `${api}/integrations/${integration}`), 409, "ConflictException"],
  [
    "an integration without a format",
    () => call("POST", `${api}/integrations`, { ...proxy, payloadFormatVersion: undefined }),
    400,
    "BadRequestException",
  ],
  ["more than 30 s", () => call("PATCH", `${api}/integrations/${integration}`, { timeoutInMillis: 30_001 }), 400, "BadRequestException"],
  ["an API that is not there", () => call("GET", "/v2/apis/none"), 404, "NotFoundException"],
  [
    "a negative limit",
    () => call("PATCH", `${api}/stages/%24default`, { defaultRouteSettings: { throttlingBurstLimit: -1 } }),
    400,
    "BadRequestException",
  ],
])("refuses %s", async (_, ask, status, error) => {
  expect(await ask()).toMatchObject({ status, error });
});

test("tags of an API and of a stage are read by their ARN and changed", async () => {
  const arn = `arn:aws:apigateway:eu-central-1::${api.slice(3)}`;
  const path = `/v2/tags/${encodeURIComponent(arn)}`;
  await call("POST", path, { tags: { b: "2" } });
  await call("DELETE", `${path}?tagKeys=a`);
  expect((await call("GET", api)).body.tags).toEqual({ b: "2" });
  await call("POST", `/v2/tags/${encodeURIComponent(`${arn}/stages/$default`)}`, { tags: { c: "3" } });
  expect((await call("GET", `${api}/stages/%24default`)).body).toMatchObject({
    tags: { c: "3" },
    defaultRouteSettings: { detailedMetricsEnabled: false },
  });
});

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html, with its own example of priorities. */
const routes = ["GET /pets/dog/1", "GET /pets/dog/{id}", "GET /pets/{proxy+}", "ANY /{proxy+}", "$default"].map(
  (routeKey, index): Route => ({ routeId: String(index), routeKey }),
);
test.each([
  ["GET", "/pets/dog/1", "GET /pets/dog/1", {}],
  ["GET", "/pets/dog/2", "GET /pets/dog/{id}", { id: "2" }],
  ["GET", "/pets/cat/1", "GET /pets/{proxy+}", { proxy: "cat/1" }],
  ["POST", "/test/5", "ANY /{proxy+}", { proxy: "test/5" }],
])("%s %s goes to %s", (method, path, routeKey, pathParameters) => {
  expect(matchRoute(routes, method, path)).toMatchObject({ route: { routeKey }, pathParameters });
});

test("a bucket of tokens fills at its rate and no further than the burst", () => {
  let at = 0;
  const throttle = new Throttle(() => at);
  const limits = { throttlingBurstLimit: 2, throttlingRateLimit: 1 };
  const stage = { stageName: "$default", defaultRouteSettings: limits, routeSettings: {} } as unknown as Stage;
  const taken = (): number => [1, 2, 3].filter(() => throttle.allows("a", stage, "POST /events")).length;
  expect(taken()).toBe(2);
  at += 1_000;
  expect(taken()).toBe(1);
  at += 60_000;
  expect(taken()).toBe(2);
});
