import { randomBytes } from "node:crypto";
import { createCloudflareClient } from "../../../adapters/cloudflare/client";
import { canEditDns, readTokenStatus, readZone } from "../../../adapters/cloudflare/zone";
import { type CannedAnswer, everythingIn, failureOf, patience, useCannedServer } from "../canned-server";

const token = randomBytes(24).toString("hex");
const start = useCannedServer();
const id = "a".repeat(32);

async function clientOf(...answers: CannedAnswer[]) {
  const { url, asked } = await start(...answers);
  return { client: createCloudflareClient({ baseUrl: url, token, sleep: async () => undefined, timeoutMs: patience(answers) }), asked };
}

const refusal = (status: number, code: number): CannedAnswer => ({ status, body: { success: false, errors: [{ code, message: "no" }] } });

describe("a token", () => {
  test("tells its status", async () => {
    const { client, asked } = await clientOf({ body: { result: { id, status: "expired" } } });
    await expect(readTokenStatus(client)).resolves.toEqual({ status: "expired", expiresAt: undefined });
    expect(asked[0]).toMatchObject({ method: "GET", path: "/user/tokens/verify", headers: { authorization: `Bearer ${token}` } });
  });

  /** From the example in Cloudflare's reference of GET /user/tokens/verify. */
  test("tells when it expires", async () => {
    const result = { id, status: "active", expires_on: "2020-01-01T00:00:00Z", not_before: "2018-07-01T05:20:00Z" };
    const { client } = await clientOf({ body: { result } });
    await expect(readTokenStatus(client)).resolves.toMatchObject({ expiresAt: new Date("2020-01-01T00:00:00Z") });
  });

  test.each([400, 401, 403])("that is no user's is unknown (%i)", async (status) => {
    const { client } = await clientOf(refusal(status, 1000));
    await expect(readTokenStatus(client)).resolves.toBeUndefined();
  });

  test("is not shown when the call fails", async () => {
    const { client } = await clientOf({ status: 500, body: { errors: [{ message: `Bearer ${token}` }] } });
    const error = everythingIn(await failureOf(readTokenStatus(client)));
    expect(error).toContain("Cloudflare: GET /user/tokens/verify failed with 500");
    expect(error).not.toContain(token);
  });
});

describe("a zone", () => {
  test("is read, also after a 429", async () => {
    const zone = { id, name: "example.com", status: "pending", name_servers: ["Ada.ns.cloudflare.com"] };
    const { client } = await clientOf({ status: 429, headers: { "Retry-After": "1" } }, { body: { result: zone } });
    await expect(readZone(client, id)).resolves.toEqual({ name: "example.com", status: "pending", nameServers: ["ada.ns.cloudflare.com"] });
  });

  test.each([
    [400, 7003],
    [404, 7003],
  ])("that does not exist is undefined (%i, %i)", async (status, code) => {
    const { client } = await clientOf(refusal(status, code));
    await expect(readZone(client, id)).resolves.toBeUndefined();
  });

  test.each([
    ["a token that may not", refusal(403, 9109), "GET /zones/"],
    ["silence", "silence" as const, "no answer within"],
    ["an answer that was cut off", { cutOff: '{"result"' }, "before the answer was complete"],
  ])("%s is an error", async (_, canned, message) => {
    const { client } = await clientOf(canned);
    await expect(readZone(client, id)).rejects.toThrow(message);
  });
});

describe("editing DNS", () => {
  test("is tried on a record that cannot exist", async () => {
    const { client, asked } = await clientOf(refusal(404, 81044), refusal(403, 10000));
    await expect(canEditDns(client, id)).resolves.toBe(true);
    await expect(canEditDns(client, id)).resolves.toBe(false);
    expect(asked[0]).toMatchObject({ method: "PATCH", path: `/zones/${id}/dns_records/${"0".repeat(32)}`, body: "{}" });
  });

  test("stays open when the answer leaves it open", async () => {
    const { client } = await clientOf(refusal(400, 9207));
    await expect(canEditDns(client, id)).rejects.toMatchObject({ status: 400 });
  });
});
