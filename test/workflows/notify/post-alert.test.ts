/** What is posted of an alert, by which signature, and when it is tried again. */
import { createHmac } from "node:crypto";
import { type PostedAlert, readAlert } from "../../../mail/alerts/alert";
import { readSigningKey, type SignedPost, signPost } from "../../../mail/alerts/standard-webhook";
import { isWorthAnother, postAlert, type WebhookTarget } from "../../../workflows/notify/post-alert";

// The specification's own example: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md,
// and its libraries' test: key, id, time, body and signature (libraries/javascript/src/index.test.ts).
test("signs as the specification's example", () => {
  const key = readSigningKey("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  const at = new Date(1_614_265_330_000);
  const { headers } = signPost({ id: "msg_p5jXN8AQM9LWM0D4loKWxJek", at, body: '{"test": 2432232314}' }, key ? [key] : []);
  expect(headers).toMatchObject({
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  });
});

test.each(["whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_c2hvcnQ=", `whsec_${Buffer.alloc(65).toString("base64")}`, "whsec_!"])(
  "%s is no signing key",
  (text) => expect(readSigningKey(text)).toBeUndefined(),
);

const composite = {
  AlarmName: "twinpost-prod/ses-mail-page",
  AlarmDescription: "Much of the mail fails. What to do: docs/runbooks/mail.md. Does the provider know? https://status.sendgrid.com",
  NewStateValue: "ALARM",
  OldStateValue: "OK",
  NewStateReason: "arn:aws:cloudwatch:… transitioned to ALARM",
  StateChangeTime: "2026-11-28T12:00:00.000+0000",
  TriggeringChildren: [
    { Arn: "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:twinpost-prod/ses-failures-page", State: { Value: "ALARM" } },
    { Arn: "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:twinpost-prod/ses-bounces-page", State: { Value: "OK" } },
  ],
};
const message = (text: string) => ({ id: "m-1", text, at: "2026-11-28T12:00:01.000Z" });

describe("an alarm in words", () => {
  test("a joined one: its page, and which alarms it is made of ring", () => {
    expect(readAlert(message(JSON.stringify(composite)), "prod", "page")).toEqual({
      type: "alarm.rings",
      timestamp: "2026-11-28T12:00:00.000Z",
      data: {
        environment: "prod",
        urgency: "page",
        key: "twinpost-prod/ses-mail-page",
        text: composite.AlarmDescription,
        runbook: "docs/runbooks/mail.md",
        reason: composite.NewStateReason,
        causes: ["twinpost-prod/ses-failures-page"],
      },
    });
  });

  test.each([
    ["OK", "alarm.ended"],
    ["INSUFFICIENT_DATA", "alarm.unknown"],
  ])("%s is %s, of the same incident", (NewStateValue, type) => {
    expect(readAlert(message(JSON.stringify({ ...composite, NewStateValue })), "prod", "page")).toMatchObject({
      type,
      data: { key: composite.AlarmName },
    });
  });

  test.each([
    ['"A secret was read."', "A secret was read."],
    ["plain words", "plain words"],
    ["{", "{"],
    ['{"AlarmName": 1}', '{"AlarmName": 1}'],
  ])("what is no alarm is passed on: %s", (text, told) => {
    expect(readAlert(message(text), "prod", "ticket")).toMatchObject({
      type: "alert",
      data: { key: "m-1", text: told, urgency: "ticket" },
    });
  });
});

const key = `whsec_${Buffer.alloc(32, 1).toString("base64")}`;
const earlier = `whsec_${Buffer.alloc(32, 2).toString("base64")}`;
const alert: PostedAlert = {
  type: "test",
  timestamp: "2026-11-28T12:00:00.000Z",
  data: { environment: "prod", urgency: "page", key: "k", text: "t" },
};

async function posted(
  target: WebhookTarget | undefined,
  answer = { status: 200, text: "ok" } as { status: number; text: string; failure?: string },
) {
  const posts: [string, SignedPost][] = [];
  const post = async (url: string, signed: SignedPost) => {
    posts.push([url, signed]);
    return answer;
  };
  const outcome = await postAlert(alert, "m-1", { target: async () => target, post, now: () => new Date("2026-11-28T12:00:05Z") });
  return { outcome, posts };
}

test("each post can be verified by either key while keys are replaced", async () => {
  const { outcome, posts } = await posted({ url: "https://hooks.example.com/x", signingKey: key, earlierSigningKey: earlier });
  expect(outcome).toEqual({ is: "taken", status: 200, answer: "ok" });
  const [[url, { headers, body }] = ["", { headers: {}, body: "" }]] = posts as [string, SignedPost][];
  expect([url, JSON.parse(body)]).toEqual(["https://hooks.example.com/x", alert]);
  const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  const of = (byte: number): string => `v1,${createHmac("sha256", Buffer.alloc(32, byte)).update(signed).digest("base64")}`;
  expect(headers["webhook-signature"]).toBe(`${of(1)} ${of(2)}`);
});

test.each<[string, WebhookTarget | undefined]>([
  ["no value", undefined],
  ["no address", { url: "hooks", signingKey: key }],
  ["no TLS", { url: "http://hooks.example.com", signingKey: key }],
  ["no key", { url: "https://hooks.example.com", signingKey: "secret" }],
  ["a wrong earlier key", { url: "https://hooks.example.com", signingKey: key, earlierSigningKey: "x" }],
])("a secret with %s: nothing is posted, and neither address nor key is told", async (_, target) => {
  const { outcome, posts } = await posted(target);
  expect(outcome.is).toBe("not posted");
  expect(posts).toEqual([]);
  expect(JSON.stringify(outcome)).not.toMatch(/hooks\.example|whsec_[A-Z]/);
});

test.each([
  [0, true],
  [429, true],
  [500, true],
  [503, true],
  [301, false],
  [400, false],
  [404, false],
  [410, false],
])("an answer of %d is tried again: %p", async (status, again) => {
  const { outcome } = await posted({ url: "https://hooks.example.com", signingKey: key }, { status, text: "" });
  expect(outcome.is).toBe("not taken");
  expect(isWorthAnother(outcome)).toBe(again);
});
