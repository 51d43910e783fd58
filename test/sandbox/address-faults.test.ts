/** Recipients that choose their own fault: what sandbox/README.md tells users, at a submission server, a receiver and on the way between them. */
import { createTransport } from "nodemailer";
import { faultAtMessage, faultAtRecipient } from "../../sandbox/address-faults";
import { startReceivers } from "../../sandbox/receivers/start";
import { startSubmission } from "../../sandbox/submission/start";
import { startSendgridWorld } from "./sendgrid/world";

const everywhere = (): boolean => true;
const submitted = (server: string): boolean => server === "submission";

test.each([
  ["550.5.1.1@gmail.com", 550, "5.1.1"],
  ["451@outlook.com", 451, "4.0.0"],
  ["421.4.7.0@YAHOO.com", 421, "4.7.0"],
  ["552.5.2.2+any.tag@gmail.com", 552, "5.2.2"],
])("%s is refused at RCPT", (address, code, status) => {
  expect(faultAtRecipient(address, submitted)).toEqual({ reply: { code, text: expect.stringMatching(new RegExp(`^${status} `)) } });
  expect(faultAtMessage([address], everywhere)).toBeUndefined();
});

test.each([
  ["an address elsewhere", "550.5.1.1@example.com"],
  ["a subdomain of a receiver's", "550@mail.gmail.com"],
  ["another class than the reply's (RFC 2034 4)", "550.4.1.1@gmail.com"],
  ["a reply that is none (RFC 5321 4.2)", "560@gmail.com"],
  ["no failure", "250@gmail.com"],
  ["two parts of a status", "550.5.1@gmail.com"],
  ["more than the word", "550-ann@gmail.com"],
  ["a word inside another", "dropped@gmail.com"],
  ["no unit", "slow-3@gmail.com"],
  ["not a whole number", "slow-0.5s@gmail.com"],
  ["no domain", "550"],
])("%s is ordinary", (_, address) => {
  expect([faultAtRecipient(address, everywhere), faultAtMessage([address], everywhere)]).toEqual([undefined, undefined]);
});

test.each([
  [["slow-30s@gmail.com"], { delayMs: 30_000, drops: false }],
  [["slow-61s@gmail.com"], { delayMs: 60_000, drops: false }],
  [["SLOW-99999s+x@gmail.com", "drop@yahoo.com", "ann@gmail.com"], { delayMs: 60_000, drops: true }],
  [["data-554.5.7.1@gmail.com", "data-451@gmail.com"], { delayMs: 0, drops: false, reply: { code: 554, text: expect.any(String) } }],
  [["receiver-drop@gmail.com"], undefined],
  [["drop-before@gmail.com"], undefined],
])("%j", (addresses, fault) => {
  expect(faultAtMessage(addresses, submitted)).toEqual(fault);
});

describe("over SMTP", () => {
  let world: Awaited<ReturnType<typeof startWorld>>;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  async function startWorld() {
    const sendgrid = await startSendgridWorld();
    const { surroundings } = sendgrid;
    const receivers = await startReceivers(surroundings);
    const made = await sendgrid.authenticate("reject.example");
    sendgrid.publish(made.dns);
    await sendgrid.validate(made);
    const submission = await startSubmission(surroundings, {
      ...{ backend: sendgrid.sendgrid.submission, name: "smtp.sendgrid.net", sourceAddress: "127.0.10.1", route: receivers.route },
    });
    const key = sendgrid.sendgrid.issueKey(["mail.send"]);
    const [gmail] = receivers.receivers;
    const ports = { submission: submission.port, receiver: gmail?.port ?? 0 };
    /** @returns the reply, or how the connection ended. */
    async function send(to: string | string[], server: keyof typeof ports = "submission"): Promise<string> {
      const login = server === "submission" ? { auth: { user: "apikey", pass: key } } : {};
      const transport = createTransport({
        ...{ host: "127.0.0.1", port: ports[server], requireTLS: true, tls: { rejectUnauthorized: false }, ...login },
      });
      const sent = transport.sendMail({ from: "a@reject.example", to, subject: "Hello", text: "Hello" });
      const reply = await sent.then(
        ({ response }) => response,
        ({ response, code }) => response ?? code,
      );
      await submission.idle();
      return reply;
    }
    const kept = async (): Promise<number> => {
      const { total } = (await (await fetch(`${gmail?.url}/api/v1/messages`)).json()) as { total: number };
      await fetch(`${gmail?.url}/api/v1/messages`, { method: "DELETE" });
      return total;
    };
    const outcomes = () =>
      submission.outcomes
        .splice(0)
        .map(({ recipient, result, code, attempts }) => ({ at: recipient.split("@")[0], result, code, attempts }));
    const stop = async (): Promise<void> => {
      await submission.stop();
      await receivers.stop();
      await sendgrid.stop();
    };
    return { send, kept, outcomes, stop };
  }

  test.each([
    ["550.5.1.1", /^550 5\.1\.1 /, 0],
    ["421.4.7.0", /^421 4\.7\.0 /, 0],
    ["data-452.4.2.2", /^452 4\.2\.2 /, 0],
    ["drop", /^E(CONNECTION|SOCKET|STREAM)$/, 1],
    ["drop-before", /^E(CONNECTION|SOCKET|STREAM)$/, 0],
    ["ann", /^250 Ok/, 1],
  ])("%s@gmail.com, submitted", async (local, reply, messages) => {
    expect(await world.send(`${local}@gmail.com`)).toMatch(reply);
    expect([await world.kept(), world.outcomes().length]).toEqual([messages, messages]);
  });

  test("one recipient of two is refused, the other gets the message", async () => {
    expect(await world.send(["550.5.1.1@gmail.com", "ann@gmail.com"])).toMatch(/^250 /);
    expect(world.outcomes()).toEqual([{ at: "ann", result: "delivered", code: 250, attempts: 1 }]);
    expect(await world.kept()).toBe(1);
  });

  test("a slow one is answered late, once, and the receiver is not slow again", async () => {
    const started = performance.now();
    expect(await world.send("slow-1s@gmail.com")).toMatch(/^250 /);
    const took = performance.now() - started;
    expect(took).toBeGreaterThanOrEqual(1000);
    expect(await world.kept()).toBe(1);
    expect(world.outcomes()).toEqual([{ at: "slow-1s", result: "delivered", code: 250, attempts: 1 }]);
  });

  test.each([
    ["receiver-550.5.1.1", { result: "refused", code: 550, attempts: 1 }, 0],
    ["receiver-451.4.7.1", { result: "refused", code: 451, attempts: 4 }, 0],
    ["receiver-data-554", { result: "refused", code: 554, attempts: 1 }, 0],
  ])("%s@gmail.com is submitted as any other, and the receiver refuses it", async (local, outcome, messages) => {
    expect(await world.send(`${local}@gmail.com`)).toMatch(/^250 Ok/);
    expect(world.outcomes()).toEqual([{ at: local, ...outcome }]);
    expect(await world.kept()).toBe(messages);
  });

  test.each([
    ["550.5.1.1", /^550 5\.1\.1 /],
    ["receiver-550.5.1.1", /^550 5\.1\.1 /],
    ["drop-before", /^E(CONNECTION|SOCKET|STREAM)$/],
    ["drop", /^E(CONNECTION|SOCKET|STREAM)$/],
  ])("%s@gmail.com, of a program that speaks to the receiver itself", async (local, reply) => {
    expect(await world.send(`${local}@gmail.com`, "receiver")).toMatch(reply);
    expect(await world.kept()).toBe(0);
  });
});
