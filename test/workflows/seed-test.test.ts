import { OperatorError } from "../../declaration/operator-error";
import { deliveriesText } from "../../reports/deliveries/text";
import { type SeedMessage, type SeedTestEffects, seedTest } from "../../workflows/seed-test";
import { staging } from "../fixtures/environments/staging";

const domain = staging.sendingDomain;
const results = (dkim = "pass"): string =>
  `mx.example; dkim=${dkim} header.d=${domain} header.s=s1; spf=pass smtp.mailfrom=x@bounce.${domain}; dmarc=pass header.from=${domain}`;
const raw = (dkim?: string): string =>
  `Authentication-Results: ${results(dkim)}\r\nReceived: from a by b (version=TLSv1.3 cipher=x); now\r\n\r\nHello`;

type Mailboxes = SeedTestEffects["mailboxes"];
type Changes = Partial<Pick<SeedTestEffects, "submit"> & Mailboxes>;

/** Mail arrives after half a second of a clock that sleeping moves on. */
function world({ submit, ...mailboxes }: Changes = {}) {
  let clock = 0;
  let count = 0;
  const sent: SeedMessage[] = [];
  const use: SeedTestEffects = {
    submit:
      submit ??
      (async (_, message) => {
        sent.push(message);
        return { tlsVersion: "TLSv1.3" };
      }),
    mailboxes: {
      requireReadable: () => {},
      find: async () => (clock < 500 ? undefined : { receivedAt: new Date(500), placement: "inbox", raw: raw() }),
      ...mailboxes,
    },
    reference: () => `ref${++count}`,
    clock: {
      now: () => new Date(clock),
      sleep: async (ms) => {
        clock += ms;
      },
    },
  };
  return { sent, use, clock: () => clock };
}

const run = (use: SeedTestEffects) => seedTest({ environment: staging, providers: ["sendgrid", "ses"], timeoutMs: 2_000 }, use);

test("sends one invitation through each provider to each seed mailbox, each with a reference of its own", async () => {
  const { use, sent } = world();
  const deliveries = await run(use);
  expect(deliveries).toHaveLength(6);
  for (const delivery of deliveries) {
    expect(delivery).toMatchObject({ shortcomings: [], submissionTls: "TLSv1.3", seconds: 0.5, placement: "inbox" });
  }
  expect(new Set(sent.map(({ subject }) => subject)).size).toBe(6);
  expect(sent[0]).toMatchObject({
    from: { address: staging.sender.address },
    to: staging.seedMailboxes[0],
    replyTo: staging.sender.replyTo,
  });
  expect(sent[0]?.text).toContain("ref1");
  expect(sent[0]?.html).toContain("ref1");
});

test("sends nothing when a mailbox could not be read", async () => {
  const requireReadable: Mailboxes["requireReadable"] = (_provider, mailbox) => {
    if (mailbox.endsWith("yahoo.com")) throw new OperatorError(`the seed mailbox "${mailbox}" cannot be read`);
  };
  const { use, sent } = world({ requireReadable });
  await expect(run(use)).rejects.toThrow("yahoo.com");
  expect(sent).toEqual([]);
});

test("a mailbox that fails while it is read is told, and the others count", async () => {
  const { use } = world();
  const find: Mailboxes["find"] = async (provider, mailbox, reference) => {
    if (mailbox.endsWith("yahoo.com")) throw new OperatorError("Mailpit: GET /api/v1/search failed with 500");
    return use.mailboxes.find(provider, mailbox, reference);
  };
  const short = (await run({ ...use, mailboxes: { ...use.mailboxes, find } })).filter(({ shortcomings }) => shortcomings.length > 0);
  expect(short.map(({ shortcomings }) => shortcomings)).toEqual(
    Array(2).fill(["the mailbox could not be read: Mailpit: GET /api/v1/search failed with 500"]),
  );
});

test("a submission that is refused is told, and the others go on", async () => {
  const submit: SeedTestEffects["submit"] = async (provider) => {
    if (provider === "ses") throw new Error("535 Authentication Credentials Invalid");
    return { tlsVersion: "TLSv1.3" };
  };
  const deliveries = await run(world({ submit }).use);
  const refused = deliveries.filter(({ provider }) => provider === "ses").flatMap(({ shortcomings }) => shortcomings);
  expect(refused).toEqual(Array(3).fill("the submission was refused: 535 Authentication Credentials Invalid"));
  expect(deliveries.filter(({ provider }) => provider === "sendgrid").flatMap(({ shortcomings }) => shortcomings)).toEqual([]);
});

test("a message that does not come is given up in time", async () => {
  const { use, clock } = world({ find: async () => undefined });
  expect((await run(use)).map(({ shortcomings }) => shortcomings)).toEqual(Array(6).fill(["did not arrive within 2 s"]));
  // Six wait on one clock here, each for two seconds at most.
  expect(clock()).toBeLessThanOrEqual(6 * 2_000);
});

test("junk and a failed signature are shortcomings", async () => {
  const find: Mailboxes["find"] = async () => ({ receivedAt: new Date(0), placement: "junk", raw: raw("fail") });
  const [first] = await run(world({ find }).use);
  expect(first?.shortcomings).toEqual([`no DKIM signature of ${domain} passes`, expect.stringContaining("junk")]);
});

test("what a test server keeps is told as captured: no receiver judged it, and none is asked", async () => {
  const environment = { ...staging, sendingProviders: { primary: "capture" as const }, seedMailboxes: staging.seedMailboxes.slice(0, 1) };
  const { use } = world({
    find: async () => ({ receivedAt: new Date(500), placement: "inbox", raw: "Subject: no verdict\r\n\r\n" }),
  });
  const [delivery] = await seedTest({ environment, providers: ["capture"], timeoutMs: 2_000 }, use);
  expect(delivery).toMatchObject({ placement: "captured", shortcomings: [], submissionTls: "TLSv1.3" });
  expect(delivery).not.toHaveProperty("judgement");
  expect(deliveriesText(delivery ? [delivery] : [])).toContain("captured: nothing left, and no receiver judged it");
  const { use: lost } = world({ find: async () => undefined });
  const [missing] = await seedTest({ environment, providers: ["capture"], timeoutMs: 2_000 }, lost);
  expect(missing?.shortcomings).toEqual(["did not arrive within 2 s"]);
});
