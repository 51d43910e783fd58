import { type RehearseEffects, rehearse } from "../../rehearsal/rehearse";
import type { Delivery } from "../../workflows/seed-test";
import { dev } from "../fixtures/environments/dev";
import { staging } from "../fixtures/environments/staging";

const emptyPlan = { version: 1, changes: [], outputs: [], records: [], findings: [] };
const create = { address: "aws_kms_key.email", type: "aws_kms_key", action: "create" as const };
const delivery = (shortcomings: string[] = []): Delivery => ({
  provider: "ses",
  recipient: "seed@gmail.com",
  reference: "0a1b2c",
  shortcomings,
});

const refuse = async (): Promise<never> => {
  throw new Error("no change is tried here");
};

const bootstrapped = (...findings: object[]) => ({
  ...{ version: 1, bucket: "twinpost-state", region: "eu-west-1", applied: true, created: true },
  github: {
    repository: "market-edge/email",
    applied: true,
    blocked: false,
    environments: [],
    approval: { possible: "environment", because: "plan" },
    findings,
  },
});
const verified = (...findings: object[]) => ({ version: 1, records: [], history: [], providers: [], findings });

const rotated = (keyId: string, seconds?: string) => ({
  version: 1,
  providers: [
    {
      provider: "sendgrid",
      taken: seconds === undefined ? [] : [{ step: "measure", why: "", notes: { seconds } }],
      next: { why: "" },
      keys: [{ id: keyId, sends: true, lastUsed: "never" }],
      unexplained: [],
    },
  ],
  notRotated: [],
});
const switched = (to: "ses" | "sendgrid", status = "switched") => ({
  ...{ version: 1, from: to === "ses" ? "sendgrid" : "ses", to, status },
  ...{ refusals: [], warnings: [] },
});

const traced = (standing: string) => ({
  ...{ version: 1, askedBy: "id", messages: [{ standing, means: "", next: "", ids: {}, steps: [] }] },
});
const rang = { to: staging.alerts.notify[0] ?? "", subject: 'ALARM: "twinpost-staging/sendgrid-failures-page" in EU (Ireland)' };

type Changes = { [Group in "user" | "sandbox"]?: Partial<RehearseEffects[Group]> };

/** Everything goes well; a test changes the answer of one verb. The second answer of a list is for the second call. */
function world(answers: Record<string, unknown[]> = {}, { user, sandbox }: Changes = {}) {
  let sent = 0;
  const called: string[] = [];
  const well: Record<string, unknown[]> = {
    bootstrap: [bootstrapped()],
    plan: [{ ...emptyPlan, changes: [create] }, emptyPlan],
    apply: [{ ...emptyPlan, applied: true }],
    credentials: [{ version: 1, providers: [{ provider: "ses", status: "issued" }], application: "written", changed: [] }],
    verify: [verified()],
    "seed-test": [{ version: 1, deliveries: [delivery()] }],
    rotate: [rotated("A"), rotated("B", "0")],
    "fail-over": [switched("ses"), switched("sendgrid")],
    trace: [traced("delivered")],
    ...answers,
  };
  const use: RehearseEffects = {
    user: {
      verb: async (_, ...words) => {
        called.push(words.join(" "));
        const list = well[words[0] ?? ""];
        const answer = list && list.length > 1 ? list.shift() : list?.[0];
        if (answer instanceof Error) throw answer;
        return answer ?? {};
      },
      publish: async (name) => {
        called.push(`publish ${name}`);
        return "12 records";
      },
      withdraw: async (name) => void called.push(`withdraw ${name}`),
      sendWithPython: async () => delivery(),
      sendToNobody: async () => ++sent,
      ...user,
    },
    changes: { planChange: refuse, makeChange: refuse, send: refuse },
    sandbox: {
      ...{ start: async () => "calm", inventory: async () => [], unknownCalls: () => [], denied: () => [] },
      ...{ confirmAlerts: () => {}, alertMails: () => (sent > 0 ? [rang] : []) },
      ...sandbox,
    },
    progress: { now: () => 0, observe: () => {} },
  };
  return { use, called };
}

const outcome = async (use: RehearseEffects) => {
  const { steps } = await rehearse({ environments: [staging], foundations: [], buckets: ["staging"] }, use);
  return {
    failed: steps.filter(({ status }) => status === "failed").map(({ id, error }) => `${id}: ${(error as Error).message}`),
    skipped: steps.filter(({ status }) => status === "skipped").map(({ id }) => id),
  };
};

test("calls the verbs as a user would, in the order of the life cycle", async () => {
  const { use, called } = world();
  expect(await outcome(use)).toEqual({ failed: [], skipped: [] });
  expect(called.filter((each) => !each.startsWith("trace"))).toEqual([
    ...["bootstrap --apply", "plan", "apply --apply", "credentials --apply", "verify", "plan", "seed-test"],
    "rotate --provider sendgrid",
    "rotate --provider sendgrid --now --reason a rehearsed leak --apply",
    "fail-over --to ses --reason a rehearsal --apply",
    "fail-over --to sendgrid --reason a rehearsal --apply",
  ]);
});

test("an environment alone has its roles made first, with its account's stack", async () => {
  const { use } = world();
  const called: string[] = [];
  const verb: RehearseEffects["user"]["verb"] = (name, ...words) => {
    called.push(`${name} ${words[0]}`);
    return use.user.verb(name, ...words);
  };
  const scope = { environments: [staging], foundations: [], buckets: ["staging", "account-1"], account: "account-1" } as const;
  const { steps, stacks } = await rehearse(scope, { ...use, user: { ...use.user, verb } });
  expect(called.slice(0, 5)).toEqual(["staging bootstrap", "account-1 bootstrap", "account-1 plan", "account-1 apply", "staging plan"]);
  expect(steps.slice(0, 5).map(({ id }) => id)).toEqual(["sandbox", "bootstrap", "account-1/bootstrap", "roles", "plan"]);
  expect(Object.keys(stacks)).toEqual(["staging"]);
});

test("an answer that is none of the verb's is no answer", async () => {
  const { failed } = await outcome(world({ verify: [{ version: 2 }] }).use);
  expect(failed).toEqual([expect.stringMatching(/^verify: /)]);
});

test("a verb that fails ends it, and what needs it is skipped", async () => {
  const { use, called } = world({ apply: [new Error("terraform apply failed")] });
  expect(await outcome(use)).toEqual({
    failed: ["apply: terraform apply failed"],
    skipped: ["credentials", "verify", "second-plan", "deliver", "python", "events", "rotate", "fail-over", "alarm", "completeness"],
  });
  expect(called.at(-1)).toBe("apply --apply");
});

test("a step that failed for want of a permission names action, resource and role", async () => {
  const denied: string[] = ["of a step before"];
  const { use } = world({ apply: [new Error("terraform apply failed")] }, { sandbox: { denied: () => denied } });
  const verb: RehearseEffects["user"]["verb"] = (name, ...words) => {
    if (words[0] === "apply") denied.push("sns:CreateTopic on arn:aws:sns:eu-west-1:1:a by arn:aws:iam::1:role/b");
    return use.user.verb(name, ...words);
  };
  expect((await outcome({ ...use, user: { ...use.user, verb } })).failed).toEqual([
    "apply: terraform apply failed\nnot allowed: sns:CreateTopic on arn:aws:sns:eu-west-1:1:a by arn:aws:iam::1:role/b",
  ]);
});

test("where DNS is kept elsewhere the records are published between apply and verify", async () => {
  const { use, called } = world();
  const { steps } = await rehearse({ environments: [staging], foundations: [], buckets: ["staging"], byHand: ["staging"] }, use);
  expect(steps.find(({ id }) => id === "publish")).toMatchObject({ status: "done", note: "12 records" });
  expect(called.slice(2, 8)).toEqual(["apply --apply", "publish staging", "credentials --apply", "verify", "plan", "seed-test"]);
});

const finding = { id: "dns/record-missing", severity: "error", where: "s1._domainkey.x CNAME", what: "is not there", remedy: "wait" };

test.each<[string, Record<string, unknown[]>, Changes, string]>([
  [
    "an error that verification found",
    { verify: [verified(finding, finding)] },
    {},
    "verify: s1._domainkey.x CNAME: is not there (and 1 more)",
  ],
  [
    "an environment that GitHub's plan cannot protect",
    { bootstrap: [bootstrapped({ ...finding, where: 'environment "prod"' })] },
    {},
    'bootstrap: environment "prod": is not there',
  ],
  [
    "a second plan that would change something",
    { plan: [emptyPlan, { ...emptyPlan, changes: [create], outputs: ["records"] }] },
    {},
    'second-plan: the second plan of "staging" would change aws_kms_key.email, output records',
  ],
  [
    "a message that falls short",
    { "seed-test": [{ version: 1, deliveries: [delivery(), delivery(["SPF fail"])] }] },
    {},
    "deliver: ses to seed@gmail.com: SPF fail",
  ],
  [
    "Python's message that falls short",
    {},
    { user: { sendWithPython: async () => delivery(["SPF fail"]) } },
    "python: ses to seed@gmail.com: SPF fail",
  ],
  [
    "an old key that still sends",
    { rotate: [rotated("A"), rotated("A", "0")] },
    {},
    "rotate: the key of sendgrid was not replaced: before A sent, now A; runs: 1",
  ],
  [
    "an old login that nobody saw refused, in as many runs as a schedule makes",
    { rotate: [rotated("A"), rotated("B")] },
    {},
    "rotate: the key of sendgrid was not replaced: before A sent, now B; runs: 4",
  ],
  [
    "a standby that would not send",
    { "fail-over": [{ ...switched("ses", "refused"), refusals: ["not verified"] }] },
    {},
    'fail-over: "staging" was not switched to ses: refused; not verified',
  ],
  [
    "a call that no stand-in knows",
    {},
    { sandbox: { unknownCalls: () => ["ses: GET /v2/email/dedicated-ips"] } },
    "completeness: the sandbox has no route for: ses: GET /v2/email/dedicated-ips",
  ],
  [
    "a role that was not allowed something, though the verb went on",
    {},
    { sandbox: { denied: () => ["s3:GetObject on arn:aws:s3:::a/b by arn:aws:iam::1:role/c"] } },
    "completeness: not allowed: s3:GetObject on arn:aws:s3:::a/b by arn:aws:iam::1:role/c",
  ],
])("fails on %s", async (_, answers, changes, expected) => {
  expect((await outcome(world(answers, changes).use)).failed).toEqual([expected]);
});

test("a warning of verification does not fail it", async () => {
  const verify = [verified({ ...finding, severity: "warning" })];
  expect((await outcome(world({ verify }).use)).failed).toEqual([]);
});

describe("everything that is declared", () => {
  const scope = {
    environments: [dev, staging],
    foundations: ["account-1", "organisation"],
    buckets: ["account-1"],
    destroyed: dev,
  } as const;
  const role = { what: "role twinpost-dev-plan", scheduled: false };
  const topic = { what: "topic twinpost-dev-alerts", scheduled: false };
  const emptyDestruction = { ...emptyPlan, destroyed: true, keys: [], stays: [] };

  async function rehearsal(inventories: (typeof role)[][]) {
    const called: string[] = [];
    const { use } = world({}, { sandbox: { inventory: async () => inventories.shift() ?? [] } });
    const verb = (name: string, ...words: string[]): Promise<unknown> => {
      called.push(`${name} ${words[0]}`);
      return answer(words, use, name);
    };
    const asked = { ...use, user: { ...use.user, verb } };
    const { steps } = await rehearse(scope, asked);
    return { called, failed: steps.flatMap(({ id, error }) => (error ? [`${id}: ${(error as Error).message}`] : [])) };
  }
  const planned = new Set<string>();
  const answer = (words: string[], use: RehearseEffects, name: string): Promise<unknown> => {
    if (words[0] === "destroy") return Promise.resolve(emptyDestruction);
    if (words[0] !== "plan") return use.user.verb(name, ...words);
    const isSecond = planned.has(name);
    planned.add(name);
    return Promise.resolve(isSecond ? emptyPlan : { ...emptyPlan, changes: [create] });
  };
  beforeEach(() => planned.clear());

  test("foundations before environments, the destruction last", async () => {
    const { called, failed } = await rehearsal([[role], [role, topic], [role]]);
    expect(failed).toEqual([]);
    const at = (call: string) => called.indexOf(call);
    // The bucket once, then what each environment has at GitHub.
    expect(called.filter((call) => call.endsWith("bootstrap"))).toEqual(["account-1 bootstrap", "dev bootstrap", "staging bootstrap"]);
    expect(Math.max(at("dev bootstrap"), at("staging bootstrap"))).toBeLessThan(at("account-1 plan"));
    expect(Math.max(at("organisation apply"), at("account-1 apply"))).toBeLessThan(Math.min(at("dev plan"), at("staging plan")));
    expect(at("account-1 apply")).toBeLessThan(at("organisation plan"));
    expect(called.filter((call) => call === "organisation plan")).toHaveLength(2);
    expect(called.slice(-2)).toEqual(["dev destroy", "dev destroy"]);
  });

  test("what was published by hand is taken away by hand, before it is looked for", async () => {
    const inventories = [[role], [role, topic], [role]];
    const { use, called } = world({}, { sandbox: { inventory: async () => inventories.shift() ?? [] } });
    const byHand = [{ address: "a TXT", action: "delete" as const }];
    const verb: RehearseEffects["user"]["verb"] = async (name, ...words) =>
      words.includes("--force") ? { ...emptyDestruction, byHand } : answer(words, use, name);
    await rehearse({ ...scope, byHand: ["dev"] }, { ...use, user: { ...use.user, verb } });
    expect(called.slice(-1)).toEqual(["withdraw dev"]);
  });

  test("fails when something of what was destroyed is left", async () => {
    const { failed } = await rehearsal([[role], [role, topic], [role, topic]]);
    expect(failed).toEqual(['dev/nothing-left: destroying "dev" is not clean\nstill there: topic twinpost-dev-alerts']);
  });
});
