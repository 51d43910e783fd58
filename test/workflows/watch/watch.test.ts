/** What a run asks, what it publishes, and that one question that fails stops no other. */
import { dueAt, isDaytime } from "../../../workflows/watch/due";
import type { AskedProvider, WatchEffects } from "../../../workflows/watch/effects";
import { watch } from "../../../workflows/watch/watch";

const now = new Date("2026-11-28T12:05:00Z");
const well: AskedProvider = { standing: async () => ({ stopped: 0 }), delivered: async () => 300 };
const refused = async (): Promise<never> => {
  throw new Error("refused");
};

interface Changes extends Partial<Pick<WatchEffects, "providers">>, Partial<WatchEffects["events"]>, Partial<WatchEffects["outside"]> {}

function begin({ providers = { ses: well }, told, keptSince, ...outside }: Changes = {}) {
  const published: Record<string, number> = {};
  const logged: object[] = [];
  const effects: WatchEffects = {
    now: () => now,
    providers,
    events: {
      told: told ?? (async () => 300),
      keptSince: keptSince ?? (async () => new Date("2026-01-01T00:00:00Z")),
      isTold: async () => true,
    },
    outside: {
      registration: async () => ({ expiresAt: new Date("2027-11-28T00:00:00Z"), isLocked: true }),
      certificate: async () => ({ from: new Date("2026-09-09T00:00:00Z"), until: new Date("2026-12-08T00:00:00Z") }),
      ...outside,
    },
    report: {
      publish(values, provider) {
        for (const [name, value] of Object.entries(values)) published[provider ? `${provider} ${name}` : name] = value;
      },
      log: (entry) => logged.push(entry),
    },
  };
  return { effects, published, logged };
}
const everything = { hourly: true, daily: true };

test("all is well", async () => {
  const { effects, published } = begin();
  expect(await watch(everything, effects)).toEqual({ heartbeat: "not declared" });
  expect(published).toEqual({
    Daytime: 1,
    "ses SendingStopped": 0,
    "ses MissingEvents": 0,
    "ses AskFailed": 0,
    DomainDays: 364,
    RegistrarUnlocked: 0,
    CertificateDays: 9,
  });
});

// Renewed with a third left: https://letsencrypt.org/docs/faq/, and 47 days from March 2029: https://cabforum.org/2025/04/11/ballot-sc081v3
test.each([
  [90, 30, 9999],
  [90, 21, 9999],
  [90, 20, 20],
  [90, 7, 7],
  [90, -1, -1],
  [47, 16, 9999],
  [47, 11, 9999],
  [47, 10, 10],
  [200, 67, 9999],
  [200, 44, 44],
  [398, 133, 9999],
  [398, 88, 88],
  // Short-lived ones: https://letsencrypt.org/2025/01/16/6-day-and-ip-certs
  [6, 2, 9999],
  [6, 1, 1],
])("a certificate of %d days with %d left: %d is published", async (lifetime, left, published) => {
  const at = (days: number): Date => new Date(now.getTime() + days * 24 * 3600 * 1000);
  const world = begin({ certificate: async () => ({ from: at(left - lifetime), until: at(left) }) });
  await watch(everything, world.effects);
  expect(world.published.CertificateDays).toBe(published);
});

test("between the hours: the time of day and the heartbeat alone", async () => {
  const sent: string[] = [];
  const { effects, published } = begin({
    heartbeat: async () => void sent.push("sent"),
    providers: { ses: { ...well, standing: refused } },
  });
  expect(await watch({ hourly: false, daily: false }, effects)).toEqual({ heartbeat: "sent" });
  expect([published, sent]).toEqual([{ Daytime: 1 }, ["sent"]]);
});

test("each question stands alone: what cannot be asked is counted, and the heartbeat goes out", async () => {
  const provider = { standing: refused, delivered: refused, webhook: refused, creditsUsed: async () => 0.9 };
  const sent: string[] = [];
  const { effects, published, logged } = begin({
    providers: { sendgrid: provider, ses: well },
    registration: refused,
    heartbeat: async () => void sent.push("sent"),
  });
  expect(await watch(everything, effects)).toEqual({ heartbeat: "sent" });
  expect(published).toMatchObject({
    "sendgrid AskFailed": 3,
    "sendgrid CreditsUsed": 0.9,
    "ses AskFailed": 0,
    "ses SendingStopped": 0,
    CertificateDays: 9,
  });
  expect(published).not.toHaveProperty("sendgrid SendingStopped");
  expect(logged).toContainEqual({ provider: "sendgrid", asked: "standing", failed: "refused" });
});

test("a heartbeat that is not taken is told", async () => {
  const { effects } = begin({ heartbeat: refused });
  expect(await watch({ hourly: false, daily: false }, effects)).toEqual({ heartbeat: "failed", why: "refused" });
});

test.each([
  [{ stopped: 1, why: "paused" }, 1],
  [{ stopped: 2, why: "credits" }, 2],
  [{ stopped: 3, why: "login" }, 3],
] as const)("%p is published as %d, and why is logged", async (standing, value) => {
  const { effects, published, logged } = begin({ providers: { ses: { ...well, standing: async () => standing } } });
  await watch(everything, effects);
  expect(published["ses SendingStopped"]).toBe(value);
  expect(logged).toContainEqual({ provider: "ses", ...standing });
});

test.each([
  [undefined, 0],
  ["it is switched off", 1],
])("a webhook of which is said %p: %d", async (why, value) => {
  const { effects, published } = begin({ providers: { sendgrid: { ...well, webhook: async () => why } } });
  await watch(everything, effects);
  expect(published["sendgrid WebhookWrong"]).toBe(value);
});

describe("missing events", () => {
  const missing = async (delivered: number | undefined, told: number, keptSince = "2026-01-01T00:00:00Z") => {
    const spans: { since: Date; until: Date }[] = [];
    const counted = <T>(span: { since: Date; until: Date }, count: T): T => {
      spans.push(span);
      return count;
    };
    const { effects, published } = begin({
      providers: { ses: { ...well, delivered: async (span) => counted(span, delivered) } },
      told: async (_, span) => counted(span, told),
      keptSince: async () => new Date(keptSince),
    });
    await watch(everything, effects);
    return { missing: published["ses MissingEvents"], failed: published["ses AskFailed"], spans };
  };

  test.each([
    [300, 300, 0],
    [300, 294, 0],
    [300, 293, 7],
    [300, 0, 300],
    [3, 1, 0],
    [3, 0, 3],
    [0, 5, 0],
    [240_000, 236_000, 0],
  ])("%d delivered, %d told: %d", async (delivered, told, expected) => {
    expect((await missing(delivered, told)).missing).toBe(expected);
  });

  test("theirs until an hour ago, ours until now, both from the beginning of yesterday", async () => {
    const { spans } = await missing(1, 1);
    const since = new Date("2026-11-27T00:00:00Z");
    expect(spans).toEqual([
      { since, until: new Date("2026-11-28T11:05:00Z") },
      { since, until: now },
    ]);
  });

  test.each([
    ["since yesterday noon", "2026-11-27T12:00:00Z", "2026-11-28T00:00:00.000Z"],
    ["since midnight", "2026-11-28T00:00:00Z", "2026-11-28T00:00:00.000Z"],
    ["since this morning: nothing can be said", "2026-11-28T08:00:00Z", undefined],
  ])("events that are kept %s", async (_, keptSince, since) => {
    const { spans, missing: found, failed } = await missing(300, 0, keptSince);
    expect([spans[0]?.since.toISOString(), found === undefined, failed]).toEqual([since, since === undefined, 0]);
  });

  test("a provider that cannot say: nothing is published, and nothing failed", async () => {
    expect(await missing(undefined, 0)).toMatchObject({ missing: undefined, failed: 0 });
  });
});

test("hourly and daily by the time alone, once each for a run every ten minutes", () => {
  const runs = Array.from({ length: 144 }, (_, index) => new Date(Date.UTC(2026, 10, 28, 0, 3 + index * 10)));
  expect(runs.filter((time) => dueAt(time).hourly)).toHaveLength(24);
  expect(runs.filter((time) => dueAt(time).daily).map((time) => time.toISOString())).toEqual(["2026-11-28T04:03:00.000Z"]);
  expect(runs.filter(isDaytime)).toHaveLength(72);
});
