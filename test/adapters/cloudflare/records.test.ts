import { randomBytes } from "node:crypto";
import { createCloudflareClient } from "../../../adapters/cloudflare/client";
import { listRecordsAt } from "../../../adapters/cloudflare/records";
import { type CannedAnswer, everythingIn, failureOf, patience, useCannedServer } from "../canned-server";

const token = randomBytes(24).toString("hex");
const zoneId = "0123456789abcdef0123456789abcdef";
const start = useCannedServer();

async function ask(...answers: CannedAnswer[]) {
  const { url, asked } = await start(...answers);
  const client = createCloudflareClient({ baseUrl: url, token, sleep: async () => undefined, timeoutMs: patience(answers) });
  return { listing: listRecordsAt(client, zoneId, "_dmarc.example.com"), asked };
}

const record = (id: string) => ({
  id,
  type: "TXT",
  name: "_dmarc.example.com",
  content: '"v=DMARC1; p=none"',
  ttl: 1,
  proxied: false,
  comment: null,
});
const page = (ids: string[], total_pages = 1) => ({
  body: { success: true, errors: [], result: ids.map(record), result_info: { page: 1, total_pages } },
});

test("lists the records at exactly one name, page by page", async () => {
  const { listing, asked } = await ask(page(["r1"], 2), page(["r2"], 2));
  expect((await listing).map(({ id, value }) => `${id} ${value}`)).toEqual(["r1 v=DMARC1; p=none", "r2 v=DMARC1; p=none"]);
  expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
    `GET /zones/${zoneId}/dns_records?name.exact=_dmarc.example.com&page=1&per_page=100`,
    `GET /zones/${zoneId}/dns_records?name.exact=_dmarc.example.com&page=2&per_page=100`,
  ]);
  expect(asked[0]).toMatchObject({ headers: { authorization: `Bearer ${token}` }, body: "" });
});

test("keeps the priority of mail exchangers; finds nothing in an empty zone", async () => {
  const body = { result: [{ ...record("r1"), type: "MX", content: "mx.example.org", priority: 10 }], result_info: { total_pages: 1 } };
  await expect((await ask({ body })).listing).resolves.toEqual([
    { id: "r1", type: "MX", name: "_dmarc.example.com", value: "mx.example.org", priority: 10 },
  ]);
  await expect((await ask(page([], 0))).listing).resolves.toEqual([]);
});

test("asks again after 429 and after a failure of the service", async () => {
  const { listing, asked } = await ask({ status: 429, headers: { "Retry-After": "1" } }, { status: 502 }, page(["r1"]));
  await expect(listing).resolves.toHaveLength(1);
  expect(asked).toHaveLength(3);
});

test.each([
  [
    "a token that may not read",
    { status: 403, body: { success: false, errors: [{ code: 10000, message: "Authentication error" }] } },
    "failed with 403: Authentication error [10000]",
  ],
  ["a 500", { status: 500 }, "failed with 500"],
  ["no answer", "silence" as const, "no answer within 200 ms"],
  ["an answer that was cut off", { cutOff: '{"result": [' }, "the connection was closed before the answer was complete"],
  ["an answer without pages", { body: { result: [] } }, "the answer is not as documented: result_info"],
])("fails at %s, in its words and without the token", async (_, answer, words) => {
  const error = await failureOf((await ask(answer)).listing);
  expect(everythingIn(error)).toContain(`Cloudflare: GET /zones/${zoneId}/dns_records`);
  expect(everythingIn(error)).toContain(words);
  expect(everythingIn(error)).not.toContain(token);
});
