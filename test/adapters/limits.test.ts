/** Answers larger than anything real: nothing goes on reading them, and the error says so. Each limit is made small here. */
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { createAwsClients } from "../../adapters/aws/clients";
import { readSecret } from "../../adapters/aws/secrets";
import { createJsonClient } from "../../adapters/http/json-client";
import { type Limit, limits } from "../../adapters/limits";
import { readRawMessage } from "../../adapters/mailbox/mailpit";
import { openSession } from "../../adapters/smtp/session";
import { openFolderStore } from "../../adapters/store/folder";
import { readLockObject } from "../../adapters/terraform/lock";

const small = (limit: Limit, bytes = 1024): void => void jest.replaceProperty(limits, limit, bytes as never);
const servers: Server[] = [];
afterEach(() => {
  jest.restoreAllMocks();
  for (const server of servers.splice(0)) server.close();
});

async function listen(server: Server): Promise<number> {
  servers.push(server.listen(0, "127.0.0.1"));
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** Writes without end, until it is hung up on; counts the questions. */
async function endless(status = 200, headers: Record<string, string> = {}) {
  let questions = 0;
  let hungUp = 0;
  const server = createHttpServer((_request, response) => {
    questions++;
    response.writeHead(status, headers).on("close", () => hungUp++);
    const more = (): void => {
      if (!response.destroyed && response.write("x".repeat(500))) setImmediate(more);
      else response.once("drain", more);
    };
    more();
  });
  const port = await listen(server);
  return { url: `http://127.0.0.1:${port}`, questions: () => questions, hungUp: () => hungUp };
}

test.each([200, 400, 503])("an API's answer, with status %i: read up to the limit, hung up on, not asked again", async (status) => {
  small("http");
  const { url, questions, hungUp } = await endless(status);
  const client = createJsonClient({ service: "Example", baseUrl: url, sleep: async () => {} });
  await expect(client.post("/", {})).rejects.toMatchObject({ message: expect.stringContaining("the answer is larger than 1 KiB"), status });
  expect(questions()).toBe(1);
  while (hungUp() === 0) await new Promise(setImmediate);
});

test("an answer that is small only while it is packed", async () => {
  small("http");
  const body = gzipSync("x".repeat(1_000_000));
  expect(body.length).toBeLessThan(limits.http * 2);
  const port = await listen(createHttpServer((_request, response) => response.writeHead(200, { "Content-Encoding": "gzip" }).end(body)));
  const client = createJsonClient({ service: "Example", baseUrl: `http://127.0.0.1:${port}` });
  await expect(client.get("/")).rejects.toThrow("larger than 1 KiB");
});

test("a message in a mailbox", async () => {
  small("http");
  const { url } = await endless();
  await expect(readRawMessage({ baseUrl: url, id: "1" })).rejects.toThrow("larger than 1 KiB");
});

test("AWS's answer, as JSON and as an object of S3", async () => {
  small("aws");
  for (const status of [200, 500]) {
    const { url } = await endless(status, { "Content-Type": "application/x-amz-json-1.1" });
    const env = { AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: "x", AWS_SECRET_ACCESS_KEY: "x", AWS_S3_USE_PATH_STYLE: "true" };
    const { secrets, s3 } = createAwsClients({ region: "eu-west-1", env, maxAttempts: 1 });
    const tooLarge = { code: "TooLarge", message: expect.stringContaining("the answer is larger than 1 KiB") };
    await expect(readSecret(secrets, "x")).rejects.toMatchObject(tooLarge);
    await expect(readLockObject(s3, { bucket: "b", key: "k", account: "111122223333" })).rejects.toMatchObject(tooLarge);
  }
});

test("what is within the limit is read whole, in several pieces too", async () => {
  small("http", 3000);
  const port = await listen(
    createHttpServer((_request, response) => {
      response.writeHead(200).write('{"text":"é');
      setTimeout(() => response.end(`${"é".repeat(1000)}"}`), 20);
    }),
  );
  const client = createJsonClient({ service: "Example", baseUrl: `http://127.0.0.1:${port}` });
  expect(await client.get("/")).toEqual({ text: "é".repeat(1001) });
});

test.each([
  ["one line", `220 ${"x".repeat(10_000)}`],
  ["many lines", "220-x\r\n".repeat(2_000)],
])("an SMTP server's reply of %s", async (_what, greeting) => {
  small("smtp");
  const port = await listen(createServer((socket) => void socket.on("error", () => {}).write(greeting)));
  await expect(openSession({ host: "127.0.0.1", port, user: "x", password: "xxxxxxxx" })).rejects.toMatchObject({
    phase: "connect",
    message: expect.stringMatching(/too large|limit|size/i),
  });
});

test("a record that somebody made large counts as none", () => {
  small("file");
  const directory = mkdtempSync(join(tmpdir(), "limits-"));
  try {
    writeFileSync(join(directory, "forecast.json"), "x".repeat(2000));
    const told: string[] = [];
    const store = openFolderStore({ folderOf: () => directory, tell: (reason) => told.push(reason) });
    expect(store.read("forecast", "prod")).toBeUndefined();
    expect(told).toEqual([expect.stringContaining("the file is larger than 1 KiB")]);
  } finally {
    rmSync(directory, { recursive: true });
  }
});
