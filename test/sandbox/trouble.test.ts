import { Trouble } from "../../sandbox/trouble";

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
  expect(trouble.decide("ses AUTH", "user")).toEqual({ code: 454, delayMs: 0, retryAfter: 1 });
  expect(trouble.decide("ses AUTH", "user")).toBeUndefined();
});

test("an operation without a rule is left alone", () => {
  expect(new Trouble("a", rules).decide("sendgrid GET /v3/scopes", "x")).toBeUndefined();
});
