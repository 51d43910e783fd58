import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dnsHosts } from "../../declaration/dns-hosts/dns-hosts";
import { requiredPerDay, requiredRate } from "../../mail/capacity";
import { estimateMonthlyCost } from "../../mail/cost";
import { eventCost } from "../../mail/event-cost";

const dns = dnsHosts.cloudflare.cost;
/** Of an environment that sends through SES: five metrics, alarms on five, a dashboard (https://aws.amazon.com/cloudwatch/pricing/). */
const watching = 5 * 0.3 + 5 * 0.1 + 3;

test("1,000 messages within 30 s need 34 a second; a day needs the burst and its share of the month", () => {
  const capacity = { perMonth: 10_000, atOnce: 1_000, withinSeconds: 30 };
  expect(requiredRate(capacity)).toBe(34);
  expect(requiredPerDay(capacity)).toBe(1_334);
});

test.each([
  [10_000, "plan Essentials 50K", 19.95 + 1 + 1.2 + 1 + watching + 0.72],
  [50_000, "plan Essentials 50K", 19.95 + 5 + 1.2 + 1 + watching + 2.55],
  [50_001, "plan Pro 100K", 97.15 + watching + 2.55],
])("%i messages a month", (perMonth, plan, usd) => {
  const { lines, totalUsd } = estimateMonthlyCost({ providers: ["sendgrid", "ses"], perMonth, secrets: 3, keys: 1, dns });
  expect(lines[0]?.how).toBe(plan);
  expect(totalUsd).toBe(Math.round(usd * 100) / 100);
});

test.each([{ subuser: "one" }, { region: "eu" as const, subuser: "one" }, { ip: "dedicated" as const }])(
  "%p takes a plan with a dedicated address, however little is sent",
  (sendgrid) => {
    const { lines } = estimateMonthlyCost({ providers: ["sendgrid"], perMonth: 10_000, use: { sendgrid }, secrets: 0, keys: 0, dns });
    expect(lines[0]?.how).toBe("plan Pro 100K");
  },
);

test("what only SendGrid can price is left open, and not counted", () => {
  const { lines, totalUsd } = estimateMonthlyCost({ providers: ["sendgrid", "ses"], perMonth: 3_000_000, secrets: 0, keys: 0, dns });
  expect(lines[0]).toMatchObject({ usd: undefined, how: expect.stringContaining("ask SendGrid") });
  expect(totalUsd).toBe(300 + watching + 137.8);
});

test("only the sending providers in use cost anything", () => {
  const { lines, totalUsd } = estimateMonthlyCost({ providers: ["ses"], perMonth: 10_000, secrets: 2, keys: 1, dns });
  expect(lines.map(({ what }) => what)).toEqual([
    "Amazon SES",
    "AWS Secrets Manager",
    "AWS KMS",
    "Amazon CloudWatch",
    "Events of messages",
    "Cloudflare",
  ]);
  expect(totalUsd).toBe(2.8 + watching + 0.72);
});

test("what becomes of messages costs cents at 10,000 messages a month, and tens of dollars at a million", () => {
  expect(eventCost(10_000).usd).toBe(0.72);
  expect(eventCost(1_000_000).usd).toBe(46.11);
  const text = readFileSync(join(__dirname, "..", "..", "docs", "cost.md"), "utf8");
  const told = [...text.matchAll(/^\| ([\d,]+) \| ([\d.]+) \| [\d.]+ \|/gm)].map(([, perMonth = "", usd]) => [
    Number(perMonth.replaceAll(",", "")),
    Number(usd),
  ]);
  expect(told).toEqual(told.map(([perMonth = 0]) => [perMonth, eventCost(perMonth).usd]));
  expect(told).toHaveLength(2);
});
