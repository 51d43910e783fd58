/** Drift: what somebody else changed, and nothing else; what cannot be known is unknown. */
import { OperatorError } from "../../declaration/operator-error";
import { type DriftEffects, lookForDrift } from "../../workflows/drift";
import { keep, type ResourceChange, remove, secret, terraformPlan, txt, update } from "../changes/terraform-plan";

const t0 = new Date("2026-05-01T00:00:00Z");

type Changes = Partial<DriftEffects["stack"]> & Partial<Pick<DriftEffects, "terraform">>;

function world(drift: readonly ResourceChange[], { terraform, ...stack }: Changes = {}) {
  const did: string[] = [];
  const recorded: unknown[] = [];
  const call = (name: string) => async () => void did.push(name);
  const use: DriftEffects = {
    stack: { lock: async () => undefined, state: async () => ({ isEmpty: false, writtenAt: t0 }), wasApplied: async () => true, ...stack },
    terraform: terraform ?? {
      ...{ requireVersion: async () => "1.11.4", synthesise: call("synthesise"), init: call("init"), planRefreshOnly: call("refresh") },
      showPlan: async () => ({ ...terraformPlan(), resource_drift: drift }),
    },
    plans: { file: "drift.tfplan", delete: () => void did.push("delete") },
    record: async (result) => void recorded.push(result),
  };
  return { look: () => lookForDrift(use), did, recorded };
}

const spf = txt("dns_spf", "mail.example.com", "v=spf1 include:amazonses.com ~all");

test("an edited record is drift, with the field that would take it over", async () => {
  const { look, recorded, did } = world([
    update(spf, { content: JSON.stringify("v=spf1 include:amazonses.com include:_spf.example.net ip4:192.0.2.1 ~all") }),
  ]);
  expect(await look()).toMatchObject({
    state: "drifted",
    drifted: [{ action: "changed", declare: ['spf.alsoInclude: "_spf.example.net"', 'spf.alsoAllow: "ip4:192.0.2.1"'] }],
  });
  expect(recorded).toEqual([{ state: "drifted", addresses: ["cloudflare_dns_record.dns_dns_spf"] }]);
  expect(did.at(-1)).toBe("delete");
});

test.each([
  ["v=DMARC1; p=none; rua=mailto:a@example.com,mailto:b@example.com", ['dmarc.policy: "none"', 'dmarc.reportTo: "b@example.com"']],
  ["v=DMARC1; p=reject; rua=mailto:a@example.com; aspf=s", [expect.stringContaining('"aspf=s" has no field')]],
])("of %s", async (text, declare) => {
  const dmarc = txt("dns_dmarc", "_dmarc.mail.example.com", "v=DMARC1; p=reject; rua=mailto:a@example.com");
  expect(await world([update(dmarc, { content: JSON.stringify(text) })]).look()).toMatchObject({ drifted: [{ declare }] });
});

test("what is gone is drift, and so is a type that nobody knows", async () => {
  const odd = { ...update(spf, { ttl: 1 }), type: "aws_odd_thing", address: "aws_odd_thing.a" };
  expect(await world([remove(secret), odd]).look()).toMatchObject({
    drifted: [
      { address: "aws_secretsmanager_secret.secrets_application", action: "deleted" },
      { address: "aws_odd_thing.a", action: "changed", attributes: [] },
    ],
  });
});

test.each([
  ["when a record was last touched", update(spf, { modified_on: "2026-05-02T00:00:00Z", meta: '{"x":1}' })],
  ["an absent value that is read as an empty one", update(spf, { tags: [], settings: {}, data: null })],
  ["nothing", keep(spf)],
])("%s is no drift", async (_, change) => {
  expect(await world([change]).look()).toEqual({ state: "none" });
});

const touched = (type: string, before: object, after: object) =>
  ({ ...update(spf, { ttl: 1 }), type, address: `${type}.x`, change: { actions: ["update"], before, after } }) as unknown as ResourceChange;

test.each<[string, string, object, object, "none" | "drifted"]>([
  [
    "somebody confirmed to get alerts",
    "aws_sns_topic_subscription",
    { pending_confirmation: true },
    { pending_confirmation: false },
    "none",
  ],
  ["alerts go to somebody else", "aws_sns_topic_subscription", { endpoint: "a@example.com" }, { endpoint: "b@example.com" }, "drifted"],
  ["a queue was read", "aws_lambda_event_source_mapping", { last_processing_result: "" }, { last_processing_result: "OK" }, "none"],
  ["a queue is read no more", "aws_lambda_event_source_mapping", { enabled: true }, { enabled: false }, "drifted"],
  ["deployed again by itself", "aws_apigatewayv2_stage", { deployment_id: "a" }, { deployment_id: "b" }, "none"],
  [
    "a function was updated",
    "aws_lambda_function",
    { last_modified: "1", code_sha256: "a" },
    { last_modified: "2", code_sha256: "b" },
    "drifted",
  ],
  ["the webhook's key was read", "sendgrid_event_webhook", { public_key: "" }, { public_key: "MFkw" }, "none"],
  ["the webhook leads elsewhere", "sendgrid_event_webhook", { url: "https://a.example" }, { url: "https://b.example" }, "drifted"],
])("%s", async (_, type, before, after, state) => {
  expect(await world([touched(type, before, after)]).look()).toMatchObject({ state });
});

const role = (names: readonly string[]) => {
  const inline_policy = names.map((name) => ({ name, policy: "{}" }));
  const change = { actions: ["update"], before: { name: "r", inline_policy: [] }, after: { name: "r", inline_policy } };
  return { ...update(spf, { ttl: 1 }), type: "aws_iam_role", address: "aws_iam_role.r", change } as unknown as ResourceChange;
};
const bucket = {
  ...update(spf, { ttl: 1 }),
  ...{ type: "aws_s3_bucket", address: "aws_s3_bucket.b" },
  change: { actions: ["update"], before: { bucket: "b", policy: "" }, after: { bucket: "b", policy: "{}" } },
} as unknown as ResourceChange;
const others = [
  { type: "aws_iam_role_policy", values: { role: "r", name: "may" } },
  { type: "aws_s3_bucket_policy", values: { bucket: "b" } },
];

test.each([
  ["its own policy", role(["may"]), others, "none"],
  ["a bucket's own policy", bucket, others, "none"],
  ["a policy that somebody added", role(["may", "backdoor"]), others, "drifted"],
  ["a policy that nothing declares", role(["may"]), [], "drifted"],
  ["a bucket's policy that nothing declares", bucket, [], "drifted"],
])("what repeats another resource is left to that one: %s", async (_, change, resources, state) => {
  const showPlan = async () => ({
    ...terraformPlan(),
    ...{ resource_drift: [change], prior_state: { values: { root_module: { resources } } } },
  });
  const nothing = async () => {};
  const terraform = { requireVersion: async () => "", synthesise: nothing, init: nothing, planRefreshOnly: nothing, showPlan };
  expect(await world([], { terraform }).look()).toMatchObject({ state });
});

test.each<[string, Changes]>([
  ["a lock before", { lock: async () => ({ who: "ada@host", created: "now" }) }],
  [
    "a lock that is taken meanwhile",
    { lock: jest.fn().mockResolvedValueOnce(undefined).mockResolvedValue({ who: "ada@host", created: "now" }) },
  ],
  [
    "an apply that ends meanwhile",
    {
      state: jest
        .fn()
        .mockResolvedValueOnce({ isEmpty: false, writtenAt: t0 })
        .mockResolvedValue({ isEmpty: false, writtenAt: new Date() }),
    },
  ],
])("%s is unknown for a while, not drift", async (_, changes) => {
  const { look, recorded } = world([update(spf, { ttl: 1 })], changes);
  expect(await look()).toMatchObject({ state: "unknown", passes: true });
  expect(recorded).toMatchObject([{ state: "unknown", addresses: [] }]);
});

test.each<[string, Changes, string]>([
  ["never applied", { state: async () => undefined, wasApplied: async () => false }, "none"],
  ["a state that is gone", { state: async () => undefined }, "unknown"],
  ["a state that is empty", { state: async () => ({ isEmpty: true, writtenAt: t0 }) }, "unknown"],
  ["a state that cannot be read", { state: () => Promise.reject(new OperatorError("S3 GetObject: status 500")) }, "unknown"],
])("%s", async (_, changes, state) => {
  const found = await world([], changes).look();
  expect(found).toMatchObject({ state });
  expect(found).not.toHaveProperty("passes");
});

test("a failure of terraform is unknown, and its plan file is deleted; a bug is a bug", async () => {
  const failing = (error: Error) =>
    world([], {
      terraform: {
        ...{ requireVersion: async () => "1.11.4", synthesise: async () => {}, init: async () => {}, showPlan: async () => ({}) },
        planRefreshOnly: () => Promise.reject(error),
      },
    });
  const { look, did } = failing(new OperatorError("terraform plan failed", "look there"));
  expect(await look()).toEqual({ state: "unknown", why: "terraform plan failed", remedy: "look there" });
  expect(did).toEqual(["delete"]);
  await expect(failing(new TypeError("x")).look()).rejects.toThrow(TypeError);
});
