/** The backend of examples/python with its outbox: what it promises, what becomes of refused mail, and what a killed process leaves behind. */
import { join } from "node:path";
import { CertificateAuthority } from "../../sandbox/certificate-authority";
import { type MailServer, startMailServer } from "./mail-server";
import { type Program, startStage } from "./program";

type Row = [messageId: string, state: string, attempts: number, perhapsTwice: number, answer: string | null];

let server: MailServer;
let stage: ReturnType<typeof startStage>;
let backend: Program;
let database: string;

const start = (leaseSeconds = 60): Program =>
  stage.run("python3", [join(__dirname, "drive_app.py")], { DATABASE: database, LEASE_SECONDS: String(leaseSeconds) });
const invite = (recipient: string) => backend.ask<[number, unknown]>({ path: "/invitations", arguments: [recipient] });
const rows = () => backend.ask<Row[]>({ rows: true });

/** Asks until it is so: each question is answered by the program, which works meanwhile. */
async function until(isSo: (found: Row[]) => boolean): Promise<Row[]> {
  for (;;) {
    const found = await rows();
    if (isSo(found)) return found;
  }
}

const every =
  (...states: string[]) =>
  (found: Row[]): boolean =>
    found.length > 0 && found.every(([, state]) => states.includes(state));

beforeEach(async () => {
  const authority = await CertificateAuthority.create();
  server = await startMailServer(authority, { user: "app", password: "one" });
  stage = startStage(authority.pem);
  database = join(stage.folder, "app.db");
  stage.store(server.login);
  backend = start();
});
afterEach(async () => {
  await stage.stop();
  await server.stop();
});

test("two processes share an outbox, and send nothing twice", async () => {
  start();
  for (let count = 0; count < 8; count++) await invite("ann@receiver.example");
  const found = await until(every("sent"));
  expect(found.map(([, , attempts]) => attempts)).toEqual(Array.from(found, () => 1));
  expect(server.taken.map(({ messageId }) => messageId).sort()).toEqual(found.map(([id]) => id).sort());
});

test("a worker that is killed while it sends loses nothing: the same message goes out again, and is known to be perhaps there twice", async () => {
  await backend.kill();
  backend = start(0.5);
  const wasTaken = new Promise<void>((resolve) => {
    server.hooks.taken = () => {
      resolve();
      return new Promise<void>(() => undefined);
    };
  });
  for (const name of ["a", "b", "c"]) expect((await invite(`${name}@receiver.example`))[0]).toBe(202);
  await wasTaken;
  await backend.kill();
  server.hooks.taken = async () => undefined;
  backend = start();

  const found = await until(every("sent"));
  expect(found.map(([, state, attempts, perhapsTwice]) => [state, attempts, perhapsTwice])).toEqual([
    ["sent", 2, 1],
    ["sent", 1, 0],
    ["sent", 1, 0],
  ]);
  const [first = "", ...others] = server.taken.map(({ messageId }) => messageId);
  expect(others.filter((id) => id === first)).toHaveLength(1);
  expect(new Set([first, ...others])).toEqual(new Set(found.map(([id]) => id)));
});

test("what concerns one mail is dropped and shown, what concerns all is kept until it is over", async () => {
  server.refusals.set("gone@receiver.example", { at: "rcpt", code: 550, text: "5.1.1 no such user", once: false });
  server.refusals.set("paused@receiver.example", { at: "data", code: 554, text: "Sending paused for this account", once: false });
  for (const name of ["gone", "paused", "well"]) await invite(`${name}@receiver.example`);

  const refused = await until((found) => (found[1]?.[2] ?? 0) > 1 && found[2]?.[1] === "sent");
  expect(refused[0]?.slice(1)).toEqual(["dropped", 1, 0, "recipient: 550 5.1.1 no such user"]);
  expect(refused[1]?.[4]).toBe("provider: 554 Sending paused for this account");
  server.refusals.clear();
  const ended = await until(every("sent", "dropped"));
  expect(ended.map(([, state]) => state)).toEqual(["dropped", "sent", "sent"]);
});

test("mail that got no answer is sent again with its Message-ID, and marked", async () => {
  server.hooks.taken = async () => {
    server.hooks.taken = async () => undefined;
    server.cut();
  };
  await invite("ann@receiver.example");
  const [[id = "", ...rest] = []] = await until(every("sent"));
  expect(rest).toEqual(["sent", 2, 1, null]);
  expect(server.taken.map(({ messageId }) => messageId)).toEqual([id, id]);
});

test("a webhook is answered once the secret was read, and the next mail uses it", async () => {
  await invite("ann@receiver.example");
  await until(every("sent"));
  const other = await startMailServer(server.authority, { user: "app", password: "two" });
  stage.store(other.login);
  expect((await backend.ask<[number]>({ path: "/secret-changed" }))[0]).toBe(204);
  await invite("bob@receiver.example");
  await until(every("sent"));
  await other.stop();
  expect([server.taken.length, other.taken.length]).toEqual([1, 1]);
});

test("a text that is no address is refused, and leaves nothing behind", async () => {
  for (const wrong of ["ann", "ann@x", "a@b.example,c@d.example", "a@b.example\r\nBcc: c@d.example", "ä@b.example"])
    expect((await invite(wrong))[0]).toBe(422);
  expect(await rows()).toEqual([]);
});
