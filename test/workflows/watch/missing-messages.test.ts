/** Which deliveries are looked for, and what is published of those that no event told of. */
import type { ListedDelivery } from "../../../mail/events/told-delivery";
import type { AskedProvider, WatchEffects } from "../../../workflows/watch/effects";
import { watch } from "../../../workflows/watch/watch";

const now = new Date("2026-11-28T12:05:00Z");
const list = (count: number): ListedDelivery[] =>
  Array.from({ length: count }, (_, index) => ({ id: `m${index}`, recipient: `r${index}@client.example`, madeAt: now.getTime() }));

interface World {
  listed: number | { unlisted: string } | "refused";
  isTold?: (id: string) => boolean;
  /** As events count. */
  told?: number;
  keptSince?: string;
}

async function run({ listed, isTold = () => true, told = 300, keptSince = "2026-01-01T00:00:00Z" }: World) {
  const published: Record<string, number> = {};
  const logged: Record<string, unknown>[] = [];
  const spans: string[][] = [];
  const looked: string[] = [];
  const sendgrid: AskedProvider = {
    standing: async () => ({ stopped: 0 }),
    delivered: async () => 300,
    async deliveries({ since, until }) {
      spans.push([since.toISOString(), until.toISOString()]);
      if (listed === "refused") throw new Error("refused");
      return typeof listed === "number" ? list(listed) : listed;
    },
  };
  const effects: WatchEffects = {
    now: () => now,
    providers: { sendgrid },
    events: {
      told: async () => told,
      keptSince: async () => new Date(keptSince),
      async isTold(provider, { id }) {
        looked.push(`${provider} ${id}`);
        return isTold(id);
      },
    },
    outside: { registration: async () => undefined, certificate: async () => ({ from: now, until: now }) },
    report: { publish: (values) => void Object.assign(published, values), log: (entry) => void logged.push(entry) },
  };
  await watch({ hourly: true, daily: false }, effects);
  return { missing: published.MissingEvents, failed: published.AskFailed, logged, spans, looked };
}

test("three whole hours that ended an hour ago: each delivery is looked for", async () => {
  const { missing, spans, looked, logged } = await run({ listed: 2 });
  expect(spans).toEqual([["2026-11-28T08:00:00.000Z", "2026-11-28T11:00:00.000Z"]]);
  expect([missing, looked, logged]).toEqual([0, ["sendgrid m0", "sendgrid m1"], []]);
});

test.each([
  ["in these hours", "2026-11-28T10:30:00Z", [["2026-11-28T10:30:00.000Z", "2026-11-28T11:00:00.000Z"]], 0],
  ["since these hours: nothing can be said", "2026-11-28T11:30:00Z", [], undefined],
])("events that are kept %s", async (_, keptSince, spans, missing) => {
  const found = await run({ listed: 2, keptSince });
  expect([found.spans, found.missing, found.failed]).toEqual([spans, missing, 0]);
});

test("those that no event told of are counted, and named by the provider's ids", async () => {
  const { missing, logged } = await run({ listed: 14, isTold: (id) => Number(id.slice(1)) % 2 === 0 });
  expect(missing).toBe(7);
  expect(logged).toMatchObject([
    { provider: "sendgrid", missing: 7, delivered: 14, told: 7, messages: ["m1", "m3", "m5", "m7", "m9", "m11", "m13"] },
  ]);
  expect(JSON.stringify(logged)).not.toContain("@");
});

test("one of a hundred rings nothing, and is named", async () => {
  const { missing, logged } = await run({ listed: 100, isTold: (id) => id !== "m42" });
  expect([missing, logged]).toMatchObject([0, [{ told: 99, messages: ["m42"] }]]);
});

test("of many, some of all parts are looked at, and the rest is like them", async () => {
  const { missing, looked, logged } = await run({ listed: 10_000, isTold: (id) => Number(id.slice(1)) >= 5000 });
  expect(looked).toHaveLength(500);
  expect(new Set(looked).size).toBe(500);
  expect(missing).toBe(5000);
  expect(logged).toMatchObject([{ lookedAt: 500, messages: { length: 20 } }]);
});

test.each([
  ["cannot be listed", { unlisted: "no such list" }, "no such list"],
  ["are none, though events came", 0, expect.stringContaining("300")],
])("deliveries that %s: counts of days are compared, and that is told", async (_, listed, unlisted) => {
  const { missing, failed, logged } = await run({ listed });
  expect([missing, failed, logged]).toEqual([0, 0, [{ provider: "sendgrid", compared: "counts", unlisted }]]);
});

test("no delivery and no event of one", async () => {
  expect(await run({ listed: 0, told: 0 })).toMatchObject({ missing: 0, failed: 0, logged: [] });
});

test("a list that fails is a question that failed, and no number", async () => {
  expect(await run({ listed: "refused" })).toMatchObject({ missing: undefined, failed: 1 });
});
