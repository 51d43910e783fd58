/** Submission servers that never come to an end, or say again what they were told. */
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { openSession } from "../../../adapters/smtp/session";
import { proveLogin, submitMessage } from "../../../adapters/smtp/submission";
import { type Certificate, CertificateAuthority } from "../../../sandbox/certificate-authority";
import { everythingIn, failureOf } from "../canned-server";

const user = "AKIAEXAMPLE";
const password = `${randomBytes(12).toString("base64url")}/+=~${randomBytes(9).toString("base64")}`;
let authority: CertificateAuthority;
let certificate: Certificate;
beforeAll(async () => {
  authority = await CertificateAuthority.create();
  certificate = await authority.issue([], ["127.0.0.1"]);
});

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

type Answer = string | ((send: (text: string) => void) => void);

/** @param answers to commands by their first word, and the greeting; lines of a login are commands of any other word. */
async function start(answers: Record<string, Answer>, onClose = () => {}) {
  const sockets: Socket[] = [];
  const serve = (socket: Socket): void => {
    const answer = (word: string): void => {
      const given = answers[word] ?? usual[word] ?? answers.other ?? "235 2.7.0 ok";
      const send = (text: string): void => void (socket.writable && socket.write(text));
      if (typeof given === "function") given(send);
      else send(`${given}\r\n`);
    };
    socket.on("error", () => undefined);
    socket.on("data", (bytes) => {
      const [word = ""] = bytes.toString().trim().split(" ");
      answer(word);
      if (word !== "STARTTLS") return;
      socket.removeAllListeners("data");
      serve(new TLSSocket(socket, { isServer: true, ...certificate }));
    });
    if (!(socket instanceof TLSSocket)) answer("greeting");
  };
  const server = createServer((socket) => {
    sockets.push(socket.on("close", onClose));
    serve(socket);
  }).listen(0, "127.0.0.1");
  stops.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  await once(server, "listening");
  return {
    host: "127.0.0.1",
    port: (server.address() as AddressInfo).port,
    user,
    password,
    ca: authority.pem,
    timeoutMs: 5_000,
    sessionMs: 400,
  };
}

const usual: Record<string, string> = {
  greeting: "220 mx ESMTP",
  EHLO: "250-mx\r\n250-STARTTLS\r\n250 AUTH PLAIN LOGIN",
  STARTTLS: "220 go on",
  MAIL: "250 ok",
  RCPT: "250 ok",
  DATA: "354 go on",
};

/** Never silent, never done. */
const dripping =
  (text: string) =>
  (send: (text: string) => void): void => {
    const timer = setInterval(() => send(text), 20);
    stops.push(() => clearInterval(timer));
  };

const message = { from: "a@mail.example.com", to: "b@example.org", subject: "Hi", text: "Hi" };

test.each<[string, Record<string, Answer>]>([
  ["drips its greeting", { greeting: dripping("2") }],
  ["greets without end", { greeting: dripping("220-and\r\n") }],
  ["drips its answer to EHLO", { EHLO: dripping("2") }],
  ["goes on and on in its answer to EHLO", { EHLO: dripping("250-X\r\n") }],
  ["answers every line of a login with 334", { AUTH: "334 ", other: "334 " }],
  ["drips its answer to a login", { AUTH: dripping("235-ok\r\n") }],
  ["drips its answer to MAIL FROM", { MAIL: dripping("250-ok\r\n") }],
  ["drips its answer to the message", { DATA: dripping("354-go\r\n") }],
])("a session with a server that %s ends at its deadline", async (_what, answers) => {
  const settings = await start(answers);
  const began = performance.now();
  await expect(submitMessage({ ...settings, message })).rejects.toMatchObject({ message: expect.stringContaining("0.4 s") });
  expect(performance.now() - began).toBeLessThan(4_000);
});

test("a server that never lets go after QUIT is left at the deadline", async () => {
  let close = (): void => {};
  const closed = new Promise<void>((resolve) => {
    close = resolve;
  });
  const settings = await start({ QUIT: dripping("221-bye\r\n") }, () => close());
  const session = await openSession(settings);
  await session.login();
  session.end();
  await closed;
});

const hex = (text: string): string => Buffer.from(text).toString("hex");
const base64 = (text: string): string => Buffer.from(text).toString("base64");
const everyByte = (text: string, before: string): string =>
  [...Buffer.from(text)].map((byte) => `${before}${byte.toString(16).padStart(2, "0")}`).join("");
const half = password.length / 2;

const echoes: [string, string][] = [
  ["as it is", password],
  ["over two lines", `${password.slice(0, half)}\r\n535 ${password.slice(half)}`],
  ["over two lines with enhanced codes", `5.7.8 ${password.slice(0, half)}\r\n535 5.7.8 ${password.slice(half)}`],
  ["with blanks between", [...password].join(" ")],
  ["backwards", [...password].reverse().join("")],
  ["in hex", hex(password)],
  ["in hex with colons", everyByte(password, ":")],
  ["URL-encoded", encodeURIComponent(password)],
  ["URL-encoded as a whole", everyByte(password, "%")],
  ["quoted-printable", everyByte(password, "=")],
  ["escaped", everyByte(password, "\\x")],
  ["as HTML", [...password].map((character) => `&#${character.charCodeAt(0)};`).join("")],
  ["in Base64", base64(password)],
  ["in Base64 without padding", base64(password).replace(/=+$/, "")],
  ["in Base64 behind one character", base64(`x${password}`)],
  ["as the login", base64(`\0${user}\0${password}`)],
  ["in Base64 twice", base64(base64(password))],
];

/** Any of the spellings, and the smallest part that would help. */
const leaks = (error: unknown): string[] => {
  const everything = everythingIn(error);
  return [
    password,
    password.slice(0, half),
    password.slice(half),
    hex(password),
    base64(password),
    encodeURIComponent(password),
    base64(base64(password)),
  ].filter((each) => everything.includes(each));
};

test.each(echoes)("a refusal of the login that says the password %s shows its codes only", async (_how, echo) => {
  const multi = echo.replace("\r\n", "\r\n");
  const settings = await start({ AUTH: `535${multi.includes("\r\n") ? "-" : " "}${multi.startsWith("5.7.8") ? multi : `5.7.8 ${multi}`}` });
  const error = await failureOf(proveLogin(settings));
  expect(error).toMatchObject({ phase: "auth", code: 535, reply: "535 5.7.8", subject: "credential" });
  expect(leaks(error)).toEqual([]);
});

test.each(echoes.slice(0, -1))("a refusal of the message that says the password %s is left out", async (_how, echo) => {
  const settings = await start({ MAIL: `550${echo.includes("\r\n") ? "-" : " "}${echo.replace("\r\n535", "\r\n550")}` });
  expect(leaks(await failureOf(submitMessage({ ...settings, message })))).toEqual([]);
});

test.each([
  ["535 Authentication Credentials Invalid", "535 Authentication Credentials Invalid", "credential"],
  ["535 5.7.8 authentication credentials invalid, see https://evil.example", "535 5.7.8 authentication credentials invalid", "credential"],
  ["454 4.7.0 Temporary authentication failure", "454 4.7.0 Temporary authentication failure", "provider"],
  ["535 Account not subscribed to SES", "535 Account not subscribed", "provider"],
  ["535 Authentication failed: Bad username / password", "535 Bad username / password", "credential"],
  ["535 configuration set SECRET does not exist", "535", "provider"],
  ["535 5.7.8secret", "535", "credential"],
])("of the refusal %j, %j is shown", async (said, reply, subject) => {
  const settings = await start({ AUTH: said });
  expect(
    await failureOf(proveLogin({ ...settings, now: () => 0, sleep: () => Promise.reject(new Error("no")), retryForMs: -1 })),
  ).toMatchObject({ reply, subject });
});
