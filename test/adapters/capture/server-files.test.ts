import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hasServerFiles, readServerCertificate, removeLogin, writeServerFiles } from "../../../adapters/capture/server-files";
import { proveTls } from "../../../adapters/smtp/submission";
import { startSubmissionServer } from "../../../sandbox/submission/server";

const directory = mkdtempSync(join(tmpdir(), "server-files-"));
afterAll(() => rmSync(directory, { recursive: true }));

const password = "a-password-that-is-made-at-run-time";
const write = (change: { hosts?: string[]; recipients?: string } = {}) =>
  writeServerFiles({ directory, hosts: ["localhost", "127.0.0.1"], user: "twinpost-dev", password, recipients: "", ...change });
const file = (name: string): string => readFileSync(join(directory, name), "utf8");

test("a server that starts from the files is trusted by who reads them, and by nobody else", async () => {
  expect([hasServerFiles(directory), readServerCertificate(directory)]).toEqual([false, undefined]);
  await write();
  const server = await startSubmissionServer({
    name: "mailpit",
    certificate: { cert: file("certificate.pem"), key: file("key.pem") },
    authenticate: async () => "somebody",
    accept: async () => "Ok",
  });
  const ca = readServerCertificate(directory);
  try {
    for (const host of ["localhost", "127.0.0.1"]) {
      await expect(proveTls({ host, port: server.port, ca })).resolves.toEqual({ tlsVersion: "TLSv1.3" });
    }
    await expect(proveTls({ host: "localhost", port: server.port })).rejects.toMatchObject({ phase: "tls" });
    await expect(proveTls({ host: "127.0.0.1", port: server.port, ca, servername: "elsewhere" })).rejects.toMatchObject({ phase: "tls" });
  } finally {
    await server.stop();
  }
});

test("keeps its certificate until it is for other hosts, and holds a hash in place of the password", async () => {
  await write();
  const first = readServerCertificate(directory);
  await write({ recipients: "^a$" });
  expect(readServerCertificate(directory)).toBe(first);
  expect(file("recipients")).toBe("^a$");
  expect(file("logins")).toMatch(/^twinpost-dev:\{SSHA\}[A-Za-z0-9+/]+=*\n$/);
  expect(file("logins")).not.toContain(password);
  await write({ hosts: ["mailpit"] });
  expect(readServerCertificate(directory)).not.toBe(first);
});

test("a login that is taken back is gone", async () => {
  await write();
  removeLogin(directory);
  expect(hasServerFiles(directory)).toBe(false);
});
