import { Hono } from "hono";
import { type HttpService, startHttpService } from "../../sandbox/http-service";
import { pathShape, RequestLog } from "../../sandbox/request-log";
import { calm, Trouble } from "../../sandbox/trouble";

let service: HttpService;
afterEach(() => service.stop());

async function start(trouble = calm()): Promise<RequestLog> {
  const log = new RequestLog();
  const routes = new Hono().get("/v3/keys/:id", (context) => context.json({ id: context.req.param("id") }));
  service = await startHttpService({
    service: "keys",
    routes,
    log,
    trouble,
    troubleBody: (status) => ({ errors: [{ message: `trouble ${status}` }] }),
  });
  return log;
}

test("logs the route, never the value", async () => {
  const log = await start();
  expect(await (await fetch(`${service.url}/v3/keys/hunter2`)).json()).toEqual({ id: "hunter2" });
  expect(log.entries).toMatchObject([{ service: "keys", operation: "GET /v3/keys/{id}", status: 200 }]);
});

test("answers 501 to an unknown route and remembers its shape", async () => {
  const log = await start();
  expect((await fetch(`${service.url}/v3/things/SG.secret-value-1234`, { method: "POST" })).status).toBe(501);
  expect([...log.unknown]).toEqual(["keys: POST /v3/things/{}"]);
});

test("trouble answers in the service's words, with Retry-After, and marks the entry", async () => {
  const log = await start(new Trouble("seed", [{ on: "keys GET /v3/keys/{id}", probability: 1, code: 429 }]));
  const response = await fetch(`${service.url}/v3/keys/a`);
  expect([response.status, response.headers.get("retry-after"), await response.json()]).toEqual([
    429,
    "1",
    { errors: [{ message: "trouble 429" }] },
  ]);
  expect((await fetch(`${service.url}/v3/keys/a`)).status).toBe(200);
  expect(log.entries.map(({ trouble }) => trouble)).toEqual([true, undefined]);
});

test("trouble is the same for the same seed, whatever ids the resources got", async () => {
  const runs: (boolean | undefined)[][] = [];
  for (const ids of [
    ["a", "b", "c", "d", "e", "f", "g", "h"],
    ["81", "12", "93", "44", "75", "26", "67", "38"],
  ]) {
    const log = await start(new Trouble("seed", [{ on: "keys GET /v3/keys/{id}", probability: 0.5, code: 429 }]));
    for (const id of ids) await fetch(`${service.url}/v3/keys/${id}`);
    runs.push(log.entries.map(({ trouble }) => trouble));
    if (runs.length === 1) await service.stop();
  }
  expect(runs[1]).toEqual(runs[0]);
  expect(new Set(runs[0])).toEqual(new Set([true, undefined]));
});

test.each([
  ["/v3/whitelabel/domains/12345/validate", "/v3/whitelabel/domains/{}/validate"],
  ["/client/v4/zones/0d4f3e6a8b1c4d5e9f70213243546576/dns_records", "/client/v4/zones/{}/dns_records"],
  ["/v2/email/identities/mail.example.com", "/v2/email/identities/{}"],
])("the shape of %s is %s", (path, shape) => {
  expect(pathShape(path)).toBe(shape);
});
