import { randomBytes } from "node:crypto";
import { z } from "zod";
import { ApiError, createJsonClient, requireShape } from "../../../adapters/http/json-client";
import { type CannedAnswer, everythingIn, failureOf, useCannedServer } from "../canned-server";

const token = randomBytes(24).toString("hex");
const start = useCannedServer();
const noon = Date.parse("2026-11-01T12:00:00Z");

async function clientOf(answers: CannedAnswer[], timeoutMs = 5_000) {
  const server = await start(...answers);
  const waits: number[] = [];
  const sleep = async (ms: number) => waits.push(ms);
  const client = createJsonClient({ service: "Example", baseUrl: server.url, token, now: () => noon, sleep, timeoutMs });
  return { client, asked: server.asked, waits };
}

test("sends method, path, bearer token and JSON body, and parses the answer", async () => {
  const { client, asked } = await clientOf([{ status: 201, body: { id: 7 } }]);
  await expect(client.post("/v3/things?deep=1", { name: "a" })).resolves.toEqual({ id: 7 });
  expect(asked).toMatchObject([{ method: "POST", path: "/v3/things?deep=1", body: '{"name":"a"}' }]);
  expect(asked[0]?.headers).toMatchObject({ authorization: `Bearer ${token}`, "content-type": "application/json" });
});

test("an empty answer is undefined, and a request without body sends no content type", async () => {
  const { client, asked } = await clientOf([{ status: 204 }]);
  await expect(client.delete("/v3/things/7")).resolves.toBeUndefined();
  expect(asked[0]?.headers["content-type"]).toBeUndefined();
});

test.each([
  ["Retry-After in seconds", { "Retry-After": "2" }, 2_000],
  ["Retry-After as a date", { "Retry-After": "Sun, 01 Nov 2026 12:00:03 GMT" }, 3_000],
  ["X-RateLimit-Reset", { "X-RateLimit-Reset": String(noon / 1000 + 4) }, 4_000],
  ["no hint at all", {}, 250],
])("after 429 a POST waits as %s asks", async (_, headers, waited) => {
  const { client, asked, waits } = await clientOf([{ status: 429, headers }, { body: { ok: true } }]);
  await expect(client.post("/", {})).resolves.toEqual({ ok: true });
  expect(waits).toEqual([waited]);
  expect(asked).toHaveLength(2);
});

test.each([
  ["Retry-After", { "Retry-After": "2" }, 2_000],
  ["a budget that is used up", { "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": String(noon / 1000 + 4) }, 4_000],
])("a 403 with %s is a limit, as GitHub has them", async (_, headers, waited) => {
  const { client, waits } = await clientOf([{ status: 403, headers }, { body: { ok: true } }]);
  await expect(client.post("/", {})).resolves.toEqual({ ok: true });
  expect(waits).toEqual([waited]);
});

test("a 403 for a missing permission is not repeated", async () => {
  const { client, asked } = await clientOf([{ status: 403, headers: { "X-RateLimit-Remaining": "4999", "X-RateLimit-Reset": "1" } }]);
  await expect(client.get("/")).rejects.toMatchObject({ status: 403 });
  expect(asked).toHaveLength(1);
});

test("a redirect is not followed: the token stays where it was sent", async () => {
  const elsewhere = await start({ body: { ok: true } });
  const { client } = await clientOf([{ status: 302, headers: { Location: elsewhere.url } }]);
  await expect(client.get("/")).rejects.toThrow("Example: GET / failed with 302");
  expect(elsewhere.asked).toEqual([]);
});

test("a limit that lasts longer than it may wait is an error at once", async () => {
  const { client, asked, waits } = await clientOf([{ status: 429, headers: { "Retry-After": "3600" } }]);
  await expect(client.get("/")).rejects.toMatchObject({ status: 429, remedy: expect.stringContaining("wait") });
  expect(waits).toEqual([]);
  expect(asked).toHaveLength(1);
});

test("gives up after four tries with growing pauses", async () => {
  const { client, asked, waits } = await clientOf([{ status: 503 }]);
  await expect(client.get("/")).rejects.toMatchObject({ status: 503 });
  expect(waits).toEqual([250, 500, 1_000]);
  expect(asked).toHaveLength(4);
});

test.each([
  ["POST", 503, 1],
  ["PATCH", 502, 1],
  ["GET", 500, 1],
  ["GET", 504, 4],
  ["PUT", 502, 4],
  ["DELETE", 503, 4],
] as const)("a %s that got %d is sent %d times", async (method, status, times) => {
  const { client, asked } = await clientOf([{ status }]);
  await failureOf(client[method.toLowerCase() as "get"]("/"));
  expect(asked).toHaveLength(times);
});

test("an error tells service, call, status and the API's own list", async () => {
  const errors = [
    { message: "access forbidden", field: null },
    { message: "duplicate", code: 81058 },
  ];
  const { client } = await clientOf([{ status: 403, body: { errors } }]);
  const error = await failureOf(client.get("/v3/things?secretish=1"));
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({
    message: "Example: GET /v3/things failed with 403: access forbidden; duplicate [81058]",
    service: "Example",
    status: 403,
    errors: [{ message: "access forbidden" }, { message: "duplicate", code: 81058 }],
  });
});

test("a 500 with a page instead of JSON is an error with its status", async () => {
  const { client } = await clientOf([{ status: 500, body: "<html>oops</html>" }]);
  await expect(client.post("/")).rejects.toMatchObject({ message: "Example: POST / failed with 500", status: 500 });
});

test("a time-out is an error that says so; a GET is tried again, a POST is not", async () => {
  const reading = await clientOf(["silence", { body: { ok: true } }], 100);
  await expect(reading.client.get("/")).resolves.toEqual({ ok: true });
  const writing = await clientOf(["silence"], 100);
  await expect(writing.client.post("/")).rejects.toMatchObject({ message: "Example: POST / failed: no answer within 100 ms", status: 0 });
  expect(writing.asked).toHaveLength(1);
});

test("an answer that was cut off is an error that says so", async () => {
  const { client } = await clientOf([{ cutOff: '{"id": 7, "na' }]);
  await expect(client.post("/")).rejects.toThrow("the connection was closed before the answer was complete");
});

test("invalid JSON is an error that does not quote it", async () => {
  const { client } = await clientOf([{ body: `{"api_key": "${token.slice(0, 20)}` }]);
  const error = await failureOf(client.post("/"));
  expect(error).toMatchObject({ message: expect.stringContaining("no valid JSON") });
  expect(everythingIn(error)).not.toContain(token.slice(0, 8));
});

test("nobody listening is an error with the reason", async () => {
  const server = await start();
  await server.stop();
  const client = createJsonClient({ service: "Example", baseUrl: server.url, token });
  await expect(client.post("/")).rejects.toThrow(/Example: POST \/ failed: no connection to 127\.0\.0\.1:\d+ \(ECONNREFUSED\)/);
});

test("no error holds the token, even when the service echoes it", async () => {
  const { client } = await clientOf([{ status: 401, body: { errors: [{ message: `bad token ${token}` }] } }]);
  const error = await failureOf(client.get("/"));
  expect(everythingIn(error)).toContain("bad token [redacted]");
  expect(everythingIn(error)).not.toContain(token);
});

test("an answer of another shape names the fields, not the values", () => {
  const schema = z.object({ list: z.array(z.object({ id: z.number() })) });
  expect(() => requireShape("Example", "GET /", schema, { list: [{ id: token }] })).toThrow(
    "Example: GET / failed with 200: the answer is not as documented: list.0.id (invalid_type)",
  );
});

test("no try begins after the deadline, and none goes on beyond it", async () => {
  const { url, asked } = await start("silence");
  const deadline = Date.now() + 300;
  const client = createJsonClient({ service: "Example", baseUrl: url, token, deadline });
  await expect(client.get("/x")).rejects.toThrow(/no answer within \d+ ms/);
  expect(Date.now() - deadline).toBeLessThan(1_000);
  expect(asked).toHaveLength(1);
});
