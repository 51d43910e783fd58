/** Whether all events came, asked by the product's own function of both providers: none lost, all of some hour lost, and a webhook that leads nowhere. */
import type { TroubleRule } from "../../../sandbox/trouble";
import { type Pipeline, type Provider, startPipeline } from "./pipeline";
import { startWatching } from "./watching";

const providers: Provider[] = ["ses", "sendgrid"];
const trouble: TroubleRule[] = [];
let pipeline: Pipeline;
let watching: Awaited<ReturnType<typeof startWatching>>;
beforeAll(async () => {
  pipeline = await startPipeline({ trouble });
  watching = await startWatching(pipeline);
  // Counts are compared by whole days that were kept.
  await watching.pass(49);
}, 240_000);
afterAll(() => pipeline.stop(), 120_000);

/** @returns the ids that SendGrid answered. */
async function send(count: number, what: string): Promise<string[]> {
  const replies = providers.flatMap((provider) =>
    Array.from({ length: count }, async (_, index) => {
      const reply = await pipeline.send(provider, `ann+${what}-${provider}-${index}@gmail.com`, `${what}-${provider}-${index}`);
      return provider === "sendgrid" ? [/(\S+)$/.exec(reply)?.[1] ?? reply] : [];
    }),
  );
  const ids = (await Promise.all(replies)).flat();
  await pipeline.told();
  return ids;
}

const delivered = async (): Promise<number> =>
  (await pipeline.stored()).filter(({ state }) => (JSON.parse(state?.S ?? "{}") as { kind?: string }).kind === "delivered").length;

test("no event was lost: nothing is missing, and nothing rings", async () => {
  await send(3, "kept");
  while ((await delivered()) < 6) await new Promise((resolve) => setTimeout(resolve, 250));
  await watching.pass(2);
  const { found } = await watching.run();
  expect(found).toMatchObject({ ses: { MissingEvents: 0, AskFailed: 0 }, sendgrid: { MissingEvents: 0, WebhookWrong: 0, AskFailed: 0 } });
  await watching.pass(1);
  expect(watching.ringing()).toEqual([]);
}, 120_000);

test("events that got lost are missing at both, SendGrid's by name, and ring", async () => {
  trouble.push(...providers.map((provider) => ({ on: `${provider} event`, probability: 1, lostRequest: true as const })));
  const ids = await send(4, "lost");
  await watching.pass(2);
  const { found, told } = await watching.run();
  expect(found).toMatchObject({ ses: { MissingEvents: 4 }, sendgrid: { MissingEvents: 4, WebhookWrong: 0 } });
  const named = told.filter(({ messages }) => messages);
  expect(named).toMatchObject([{ provider: "sendgrid", missing: 4, delivered: 4 }]);
  expect(new Set(named.flatMap(({ messages }) => messages))).toEqual(new Set(ids));
  expect(JSON.stringify(told)).not.toContain("@gmail.com");
  await watching.pass(1);
  await watching.run();
  await watching.pass(1);
  expect(watching.ringing()).toEqual(["sendgrid-missing-events-ticket", "ses-missing-events-ticket"]);
}, 120_000);

test.each([
  ["is switched off", { enabled: false }, "it is switched off"],
  ["leads elsewhere", { url: "https://elsewhere.example/events" }, "no webhook leads here"],
])(
  "a webhook that %s rings within the hour",
  async (_, change, why) => {
    const { sendgrid } = pipeline.calls;
    const { webhooks } = await sendgrid<{ webhooks: { id: string; url: string }[] }>("GET", "/user/webhooks/event/settings/all");
    const { id, ...settings } = webhooks[0] as { id: string; url: string };
    await sendgrid("PATCH", `/user/webhooks/event/settings/${id}`, { ...settings, ...change });
    const { found, told } = await watching.run();
    expect(found.sendgrid.WebhookWrong).toBe(1);
    expect(told).toContainEqual({ provider: "sendgrid", webhook: why });
    await watching.pass(1);
    expect(watching.ringing()).toContain("sendgrid-webhook-wrong-ticket");
    await sendgrid("PATCH", `/user/webhooks/event/settings/${id}`, settings);
    expect((await watching.run()).found.sendgrid.WebhookWrong).toBe(0);
    await watching.pass(1);
    expect(watching.ringing()).not.toContain("sendgrid-webhook-wrong-ticket");
  },
  120_000,
);

test("nobody did what was not allowed", () => {
  expect([...pipeline.sandbox.log.denied, ...pipeline.sandbox.log.unknown]).toEqual([]);
});
