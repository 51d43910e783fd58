/** API Gateway's HTTP APIs: what is declared is served, with a function behind it. */
import http from "node:http";
import { type ApiGateway, startApiGateway } from "../../../../sandbox/aws/apigateway/start";
import { RequestLog } from "../../../../sandbox/request-log";
import { calm } from "../../../../sandbox/trouble";

const account = "111122223333";
const region = "eu-central-1";
const functionArn = `arn:aws:lambda:${region}:${account}:function:taker`;

type Answer = Awaited<ReturnType<Parameters<typeof startApiGateway>[1]["invokeFor"]>>;
let answer: () => Promise<Answer>;
let calls: { caller: { service: string; sourceArn: string }; arn: string; event: Record<string, unknown> }[];
let gateway: ApiGateway;

beforeEach(async () => {
  calls = [];
  answer = async () => ({ failed: false, payload: { statusCode: 204 } });
  gateway = await startApiGateway(
    { log: new RequestLog(), trouble: calm() },
    {
      invokeFor: async (caller, arn, event) => {
        calls.push({ caller, arn, event: event as Record<string, unknown> });
        return answer();
      },
    },
  );
});
afterEach(() => gateway.stop());

async function call(method: string, path: string, body?: object): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await gateway.at(account, region).request(`http://gateway${path}`, {
    method,
    ...(body ? { body: JSON.stringify(body), headers: { "content-type": "application/json" } } : {}),
  });
  const text = await response.text();
  return { status: response.status, body: text === "" ? {} : (JSON.parse(text) as Record<string, unknown>) };
}

const invokeArn = `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
async function declare(stage: object = {}, integrationUri = invokeArn): Promise<{ id: string; endpoint: string; integration: string }> {
  const { apiId: id, apiEndpoint } = (await call("POST", "/v2/apis", { name: "taker", protocolType: "HTTP" })).body;
  const given = { integrationType: "AWS_PROXY", integrationUri, payloadFormatVersion: "2.0" };
  const { integrationId } = (await call("POST", `/v2/apis/${id}/integrations`, given)).body;
  await call("POST", `/v2/apis/${id}/routes`, { routeKey: "POST /events", target: `integrations/${integrationId}` });
  await call("POST", `/v2/apis/${id}/stages`, { stageName: "$default", autoDeploy: true, ...stage });
  return { id: String(id), endpoint: String(apiEndpoint), integration: String(integrationId) };
}

interface Post {
  path?: string;
  method?: string;
  headers?: http.OutgoingHttpHeaders;
  body?: Buffer | string;
}

function post(endpoint: string, { path = "/events", method = "POST", headers = {}, body = "" }: Post = {}) {
  const there = gateway.reach(`${endpoint}${path}`);
  if (!there) throw new Error("nobody is there");
  return new Promise<{ status: number; headers: http.IncomingHttpHeaders; body: string }>((resolve, reject) => {
    const request = http.request(there.url, { method, headers: { host: there.host, ...headers } }, (response) => {
      let text = "";
      response.on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    request.on("error", reject);
    request.end(body);
  });
}

test("a post becomes an event of format 2.0, with the caller that its policy is asked about", async () => {
  const { id, endpoint } = await declare();
  expect(endpoint).toBe(`https://${id}.execute-api.${region}.amazonaws.com`);
  const body = '[{"email":"ada@example.com"}]\r\n';
  const headers = { "content-type": "application/json; charset=utf-8", "X-Signed": "abc", cookie: "a=1; b=2" };
  expect(await post(endpoint, { path: "/events?a=1&a=2", headers, body })).toMatchObject({ status: 204 });
  expect(calls).toMatchObject([
    {
      caller: { service: "apigateway.amazonaws.com", sourceArn: `arn:aws:execute-api:${region}:${account}:${id}/$default/POST/events` },
      arn: functionArn,
      event: {
        version: "2.0",
        routeKey: "POST /events",
        rawPath: "/events",
        rawQueryString: "a=1&a=2",
        queryStringParameters: { a: "1,2" },
        cookies: ["a=1", "b=2"],
        headers: { "x-signed": "abc", host: `${id}.execute-api.${region}.amazonaws.com` },
        requestContext: { accountId: account, apiId: id, stage: "$default", http: { method: "POST", path: "/events" } },
        body,
        isBase64Encoded: false,
      },
    },
  ]);
});

test.each([
  ["application/octet-stream", {}],
  ["application/x-www-form-urlencoded", {}],
  [undefined, {}],
  ["application/json", { "content-encoding": "gzip" }],
])("a body of type %s %j comes in base64, byte for byte", async (type, more) => {
  const { endpoint } = await declare();
  const body = Buffer.from([0, 255, 13, 10, 195]);
  await post(endpoint, { headers: { ...(type ? { "content-type": type } : {}), ...more }, body });
  expect(calls[0]?.event).toMatchObject({ isBase64Encoded: true, body: body.toString("base64") });
});

test.each<[string, () => Promise<Answer>, number, string]>([
  ["says nothing of a status", async () => ({ failed: false, payload: { ok: true } }), 200, '{"ok":true}'],
  [
    "gives headers and base64",
    async () => ({ failed: false, payload: { statusCode: 418, body: "aGk=", isBase64Encoded: true } }),
    418,
    "hi",
  ],
  ["throws", async () => ({ failed: true, payload: { errorMessage: "secret" } }), 500, '{"message":"Internal Server Error"}'],
  [
    "gives a status that is none",
    async () => ({ failed: false, payload: { statusCode: "no" } }),
    500,
    '{"message":"Internal Server Error"}',
  ],
  ["may not be invoked", async () => undefined, 500, '{"message":"Internal Server Error"}'],
])("a function that %s", async (_, answered, status, body) => {
  const { endpoint } = await declare();
  answer = answered;
  expect(await post(endpoint)).toMatchObject({ status, body });
});

test("what takes longer than the integration's time is 503", async () => {
  const { id, endpoint, integration } = await declare();
  await call("PATCH", `/v2/apis/${id}/integrations/${integration}`, { timeoutInMillis: 50 });
  let end = (): void => undefined;
  answer = () => new Promise((resolve) => (end = () => resolve(undefined)));
  expect(await post(endpoint)).toMatchObject({ status: 503 });
  end();
});

test("a burst is taken, more is 429 without asking the function", async () => {
  const { endpoint } = await declare({ defaultRouteSettings: { throttlingBurstLimit: 2, throttlingRateLimit: 0.001 } });
  const statuses = [];
  for (let index = 0; index < 4; index++) statuses.push((await post(endpoint)).status);
  expect(statuses).toEqual([204, 204, 429, 429]);
  expect(calls).toHaveLength(2);
});

test.each<[string, Post]>([
  ["another path", { path: "/other" }],
  ["another method", { method: "GET" }],
])("%s is 404", async (_, request) => {
  const { endpoint } = await declare();
  expect(await post(endpoint, request)).toMatchObject({ status: 404, body: '{"message":"Not Found"}' });
});

test("a body over 10 MB is 413", async () => {
  const { endpoint } = await declare();
  expect(await post(endpoint, { body: Buffer.alloc(10_000_001) })).toMatchObject({ status: 413 });
});

test("without automatic deployment nothing is served", async () => {
  const { endpoint } = await declare({ autoDeploy: false });
  expect(await post(endpoint)).toMatchObject({ status: 404 });
});

test("only its own address leads to it, and none after it was deleted", async () => {
  const { id, endpoint } = await declare();
  for (const url of [`http://${new URL(endpoint).host}/events`, "https://api.example.com/events"])
    expect(gateway.reach(url)).toBeUndefined();
  expect(gateway.apis()).toEqual([{ account, region, apiId: id, name: "taker" }]);
  expect((await call("DELETE", `/v2/apis/${id}`)).status).toBe(204);
  expect([gateway.reach(endpoint), gateway.apis()]).toEqual([undefined, []]);
});
