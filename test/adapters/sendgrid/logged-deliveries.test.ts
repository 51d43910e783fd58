/** The deliveries of a span, by the stand-in's Email Logs as they grow, and from servers that answer otherwise. */
import { createSendgridClient } from "../../../adapters/sendgrid/client";
import { listDeliveries, type Span } from "../../../adapters/sendgrid/logged-deliveries";
import { type SendgridWorld, startSendgridWorld } from "../../sandbox/sendgrid/world";
import { type CannedAnswer, everythingIn, failureOf, patience, useCannedServer } from "../canned-server";

const hourMs = 3_600_000;
const minuteMs = 60_000;
/** Whole seconds. */
const until = new Date(Math.floor(Date.now() / hourMs) * hourMs);
const hourAgo = (hours: number): Date => new Date(until.getTime() - hours * hourMs);
const span: Span = { since: hourAgo(1), until };

describe("SendGrid's stand-in", () => {
  let world: SendgridWorld;
  beforeEach(async () => {
    world = await startSendgridWorld();
  });
  afterEach(() => world.stop());

  const client = (key = world.sendgrid.adminKey, subuser?: string) =>
    createSendgridClient({ baseUrl: world.sendgrid.url, token: key, subuser });
  const add = (id: string, at: number, of = world.sendgrid.state, status: "delivered" | "bounced" = "delivered") =>
    of.logs.add({ id, createdAt: at, apiKeyId: "k", from: "a@b.example", to: `${id}@client.example`, subject: "s", status });
  const list = async (limits: { mostRequests?: number; subuser?: number; deadline?: number } = {}, of = client()) =>
    listDeliveries(of, span, { mostRequests: 40, ...limits });
  const asked = (): number => world.log.entries.filter(({ operation }) => operation === "POST /v3/logs").length;

  test("those made in the span, its first second and not its last, whatever became of others", async () => {
    add("before", span.since.getTime() - 1000);
    add("first", span.since.getTime());
    add("bounced", span.since.getTime() + 1000, world.sendgrid.state, "bounced");
    add("last", until.getTime() - 1000);
    add("after", until.getTime());
    expect(await list()).toEqual([
      { id: "last", recipient: "last@client.example", madeAt: new Date(until.getTime() - 1000) },
      { id: "first", recipient: "first@client.example", madeAt: span.since },
    ]);
    expect(asked()).toBe(1);
  });

  test("a full answer is halved until all are listed, each once", async () => {
    for (let index = 0; index < 2500; index++) add(`m${index}`, span.since.getTime() + (index % 50) * minuteMs + (index % 7) * 1000);
    const found = await list();
    expect(new Set("unlisted" in found ? [] : found.map(({ id }) => id)).size).toBe(2500);
    expect("unlisted" in found ? 0 : found.length).toBe(2500);
    expect(asked()).toBeLessThan(10);
  });

  test("more than can be listed is no list", async () => {
    for (let index = 0; index < 1000; index++) add(`m${index}`, span.since.getTime() + 5000);
    expect(await list()).toEqual({ unlisted: expect.stringContaining("1000") });
    expect(await list({ mostRequests: 3 })).toEqual({ unlisted: expect.stringContaining("3 requests") });
    expect(await list({ deadline: Date.now() - 1 })).toEqual({ unlisted: expect.stringContaining("1 requests") });
  });

  test("a key that may not read the logs is no fault, and lists nothing", async () => {
    const key = world.sendgrid.issueKey(["stats.read"]);
    expect(await list({}, client(key))).toEqual({ unlisted: expect.stringContaining("403") });
  });

  test("a subuser's messages, by its id; without it the account's key is told nothing of them", async () => {
    const subuser = world.sendgrid.state.addSubuser("market-edge", "global");
    add("own", span.since.getTime());
    add("subuser's", span.since.getTime(), subuser);
    const found = await list({ subuser: subuser.userId }, client(world.sendgrid.adminKey, "market-edge"));
    expect(found).toMatchObject([{ id: "subuser's" }]);
    expect(await list({}, client(world.sendgrid.adminKey, "market-edge"))).toEqual({ unlisted: expect.stringContaining("403") });
    expect(await list({ subuser: 1 })).toEqual({ unlisted: expect.stringContaining("403") });
  });
});

describe("other answers", () => {
  const start = useCannedServer();
  const token = "SG.not-to-be-shown";
  async function from(...answers: CannedAnswer[]) {
    const { url, asked } = await start(...answers);
    const client = createSendgridClient({ baseUrl: url, token, timeoutMs: patience(answers), sleep: async () => undefined });
    return { listed: listDeliveries(client, span, { mostRequests: 5 }), asked };
  }
  const message = (id: string, at: string, status = "delivered") => ({
    ...{ sg_message_id: id, sg_message_id_created_at: at, status, from_email: "a@b.example", to_email: "c@d.example", subject: "s" },
  });
  const inSpan = span.since.toISOString();

  test("what is asked", async () => {
    const { listed, asked } = await from({ body: { messages: [] } });
    await expect(listed).resolves.toEqual([]);
    const [since, end] = [span.since, until].map((time) => time.toISOString().replace(".000Z", "Z"));
    expect(asked).toMatchObject([{ method: "POST", path: "/v3/logs" }]);
    expect(JSON.parse(asked[0]?.body ?? "")).toEqual({
      query: `sg_message_id_created_at >= TIMESTAMP "${since}" AND sg_message_id_created_at < TIMESTAMP "${end}" AND status IN ('delivered')`,
      limit: 1000,
    });
  });

  test("what was not asked for is left out", async () => {
    const messages = [message("a", inSpan), message("b", inSpan, "bounced"), message("c", hourAgo(9).toISOString()), message("a", inSpan)];
    await expect((await from({ body: { messages } })).listed).resolves.toMatchObject([{ id: "a" }]);
  });

  test.each([[404], [429]])("%d lists nothing, and is no fault", async (status) => {
    await expect((await from({ status })).listed).resolves.toEqual({ unlisted: expect.stringContaining(String(status)) });
  });

  test.each<[string, CannedAnswer]>([
    ["500", { status: 500 }],
    ["a redirect", { status: 302, headers: { Location: "https://elsewhere.example/" } }],
    ["no JSON", { body: "<html>" }],
    ["no list", { body: {} }],
    ["a message without a time", { body: { messages: [{ ...message("a", inSpan), sg_message_id_created_at: "soon" }] } }],
    ["silence", "silence"],
    ["a cut answer", { cutOff: '{"messages":[' }],
    ["an answer without end", { body: `{"messages":["${"a".repeat(17 * 1024 * 1024)}"]}` }],
  ])("%s is an error without the token, and no list", async (_, answer) => {
    const failure = await failureOf((await from(answer)).listed);
    expect(failure).toMatchObject({ service: "SendGrid" });
    expect(everythingIn(failure)).not.toContain(token);
  });
});
