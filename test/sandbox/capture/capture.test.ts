import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeServerFiles } from "../../../adapters/capture/server-files";
import { canRelay, findMessages } from "../../../adapters/mailbox/mailpit";
import { proveLogin, submitMessage } from "../../../adapters/smtp/submission";
import { recipientExpression } from "../../../mail/recipients";
import { type Capture, startCapture } from "../../../sandbox/capture/start";
import { CertificateAuthority } from "../../../sandbox/certificate-authority";
import { ZoneStore } from "../../../sandbox/dns/zones";
import { RequestLog } from "../../../sandbox/request-log";
import { calm } from "../../../sandbox/trouble";

const directory = mkdtempSync(join(tmpdir(), "capture-"));
const password = "a-password-that-is-made-at-run-time";
let authority: CertificateAuthority;
let server: Capture;

beforeAll(async () => {
  authority = await CertificateAuthority.create();
  const surroundings = { zones: new ZoneStore(), resolver: "", authority, log: new RequestLog(), trouble: calm() };
  server = await startCapture(surroundings, { directory });
});
afterAll(async () => {
  await server.stop();
  rmSync(directory, { recursive: true });
});

const login = (user = "twinpost-dev", word = password) => ({
  host: server.host,
  port: server.port,
  user,
  password: word,
  ca: authority.pem,
  servername: "localhost",
});
const deploy = (environment: string, allow?: string[]) =>
  writeServerFiles({
    directory: join(directory, environment),
    hosts: ["localhost"],
    user: `twinpost-${environment}`,
    password,
    recipients: allow ? recipientExpression(allow) : "",
  });
const submit = (to: string, user?: string) =>
  submitMessage({ ...login(user), message: { from: "invitations@mail.dev.example.net", to, subject: `For ${to}`, text: "Hello" } });

test("knows no login until one is brought to it, then that one only", async () => {
  await expect(proveLogin(login())).rejects.toMatchObject({ code: 535 });
  await deploy("dev", ["example.net"]);
  await expect(proveLogin(login())).resolves.toEqual({ tlsVersion: "TLSv1.3" });
  await expect(proveLogin(login("twinpost-dev", "another"))).rejects.toMatchObject({ code: 535 });
  await expect(proveLogin(login("twinpost-staging"))).rejects.toMatchObject({ code: 535 });
});

test("keeps what is for a listed recipient, and refuses a stranger", async () => {
  await deploy("dev", ["example.net"]);
  await submit("seed@example.net");
  await expect(submit("stranger@gmail.com")).rejects.toMatchObject({ code: 550, phase: "envelope" });
  expect(await findMessages({ baseUrl: server.url, query: 'to:"seed@example.net"' })).toHaveLength(1);
  expect(await findMessages({ baseUrl: server.url, query: 'to:"stranger@gmail.com"' })).toHaveLength(0);
});

test("each environment's login has its own list; without one everybody may be written to", async () => {
  await Promise.all([deploy("dev", ["example.net"]), deploy("pilot")]);
  await expect(submit("anybody@gmail.com", "twinpost-pilot")).resolves.toMatchObject({ tlsVersion: "TLSv1.3" });
  await expect(submit("anybody@gmail.com")).rejects.toMatchObject({ code: 550 });
});

test("says that it passes nothing on", async () => {
  await expect(canRelay({ baseUrl: server.url })).resolves.toBe(false);
});
