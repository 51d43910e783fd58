/** A registry's answers, from a server on this machine. Shapes: RFC 9083 5.3, RFC 9224 4; words of EPP's states: RFC 8056 2. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { readRegistration } from "../../../adapters/rdap/domain";

let server: Server;
let url: string;
let answers: Record<string, [status: number, body: unknown]>;
const asked: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.accept}`);
    const [status, body] = answers[request.url ?? ""] ?? [404, {}];
    response.writeHead(status, { "content-type": "application/rdap+json" }).end(typeof body === "string" ? body : JSON.stringify(body));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(() => {
  asked.length = 0;
  answers = {
    "/dns.json": [
      200,
      {
        services: [
          [["net"], ["https://other.example/"]],
          [["com", "org"], [`${url}/rdap/`]],
        ],
      },
    ],
  };
});
const registered = (more: object) => ({ objectClassName: "domain", ldhName: "example.com", ...more });
const expiration = [
  { eventAction: "registration", eventDate: "1995-08-14T04:00:00Z" },
  { eventAction: "expiration", eventDate: "2027-08-13T04:00:00Z" },
];
const read = (name: string) => readRegistration(name, `${url}/dns.json`);

test("the registered name is found from below; when it ends, and that it is locked", async () => {
  answers["/rdap/domain/example.com"] = [200, registered({ events: expiration, status: ["client transfer prohibited", "active"] })];
  expect(await read("mail.staging.example.com")).toEqual({
    domain: "example.com",
    expiresAt: new Date("2027-08-13T04:00:00Z"),
    isLocked: true,
  });
  expect(asked).toEqual([
    "GET /dns.json application/rdap+json, application/json",
    ...["mail.staging.example.com", "staging.example.com", "example.com"].map(
      (name) => `GET /rdap/domain/${name} application/rdap+json, application/json`,
    ),
  ]);
});

test.each([
  [["active"], false],
  [["server transfer prohibited"], true],
  [["client delete prohibited"], false],
  [undefined, undefined],
])("states %p: locked is %p", async (status, isLocked) => {
  answers["/rdap/domain/example.com"] = [200, registered({ events: expiration, ...(status ? { status } : {}) })];
  expect((await read("example.com"))?.isLocked).toBe(isLocked);
});

test("a registry that tells no end, or a top-level domain without RDAP", async () => {
  answers["/rdap/domain/example.com"] = [200, registered({ events: [] })];
  expect((await read("example.com"))?.expiresAt).toBeUndefined();
  expect(await read("example.de")).toBeUndefined();
});

test.each([
  [500, {}],
  [200, "<html>"],
])("an answer of %d with %p is told, and not guessed", async (status, body) => {
  answers["/rdap/domain/example.com"] = [status, body];
  await expect(read("example.com")).rejects.toThrow();
});
