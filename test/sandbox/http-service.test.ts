import { Hono } from "hono";
import { type HttpService, startHttpService } from "../../sandbox/http-service";
import { pathShape, RequestLog } from "../../sandbox/request-log";
import { calm, Trouble, type TroubleRule } from "../../sandbox/trouble";

let service: HttpService;
/** What calls were done. */
let done: string[];
afterEach(() => service.stop());

async function start(trouble = calm()): Promise<RequestLog> {
  const log = new RequestLog();
  done = [];
  const routes = new Hono().get("/v3/keys/:id", (context) => {
    done.push(context.req.param("id"));
    return context.json({ id: context.req.param("id") });
  });
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

describe("a fault", () => {
  const faulty = (fault: Partial<TroubleRule>) => start(new Trouble("seed", [{ on: "keys GET /v3/keys/{id}", probability: 1, ...fault }]));
  const ask = (id: string, options?: RequestInit): Promise<number | undefined> =>
    fetch(`${service.url}/v3/keys/${id}`, options).then(
      ({ status }) => status,
      () => undefined,
    );

  test("loses the answer of a call that was done", async () => {
    const log = await faulty({ lostAnswer: true });
    expect(await ask("a")).toBeUndefined();
    expect(done).toEqual(["a"]);
    expect(await ask("a")).toBe(200);
    expect(log.entries.map(({ status, trouble }) => [status, trouble])).toEqual([
      [200, true],
      [200, undefined],
    ]);
  });

  test("loses the call before it is done", async () => {
    const log = await faulty({ lostRequest: true });
    expect(await ask("a")).toBeUndefined();
    expect(done).toEqual([]);
    expect(await ask("a")).toBe(200);
    expect(log.entries.map(({ status }) => status)).toEqual([0, 200]);
  });

  test.each([
    ["answerDelayMs", ["a"]],
    ["delayMs", []],
  ])("makes a caller give up: with %s it was done before %j", async (kind, before) => {
    await faulty({ [kind]: 60_000 });
    const impatient = new AbortController();
    const asked = ask("a", { signal: impatient.signal });
    while (before.length > done.length) await new Promise(setImmediate);
    expect(done).toEqual(before);
    impatient.abort();
    expect(await asked).toBeUndefined();
  });

  test("stops the service for a while, for whoever asks", async () => {
    await faulty({ outageMs: 150 });
    const began = performance.now();
    expect(await ask("a")).toBeUndefined();
    expect(await ask("a")).toBeUndefined();
    while ((await ask("a")) === undefined) await new Promise(setImmediate);
    expect(performance.now() - began).toBeGreaterThan(149);
    expect(done).toEqual(["a"]);
  });

  test("sets the service's clock", async () => {
    await start(new Trouble("seed", [{ on: "keys clock", probability: 1, clockSkewMs: 3_600_000 }]));
    const { headers } = await fetch(`${service.url}/v3/keys/a`);
    expect(Date.parse(headers.get("date") ?? "") - Date.now()).toBeGreaterThan(3_590_000);
  });
});

test.each([
  ["/v3/whitelabel/domains/12345/validate", "/v3/whitelabel/domains/{}/validate"],
  ["/client/v4/zones/0d4f3e6a8b1c4d5e9f70213243546576/dns_records", "/client/v4/zones/{}/dns_records"],
  ["/v2/email/identities/mail.example.com", "/v2/email/identities/{}"],
])("the shape of %s is %s", (path, shape) => {
  expect(pathShape(path)).toBe(shape);
});
