/** The senders of examples/, in Python and in Node, against the stand-in of SendGrid and a server that refuses as it is told. */
import { join } from "node:path";
import { type SubmissionPhase, subjectOf } from "../../mail/smtp/answer";
import { CertificateAuthority } from "../../sandbox/certificate-authority";
import { SmtpRefusal } from "../../sandbox/submission/backend";
import { readHeader } from "../../sandbox/submission/headers";
import { type SubmissionWorld, startSubmissionWorld } from "../sandbox/submission/world";
import { type MailServer, startMailServer } from "./mail-server";
import { type Outcome, type Program, settings, startStage } from "./program";

type Mail = [recipient: string, messageId: string];

const options = JSON.stringify({ maxMessages: 3, mostMs: 300_000, timeoutMs: 5000 });
const briefly = JSON.stringify({ maxMessages: 100, mostMs: 300, timeoutMs: 5000 });
const languages = [
  ["Python", "python3", "drive_sender.py"],
  ["Node", process.execPath, "drive-sender.mjs"],
] as const;
let number = 0;
const mails = (count: number, recipient = "ann@receiver.example"): Mail[] =>
  Array.from({ length: count }, () => [recipient, `<${++number}@reject.example>`]);
const all = (count: number): Outcome[] => Array.from({ length: count }, () => ({ sent: true }));
const kept = (subject: string): Outcome => ({ subject, drop: false, perhapsAccepted: false });

describe.each(languages)("%s and SendGrid's keys", (_language, command, file) => {
  let world: SubmissionWorld;
  let stage: ReturnType<typeof startStage>;
  let program: Program;
  let key: string;
  const login = (password: string) => ({ port: world.submission.port, user: "apikey", password });
  const send = (asked: Mail[]) => program.ask<Outcome[]>({ send: asked });
  const stopKey = (old: string) => world.call("DELETE", `/api_keys/${old.split(".")[1]}`);
  const received = async (asked: Mail[]): Promise<number> => {
    await world.submission.idle();
    const ids = world.receiver.received.map(({ raw }) => readHeader(Buffer.from(raw), "Message-ID"));
    return asked.filter(([, id]) => ids.filter((each) => each === id).length === 1).length;
  };

  beforeAll(async () => {
    world = await startSubmissionWorld();
    const made = await world.authenticate("reject.example");
    world.publish(made.dns);
    await world.validate(made);
    stage = startStage(world.surroundings.authority.pem);
    key = world.sendingKey;
    stage.store(login(key));
    program = stage.run(command, [join(__dirname, file), options]);
  });
  afterAll(async () => {
    await stage.stop();
    await world.stop();
  });

  test("a key is replaced and stopped while sessions are open and others begin: nothing fails, nothing is lost or doubled", async () => {
    const asked = mails(20);
    expect(await send(asked.slice(0, 2))).toEqual(all(2));
    for (let round = 1; round <= 3; round++) {
      const old = key;
      key = world.sendgrid.issueKey(["mail.send"]);
      const [outcomes] = await Promise.all([
        send(asked.slice(2 + 6 * (round - 1), 2 + 6 * round)),
        (async () => {
          stage.store(login(key));
          await stopKey(old);
        })(),
      ]);
      expect(outcomes).toEqual(all(6));
    }
    expect(await received(asked)).toBe(20);
  });

  test("a key that is replaced between the reading and the login costs one more reading", async () => {
    const old = key;
    key = world.sendgrid.issueKey(["mail.send"]);
    stage.store(login(key));
    await stopKey(old);
    await program.ask({ renew: true });
    await program.ask({ stale: settings(login(old)) });
    const asked = mails(2);
    expect(await send(asked)).toEqual(all(2));
    expect(await received(asked)).toBe(2);
    const refused = world.log.entries.filter(({ operation, status }) => operation === "AUTH" && status === 535);
    expect(refused.length).toBeGreaterThan(0);
  });

  test("without a key that works mail is kept, and goes out once there is one", async () => {
    await stopKey(key);
    await program.ask({ renew: true });
    const asked = mails(1);
    expect(await send(asked)).toEqual([kept("credential")]);
    key = world.sendgrid.issueKey(["mail.send"]);
    stage.store(login(key));
    expect(await send(asked)).toEqual(all(1));
    expect(await received(asked)).toBe(1);
  });
});

describe.each(languages)("%s and a server's answers", (_language, command, file) => {
  let authority: CertificateAuthority;
  let first: MailServer;
  let second: MailServer;
  let stage: ReturnType<typeof startStage>;
  let program: Program;
  const send = (asked: Mail[]) => program.ask<Outcome[]>({ send: asked });
  const ids = ({ taken }: MailServer) => taken.map(({ messageId }) => messageId);

  beforeAll(async () => {
    authority = await CertificateAuthority.create();
    [first, second] = await Promise.all([
      startMailServer(authority, { user: "first", password: "one" }),
      startMailServer(authority, { user: "second", password: "two" }),
    ]);
    stage = startStage(authority.pem);
    stage.store(first.login);
    program = stage.run(command, [join(__dirname, file), options]);
  });
  afterAll(async () => {
    await stage.stop();
    await Promise.all([first.stop(), second.stop()]);
  });

  const always = false;
  const once = true;
  test.each<["rcpt" | "data", string, boolean, Outcome]>([
    ["rcpt", "421 4.7.0 closing the connection", once, { sent: true }],
    ["data", "451 Timeout waiting for data from client", once, { sent: true }],
    ["data", "421 4.4.2 maximum message count per session reached", once, { sent: true }],
    ["data", "421 closing", always, kept("session")],
    ["data", "451 4.3.0 Temporary local problem", always, kept("provider")],
    ["data", "454 Throttling failure: Maximum sending rate exceeded", always, kept("rate")],
    ["data", "554 Message rejected: Sending paused for this account", always, kept("provider")],
    ["data", "554 Message rejected: Email address is not verified", always, kept("sender address")],
    ["data", "550 Unauthenticated senders not allowed", once, { sent: true }],
    ["rcpt", "452 4.2.2 mailbox full", always, kept("recipient")],
    ["rcpt", "550 5.1.1 no such user", always, { ...kept("recipient"), drop: true }],
    ["data", "552 Message is too long.", always, { ...kept("message"), drop: true }],
  ])("%s: %s", async (at, said, isOnce, outcome) => {
    const refused = mails(1, `${at}-${++number}@receiver.example`);
    const next = mails(1);
    for (const [recipient] of refused)
      first.refusals.set(recipient, { at, code: Number(said.slice(0, 3)), text: said.slice(4), once: isOnce });
    expect(await send([...refused, ...next])).toEqual([outcome, { sent: true }]);
    expect(ids(first).filter((id) => id === next[0]?.[1])).toHaveLength(1);
    expect(ids(first).filter((id) => id === refused[0]?.[1])).toHaveLength(outcome.sent ? 1 : 0);
  });

  // sandbox/README.md, "Recipients that choose their own fault".
  test.each<[string, Outcome]>([
    ["421.4.7.0", kept("session")],
    ["451.4.3.0", kept("provider")],
    ["452.4.2.2", kept("recipient")],
    ["454.4.7.0", kept("provider")],
    ["530.5.7.0", kept("credential")],
    ["535.5.7.8", kept("provider")],
    ["550.5.1.1", { ...kept("recipient"), drop: true }],
    ["552.5.3.4", { ...kept("message"), drop: true }],
    ["data-421.4.3.2", kept("session")],
    ["data-451.4.3.0", kept("provider")],
    ["data-452.4.2.2", kept("recipient")],
    ["data-550.5.7.1", { ...kept("message"), drop: true }],
    ["data-552.5.3.4", { ...kept("message"), drop: true }],
  ])("%s@gmail.com", async (local, outcome) => {
    expect(await send([...mails(1, `${local}@gmail.com`), ...mails(1)])).toEqual([outcome, { sent: true }]);
  });

  test("an address that is not ASCII is refused by the server or before it", async () => {
    expect(await send([...mails(1, "änn@receiver.example"), ...mails(1)])).toEqual([{ ...kept("recipient"), drop: true }, { sent: true }]);
  });

  test("a login that cannot be judged now is the provider's", async () => {
    first.logins.answer = new SmtpRefusal(454, "4.7.0 Temporary authentication failure");
    await program.ask({ renew: true });
    expect(await send(mails(1))).toEqual([kept("provider")]);
    first.logins.answer = undefined;
    expect(await send(mails(1))).toEqual(all(1));
  });

  test("a session that the server has ended meanwhile is replaced", async () => {
    expect(await send(mails(1))).toEqual(all(1));
    first.cut();
    expect(await send(mails(1))).toEqual(all(1));
  });

  test("without an answer mail may have been accepted", async () => {
    const asked = mails(1, "drop@gmail.com");
    expect(await send(asked)).toEqual([{ subject: "network", drop: false, perhapsAccepted: true }]);
    expect(ids(first)).toContain(asked[0]?.[1]);
  });

  test("a session ends after so many messages", async () => {
    const before = first.logins.count;
    expect(await send(mails(12))).toEqual(all(12));
    expect(first.logins.count - before).toBeGreaterThanOrEqual(4);
  });

  test("another server in the secret is used once the session's time is over, and nothing fails meanwhile", async () => {
    const brief = stage.run(command, [join(__dirname, file), briefly]);
    expect(await brief.ask({ send: mails(1) })).toEqual(all(1));
    stage.store(second.login);
    const sent: Mail[] = [];
    while (second.taken.length === 0) {
      sent.push(...mails(1));
      expect(await brief.ask({ send: sent.slice(-1) })).toEqual(all(1));
    }
    expect([...ids(first), ...ids(second)]).toEqual(expect.arrayContaining(sent.map(([, id]) => id)));
    stage.store(first.login);
  });

  test("another server in the secret is used at once by who is told", async () => {
    expect(await send(mails(1))).toEqual(all(1));
    stage.store(second.login);
    const before = second.taken.length;
    await program.ask({ renew: true });
    expect(await send(mails(1))).toEqual(all(1));
    expect(second.taken.length - before).toBe(1);
    stage.store(first.login);
    await program.ask({ renew: true });
    expect(await send(mails(1))).toEqual(all(1));
  });

  test("a server that is gone is the network; the other one is used at the next attempt", async () => {
    await first.stop();
    const asked = mails(1);
    expect(await send(asked)).toEqual([kept("network")]);
    stage.store(second.login);
    expect(await send(asked)).toEqual(all(1));
    expect(ids(second)).toContain(asked[0]?.[1]);
  });

  test("answers are judged as Twinpost judges them", async () => {
    const phases: SubmissionPhase[] = ["connect", "tls", "auth", "mail", "rcpt", "data"];
    const codes = [421, 432, 450, 451, 452, 454, 530, 534, 535, 550, 552, 553, 554];
    const texts = ["", "1.1", "1.7", "1.8", "2.2", "2.3", "3.0", "3.4", "4.4", "4.7", "5.2", "5.3", "6.0", "7.1"];
    const words = [
      ...["Maximum credits exceeded", "Your account is disabled", "Sending paused for this account", "Account not subscribed to SES"],
      ...["Throttling failure: Daily message quota exceeded", "Too many recipients received this hour", "Message is too long."],
      ...["maximum message count per session reached", "Temporary service failure", "<a> address unknown", "nothing that we know"],
      ...["User `x' is not authorized to perform `ses:SendRawEmail'", "Unauthenticated senders not allowed"],
      ...["Email address is not verified", "Configuration set x does not exist", "Too many concurrent SMTP connections"],
    ];
    const asked = phases.flatMap((phase) =>
      codes.flatMap((code) =>
        [...texts.map((text) => (text ? `${String(code)[0]}.${text} x` : "x")), ...words].map(
          (text) => [phase, `${code} ${text}`] as const,
        ),
      ),
    );
    const expected = asked.map(([phase, text]) => subjectOf({ phase, code: Number(text.slice(0, 3)), text }));
    const answered = await program.ask<string[]>({ about: asked });
    const different = asked.flatMap((each, index) =>
      answered[index] === expected[index] ? [] : [[...each, answered[index], expected[index]]],
    );
    expect(different).toEqual([]);
  });
});
