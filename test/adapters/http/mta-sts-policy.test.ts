import { once } from "node:events";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { fetchMtaStsPolicy } from "../../../adapters/http/mta-sts-policy";
import { CertificateAuthority } from "../../../sandbox/certificate-authority";
import { type CannedAnswer, useCannedServer } from "../canned-server";

const start = useCannedServer();
const plain = { "Content-Type": "text/plain; charset=utf-8" };
const patient = { timeoutMs: 2_000, sleep: async () => undefined };

/** RFC 8461 3.3. */
test.each<[string, CannedAnswer, object]>([
  ["a file", { headers: plain, body: "version: STSv1\n" }, { text: "version: STSv1\n" }],
  ["another type", { headers: { "Content-Type": "text/html" }, body: "<html>" }, { failure: expect.stringContaining("text/html") }],
  [
    "a type that only begins so",
    { headers: { "Content-Type": "text/plainer" }, body: "x" },
    { failure: expect.stringContaining("text/plainer") },
  ],
  ["none there", { status: 404, headers: plain, body: "version: STSv1" }, { failure: expect.stringContaining("404") }],
  ["a redirect", { status: 301, headers: { ...plain, Location: "/other" } }, { failure: expect.stringContaining("redirect") }],
  ["silence", "silence", { failure: expect.stringContaining("no answer") }],
])("%s", async (_, answer, expected) => {
  const { url, asked } = await start(answer);
  const settings = answer === "silence" ? { ...patient, timeoutMs: 50 } : patient;
  expect(await fetchMtaStsPolicy("example.com", settings, `${url}/.well-known/mta-sts.txt`)).toEqual(expected);
  expect(new Set(asked.map(({ path }) => path))).toEqual(new Set(["/.well-known/mta-sts.txt"]));
});

test("a certificate that nobody vouches for is refused", async () => {
  const authority = await CertificateAuthority.create();
  const { cert, key } = await authority.issue(["localhost"]);
  let answered = 0;
  const server = createServer({ cert, key }, (_, response) => {
    answered++;
    response.writeHead(200, plain).end("version: STSv1\n");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const found = await fetchMtaStsPolicy("example.com", patient, `https://localhost:${port}/.well-known/mta-sts.txt`);
  server.close();
  expect(found).toEqual({ failure: expect.stringMatching(/CERT|SIGNED|ISSUER/) });
  expect(answered).toBe(0);
});
