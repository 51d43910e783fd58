/** Every target of alerts is rung, and what came back is told of each; one that fails hides no other. */
import { type Subscriber, type TestAlertsEffects, testAlerts } from "../../workflows/test-alerts";

const notify = ["on-call@example.com"] as ["on-call@example.com"];
const alerts = { notify, failureRate: 0.05 };
const person: Subscriber = { protocol: "email", endpoint: "on-call@example.com", isConfirmed: true };
const waiting: Subscriber = { protocol: "https", endpoint: "https://hooks.example.com/x", isConfirmed: false };
const ours: Subscriber = {
  protocol: "lambda",
  endpoint: "arn:aws:lambda:eu-west-1:111122223333:function:twinpost-prod-notify",
  isConfirmed: true,
};
const refused = async (): Promise<never> => {
  throw new Error("AccessDenied");
};

function begin(changes: Partial<TestAlertsEffects["topics"] & TestAlertsEffects["functions"]> = {}) {
  const sent: unknown[] = [];
  const use: TestAlertsEffects = {
    newId: () => "1",
    topics: {
      publish: async (urgency, message) => `m-${urgency}-${sent.push([urgency, message])}`,
      subscribers: async (urgency) => (urgency === "page" ? [person, waiting, ours] : [person, ours]),
      ...(changes.publish && { publish: changes.publish }),
    },
    functions: {
      post:
        changes.post ??
        (async (test) => {
          sent.push(test);
          return { is: "taken", status: 204, answer: "" };
        }),
      heartbeat: changes.heartbeat ?? (async () => ({ heartbeat: "sent" })),
    },
  };
  return { use, sent };
}

test("people by SNS, whoever has not confirmed, the webhook's answer, the heartbeat's", async () => {
  const { use, sent } = begin();
  expect(await testAlerts({ name: "prod", alerts: { ...alerts, webhook: "all", heartbeat: true } }, use)).toEqual([
    { way: "pages", target: person.endpoint, result: "sent", detail: "message m-page-1" },
    { way: "pages", target: waiting.endpoint, result: "not confirmed" },
    { way: "tickets", target: person.endpoint, result: "sent", detail: "message m-ticket-2" },
    { way: "webhook", result: "taken", detail: "status 204" },
    { way: "heartbeat", result: "taken" },
  ]);
  expect(sent).toHaveLength(3);
  expect(JSON.stringify(sent).match(/test-1/g)?.length).toBeGreaterThanOrEqual(3);
});

test("what is not declared is not rung", async () => {
  const { use } = begin({ post: refused, heartbeat: refused });
  const [, , , webhook, heartbeat] = await testAlerts({ name: "prod", alerts }, use);
  expect([webhook, heartbeat]).toEqual([
    { way: "webhook", result: "not declared" },
    { way: "heartbeat", result: "not declared" },
  ]);
});

test("each target that fails is told, and hides no other", async () => {
  const { use } = begin({
    publish: refused,
    post: async () => ({ is: "not taken", status: 404, why: "no such hook" }),
    heartbeat: async () => ({ heartbeat: "failed", why: "status 500" }),
  });
  expect(await testAlerts({ name: "prod", alerts: { ...alerts, webhook: "pages", heartbeat: true } }, use)).toEqual([
    { way: "pages", result: "failed", detail: "AccessDenied" },
    { way: "tickets", result: "failed", detail: "AccessDenied" },
    { way: "webhook", result: "failed", detail: "status 404: no such hook" },
    { way: "heartbeat", result: "failed", detail: "status 500" },
  ]);
});
