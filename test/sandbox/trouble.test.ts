import { Trouble, type TroubleRule } from "../../sandbox/trouble";

const rules = [{ on: "sendgrid POST /v3/api_keys", probability: 0.5, code: 429 }];
const resources = Array.from({ length: 200 }, (_, index) => `key-${index}`);
const hits = (trouble: Trouble, order = resources): string[] =>
  order.filter((resource) => trouble.decide("sendgrid POST /v3/api_keys", resource)).sort();

test("the same seed hits the same calls, in whatever order they come", () => {
  expect(hits(new Trouble("a", rules))).toEqual(hits(new Trouble("a", rules), [...resources].reverse()));
});

test("another seed hits others, about as often as the rule says", () => {
  const one = hits(new Trouble("a", rules));
  expect(one).not.toEqual(hits(new Trouble("b", rules)));
  expect(one.length).toBeGreaterThan(70);
  expect(one.length).toBeLessThan(130);
});

test("a call is hit once: a client that retries gets through", () => {
  const trouble = new Trouble("a", [{ on: "ses AUTH", probability: 1, code: 454 }]);
  expect(trouble.decide("ses AUTH", "user")).toMatchObject({ code: 454, delayMs: 0, retryAfter: 1 });
  expect(trouble.decide("ses AUTH", "user")).toBeUndefined();
});

test("an operation without a rule is left alone", () => {
  expect(new Trouble("a", rules).decide("sendgrid GET /v3/scopes", "x")).toBeUndefined();
});

const on = "sendgrid POST /v3/api_keys";
const kinds: [Partial<TroubleRule>, object][] = [
  [{ delayMs: 5 }, { code: 0, delayMs: 5 }],
  [{ answerDelayMs: 5 }, { code: 0, answerDelayMs: 5 }],
  [{ lostRequest: true }, { code: 0, lostRequest: true }],
  [{ lostAnswer: true }, { code: 0, lostAnswer: true }],
  [{ outageMs: 5 }, { code: 0, outageMs: 5 }],
];
test.each(kinds)("a fault may be %j", (kind, fault) => {
  expect(new Trouble("a", [{ on, probability: 1, ...kind }]).decide(on, "x")).toMatchObject(fault);
});

test("two rules of one operation hit different calls", () => {
  const lost = hits(new Trouble("a", [{ on, probability: 0.5, lostAnswer: true }]));
  expect(lost).not.toEqual(hits(new Trouble("a", rules)));
  expect(lost).not.toEqual(hits(new Trouble("a", [{ on, probability: 0.5, outageMs: 5 }])));
});

test("an effect may be late without a fault, at each call anew", () => {
  const trouble = new Trouble("a", [{ on, probability: 0.5, effectDelayMs: 5 }]);
  expect(trouble.decide(on, "x")).toBeUndefined();
  expect(new Set(resources.map((resource) => trouble.effectDelayMs(on, resource)))).toEqual(new Set([0, 5]));
  expect(new Set(resources.map(() => trouble.effectDelayMs(on, "x")))).toEqual(new Set([0, 5]));
  expect(trouble.effectDelayMs("sendgrid GET /v3/scopes", "x")).toBe(0);
});

test("a service's clock is off by as much all the time", () => {
  const trouble = new Trouble("a", [{ on: "github clock", probability: 1, clockSkewMs: -3_600_000 }]);
  const off = (service: string): number => Math.round((trouble.now(service) - Date.now()) / 1000);
  expect([off("github"), off("github"), off("sendgrid")]).toEqual([-3600, -3600, 0]);
});
