import net from "node:net";
import { createInterface } from "node:readline";
import { createTransport } from "nodemailer";
import { Trouble } from "../../../sandbox/trouble";
import { type SubmissionWorld, startSubmissionWorld } from "./world";

let world: SubmissionWorld;
beforeAll(async () => {
  world = await startSubmissionWorld();
});
afterAll(() => world.stop());

const login = (user: string, pass: string, method?: string) => {
  const transport = world.transport(pass, user);
  if (method) Object.assign(transport.options, { authMethod: method });
  return transport.verify();
};

test.each(["PLAIN", "LOGIN"])("a sending key logs in with AUTH %s", async (method) => {
  await expect(login("apikey", world.sendingKey, method)).resolves.toBe(true);
});

test("a wrong password is refused", async () => {
  await expect(login("apikey", "guess")).rejects.toMatchObject({
    responseCode: 535,
    response: "535 Authentication failed: Bad username / password",
  });
});

test("the user name is always apikey", async () => {
  await expect(login("billing@reject.example", world.sendingKey)).rejects.toMatchObject({ responseCode: 535 });
});

test("a revoked key is refused with its own words", async () => {
  const key = world.sendgrid.issueKey(["mail.send"]);
  await world.call("DELETE", `/api_keys/${key.split(".")[1]}`);

  await expect(login("apikey", key)).rejects.toThrow(/authorization grant is invalid, expired, or revoked/);
});

test("a key that may not send is refused", async () => {
  const key = world.sendgrid.issueKey(["whitelabel.read"]);

  await expect(login("apikey", key)).rejects.toThrow(/535 .*does not have permission/);
});

test("without TLS there is neither login nor mail", async () => {
  const secret = Buffer.from(`\0apikey\0${world.sendingKey}`).toString("base64");
  const replies = await dialogue(["EHLO client.example", `AUTH PLAIN ${secret}`, "MAIL FROM:<a@reject.example>", "QUIT"]);

  expect(replies).toContainEqual(expect.stringMatching(/^250[- ]STARTTLS$/));
  expect(replies.filter((line) => line === "530 5.7.0 Must issue a STARTTLS command first")).toHaveLength(2);
});

test("without login there is no mail", async () => {
  const { host, port } = world.submission;
  const anonymous = createTransport({
    host,
    port,
    requireTLS: true,
    tls: { ca: world.surroundings.authority.pem },
  });

  await expect(anonymous.sendMail({ from: "a@reject.example", to: "b@receiver.example", text: "x" })).rejects.toMatchObject({
    response: "530 5.7.0 Authentication required",
  });
});

test("trouble answers a login once", async () => {
  const troubled = await startSubmissionWorld({ trouble: new Trouble("t", [{ on: "sendgrid AUTH", probability: 1, code: 454 }]) });

  await expect(troubled.transport().verify()).rejects.toMatchObject({ response: "454 4.7.0 Temporary authentication failure" });
  await expect(troubled.transport().verify()).resolves.toBe(true);

  const logins = troubled.log.entries.filter(({ operation }) => operation === "AUTH");
  expect(logins).toEqual([
    { service: "sendgrid", operation: "AUTH", status: 454, ms: expect.any(Number), trouble: true },
    { service: "sendgrid", operation: "AUTH", status: 235, ms: expect.any(Number) },
  ]);
  await troubled.stop();
});

/** Says each line after the reply to the one before it; returns all that the server said. */
async function dialogue(lines: string[]): Promise<string[]> {
  const socket = net.connect(world.submission.port, "127.0.0.1");
  const replies: string[] = [];
  for await (const line of createInterface(socket)) {
    replies.push(line);
    const next = /^\d{3} /.test(line) ? lines.shift() : undefined;
    if (next) socket.write(`${next}\r\n`);
  }
  return replies;
}
