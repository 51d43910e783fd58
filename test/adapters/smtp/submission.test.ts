import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import type { SMTPServerOptions } from "smtp-server";
import { SmtpError } from "../../../adapters/smtp/smtp-error";
import { type OutgoingMessage, proveLogin, submitMessage } from "../../../adapters/smtp/submission";
import { type Certificate, CertificateAuthority } from "../../../sandbox/certificate-authority";
import { everythingIn, failureOf } from "../canned-server";
import { type Replies, startSubmissionServer } from "./submission-server";

const user = "AKIAEXAMPLE";
const password = randomBytes(30).toString("base64");
const message: OutgoingMessage = {
  from: { name: "Acme Ünited", address: "hello@mail.example.com" },
  to: "ann@example.org",
  replyTo: "support@example.com",
  subject: "Grüße",
  text: ".starts with a dot\n",
  html: "<p>Hi</p>",
  headers: { "X-Twinpost-Reference": "r1" },
};

let authority: CertificateAuthority;
let certificate: Certificate;
beforeAll(async () => {
  authority = await CertificateAuthority.create();
  certificate = await authority.issue(["smtp.example.net"]);
});

const stops: (() => Promise<void>)[] = [];
afterEach(() => Promise.all(stops.splice(0).map((stop) => stop())));

async function start(replies: Replies = {}, options: SMTPServerOptions = {}, presented = certificate) {
  const server = await startSubmissionServer(presented, replies, options);
  stops.push(server.stop);
  const waits: number[] = [];
  let clock = 0;
  const sleep = async (ms: number) => {
    waits.push(ms);
    clock += ms;
  };
  const settings = { host: "127.0.0.1", port: server.port, user, password, ca: authority.pem, timeoutMs: 2_000, now: () => clock, sleep };
  return { ...server, settings, waits };
}

describe("proving a login", () => {
  test("logs in over TLS only", async () => {
    const { settings, logins, messages } = await start();
    await expect(proveLogin(settings)).resolves.toEqual({ tlsVersion: "TLSv1.3" });
    expect(logins).toEqual([{ user, password, secure: true }]);
    expect(messages).toEqual([]);
  });

  test("accepts TLS 1.2", async () => {
    const { settings } = await start({}, { maxVersion: "TLSv1.2" });
    await expect(proveLogin(settings)).resolves.toEqual({ tlsVersion: "TLSv1.2" });
  });

  test.each<[string, SMTPServerOptions]>([
    ["offers no STARTTLS", { disabledCommands: ["STARTTLS"] }],
    ["speaks TLS 1.1 at most", { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" }],
  ])("tells no password to a server that %s", async (_, options) => {
    const { settings, logins } = await start({}, { ...options, allowInsecureAuth: true });
    await expect(proveLogin(settings)).rejects.toMatchObject({ phase: "tls", remedy: expect.stringContaining("TLS 1.2") });
    expect(logins).toEqual([]);
  });

  test("refuses a certificate of an authority that it was not given", async () => {
    const { settings, logins } = await start();
    await expect(proveLogin({ ...settings, ca: undefined })).rejects.toMatchObject({
      phase: "tls",
      message: expect.stringContaining("certificate"),
    });
    expect(logins).toEqual([]);
  });

  test("the certificate must be for the host, be it a name or an address", async () => {
    const elsewhere = await start({}, {}, await authority.issue(["smtp.example.net"], ["127.0.0.9"]));
    await expect(proveLogin(elsewhere.settings)).rejects.toMatchObject({ phase: "tls", message: expect.stringContaining("127.0.0.1") });
    await expect(proveLogin({ ...elsewhere.settings, servername: "smtp.example.net" })).resolves.toBeDefined();
    await expect(proveLogin({ ...elsewhere.settings, servername: "smtp.example.com" })).rejects.toMatchObject({ phase: "tls" });
  });

  test("535 is an error at once, without the password", async () => {
    const { settings, logins, waits } = await start({ auth: [`535 Authentication Credentials Invalid ${password}`] });
    const error = await failureOf(proveLogin(settings));
    expect(error).toBeInstanceOf(SmtpError);
    expect(error).toMatchObject({ code: 535, phase: "auth", reply: "535 Authentication Credentials Invalid" });
    expect(everythingIn(error)).not.toContain(password);
    expect([logins.length, waits]).toEqual([1, []]);
  });

  test("454 is tried again with growing pauses", async () => {
    const { settings, logins, waits } = await start({ auth: ["454 Temporary authentication failure", "454 Again", "235"] });
    await expect(proveLogin(settings)).resolves.toEqual({ tlsVersion: "TLSv1.3" });
    expect([logins.length, waits]).toEqual([3, [250, 500]]);
  });

  test("new credentials may be unknown for a while: 535 too is tried again, until the time is up", async () => {
    const known = await start({ auth: ["535 Unknown", "535 Unknown", "235"] });
    await proveLogin({ ...known.settings, retryForMs: 30_000 });
    expect(known.waits).toEqual([250, 500]);

    const unknown = await start({ auth: Array(50).fill("535 Unknown") });
    await expect(proveLogin({ ...unknown.settings, retryForMs: 2_000 })).rejects.toMatchObject({ code: 535 });
    expect(unknown.waits).toEqual([250, 500, 1_000]);
  });

  test("nobody listening, silence and a closing server are failed connections", async () => {
    const { settings, stop, waits } = await start();
    await stop();
    await expect(proveLogin(settings)).rejects.toMatchObject({
      phase: "connect",
      code: undefined,
      message: expect.stringContaining("ECONNREFUSED"),
    });

    const sockets: Socket[] = [];
    const mute = createServer((socket) => sockets.push(socket)).listen(0, "127.0.0.1");
    stops.push(async () => void mute.close());
    await once(mute, "listening");
    const { port } = mute.address() as AddressInfo;
    await expect(proveLogin({ ...settings, port, timeoutMs: 100 })).rejects.toMatchObject({ phase: "connect" });
    const closing = expect(proveLogin({ ...settings, port })).rejects.toMatchObject({ phase: "connect" });
    await once(mute, "connection");
    for (const socket of sockets) socket.end("421 4.7.0 Too many connections\r\n");
    await closing;
    expect(waits).toEqual([]);
  });
});

describe("submitting a message", () => {
  test("hands over message and envelope and tells the reply", async () => {
    const { settings, messages } = await start();
    const sent = await submitMessage({ ...settings, message });
    expect(sent).toEqual({
      response: expect.stringMatching(/^250 .*0102018c-id/),
      messageId: expect.stringMatching(/^<.+@mail\.example\.com>$/),
      tlsVersion: "TLSv1.3",
      ms: expect.any(Number),
    });
    expect(messages).toMatchObject([{ from: "hello@mail.example.com", to: ["ann@example.org"] }]);
    const { source = "" } = messages[0] ?? {};
    expect(source).toContain(`Message-ID: ${sent.messageId}\r\n`);
    expect(source).toContain("From: =?UTF-8?Q?Acme_=C3=9Cnited?= <hello@mail.example.com>\r\n");
    expect(source).toContain("Reply-To: support@example.com\r\n");
    expect(source).toContain("X-Twinpost-Reference: r1\r\n");
    expect(source).toContain("multipart/alternative");
    expect(source).toContain("\r\n.starts with a dot\r\n");
  });

  test("the envelope may differ from the message", async () => {
    const { settings, messages } = await start();
    await submitMessage({ ...settings, message, envelope: { from: "b@mail.example.com", to: "c@example.org" } });
    expect(messages).toMatchObject([{ from: "b@mail.example.com", to: ["c@example.org"] }]);
    expect(messages[0]?.source).toContain("To: ann@example.org\r\n");
  });

  test.each<[string, Replies]>([
    ["envelope", { recipient: "554 5.7.1 Email address is not verified" }],
    ["message", { message: "554 5.7.1 Content refused" }],
  ])("a refusal of the %s tells phase, code and reply, and is not tried again", async (phase, replies) => {
    const { settings, logins } = await start(replies);
    const [reply] = Object.values(replies);
    await expect(submitMessage({ ...settings, message, retryForMs: 9_000 })).rejects.toMatchObject({ phase, code: 554, reply });
    expect(logins).toHaveLength(1);
  });

  test("a login that is refused for now is tried again before the message", async () => {
    const { settings, messages, waits } = await start({ auth: ["454 Later"] });
    await submitMessage({ ...settings, message: { ...message, from: "bare@mail.example.com" } });
    expect(messages).toMatchObject([{ from: "bare@mail.example.com" }]);
    expect(waits).toEqual([250]);
  });

  test("silence after the message is an error, since nobody knows whether it was taken", async () => {
    const { settings } = await start({}, { onData: (stream) => void stream.resume() });
    await expect(submitMessage({ ...settings, timeoutMs: 200, message })).rejects.toMatchObject({ phase: "message", code: undefined });
  });
});
