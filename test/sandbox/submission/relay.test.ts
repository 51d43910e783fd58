import { readHeader } from "../../../sandbox/submission/headers";
import { Trouble } from "../../../sandbox/trouble";
import { exchange, recipient, type SubmissionWorld, startSubmissionWorld } from "./world";

let world: SubmissionWorld;
beforeAll(async () => {
  world = await startSubmissionWorld();
  const made = await world.authenticate("reject.example");
  world.publish(made.dns);
  await world.validate(made);
  await world.authenticate("pending.example");
});
afterAll(() => world.stop());

beforeEach(() => {
  world.receiver.received.length = 0;
  world.receiver.replies.length = 0;
  world.receiver.behaviour.offersTls = true;
  world.submission.outcomes.length = 0;
  world.sendgrid.state.enforcedTls.require_tls = false;
});

function newest() {
  const message = world.receiver.received.at(-1);
  if (!message) throw new Error("nothing was received");
  return message;
}

const signature = () => newest().judged.dkim.results[0];

test("mail of a valid domain arrives under its own name", async () => {
  expect(await world.send()).toMatch(/^250 Ok: queued as [\w-]{22}$/);

  const { mailFrom, clientAddress, helo, judged } = newest();
  expect(mailFrom).toMatch(/^bounces\+\d+-[0-9a-f]{4}@em\.reject\.example$/);
  expect(clientAddress).toBe("127.0.10.1");
  expect(helo).toBe("smtp.sendgrid.net");
  expect(judged.spf).toMatchObject({ domain: "em.reject.example", status: { result: "pass" } });
  expect(signature()).toMatchObject({ signingDomain: "reject.example", selector: "s1", status: { result: "pass" } });
});

test("mail of a domain that is not valid yet arrives under SendGrid's name, unaligned", async () => {
  await world.send({ from: "billing@pending.example" });

  expect(newest().mailFrom).toMatch(/^bounces\+\d+-[0-9a-f]{4}@sendgrid\.net$/);
  expect(newest().judged.spf).toMatchObject({ domain: "sendgrid.net", status: { result: "pass" } });
  expect(signature()).toMatchObject({ signingDomain: "sendgrid.net", selector: "smtpapi", status: { result: "pass", aligned: false } });
});

test("mail of a domain that nobody authenticated is refused", async () => {
  await expect(world.send({ from: "billing@stranger.example" })).rejects.toThrow(
    /550 The from address does not match a verified Sender Identity/,
  );
  expect(world.submission.outcomes).toEqual([]);
});

test("the domain of the From header counts, not that of the envelope", async () => {
  await world.send({ envelope: { from: "x@stranger.example", to: recipient } });
  expect(newest().mailFrom).toMatch(/@em\.reject\.example$/);
});

test("the signature covers the headers of one-click unsubscription", async () => {
  await world.send({
    headers: { "List-Unsubscribe": "<https://reject.example/u?t=1>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" },
  });

  expect(signature()?.status.result).toBe("pass");
  const header = readHeader(Buffer.from(newest().raw), "DKIM-Signature") ?? "";
  const signed = /;\s*h=([^;]+);/.exec(header)?.[1]?.split(/:\s*/);
  expect(signed).toEqual(
    expect.arrayContaining([
      ...["from", "to", "subject", "date", "message-id", "mime-version", "content-type"],
      ...["list-unsubscribe", "list-unsubscribe-post"],
    ]),
  );
});

test("text in any language survives", async () => {
  await world.send({ subject: "Einladung für Ænne", html: `<p>${"Grüße 你好 ".repeat(200)}</p>`, textEncoding: "quoted-printable" });

  expect(signature()?.status.result).toBe("pass");
});

test("a message that is changed on its way loses its signature", async () => {
  world.submission.tamper((message) => Buffer.from(message.toString("latin1").replace("Hello Ann", "Hello Bob"), "latin1"));
  await world.send();
  expect(signature()?.status.result).toBe("neutral");

  world.submission.tamper(undefined);
  await world.send();
  expect(signature()?.status.result).toBe("pass");
});

test("the submission hop leaves a trace with its TLS version, and the Message-ID stays", async () => {
  await world.send({ messageId: "<own@reject.example>" });

  const { raw } = newest();
  expect(raw).toMatch(
    /^Received: from \S+ \(\[127\.0\.0\.1\]\)\r\n by smtp\.sendgrid\.net with ESMTPSA \(version=TLSv1\.3 cipher=TLS_\w+\)/,
  );
  expect(raw).toContain("Message-ID: <own@reject.example>");
  expect(raw).toMatch(/^X-SG-EID: /m);
});

test("every recipient has an outcome", async () => {
  const response = await world.send({ to: [recipient, "bob@receiver.example", "eve@nowhere.example"] });

  const messageId = response.split(" ").at(-1);
  expect(world.submission.outcomes).toEqual([
    {
      ...{ messageId, recipient, result: "delivered", attempts: 1 },
      ...{ code: 250, reply: "250 2.0.0 OK kept", exchange, tls: "TLSv1.3" },
    },
    expect.objectContaining({ recipient: "bob@receiver.example", result: "delivered" }),
    expect.objectContaining({ recipient: "eve@nowhere.example", result: "refused", reply: expect.stringContaining("550 5.1.2") }),
  ]);
});

test("a receiver's refusal is recorded in its own words", async () => {
  world.receiver.replies.push({ responseCode: 550, message: "5.7.26 This mail is unauthenticated" });
  await world.send();

  expect(world.submission.outcomes).toEqual([
    expect.objectContaining({
      result: "refused",
      code: 550,
      reply: "550 5.7.26 This mail is unauthenticated",
      tls: "TLSv1.3",
      attempts: 1,
    }),
  ]);
});

test("a receiver's temporary refusal is tried again", async () => {
  world.receiver.replies.push({ responseCode: 450, message: "4.2.1 try later" });
  await world.send();

  expect(world.submission.outcomes).toEqual([expect.objectContaining({ result: "delivered", attempts: 2 })]);
});

test("a receiver without STARTTLS gets plain text, unless TLS is enforced", async () => {
  world.receiver.behaviour.offersTls = false;
  await world.send();
  await world.call("PATCH", "/user/settings/enforced_tls", { require_tls: true });
  await world.send();

  const [plain, refused] = world.submission.outcomes;
  expect(plain).toMatchObject({ result: "delivered" });
  expect(plain).not.toHaveProperty("tls");
  expect(refused).toMatchObject({ result: "refused", reply: "550 5.7.10 TLS required but not supported" });
  expect(world.receiver.received).toHaveLength(1);
});

test("a domain without mail is refused", async () => {
  world.zones.open("null-mx.example", []).set("mx", { name: "null-mx.example", ttl: 300, type: "MX", priority: 0, target: "." });
  await world.send({ to: "ann@null-mx.example" });

  expect(world.submission.outcomes).toEqual([expect.objectContaining({ reply: "556 5.1.10 null-mx.example does not accept mail" })]);
});

test.each([
  [{ code: 451 }, { responseCode: 451 }, 1],
  [{ lostRequest: true }, { code: "ECONNECTION" }, 1],
  [{ lostAnswer: true }, { code: "ECONNECTION" }, 2],
] as const)("trouble %j befalls a message once", async (fault, error, copies) => {
  const troubled = await startSubmissionWorld({ trouble: new Trouble("t", [{ on: "sendgrid DATA", probability: 1, ...fault }]) });
  await troubled.authenticate("reject.example");
  const sameMessage = { messageId: "<one@reject.example>" };

  await expect(troubled.send(sameMessage)).rejects.toMatchObject(error);
  expect(await troubled.send(sameMessage)).toMatch(/^250 Ok/);
  expect(troubled.receiver.received).toHaveLength(copies);
  await troubled.stop();
});
