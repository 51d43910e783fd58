import { staging } from "../../environments/staging";
import { type RehearseEffects, rehearse } from "../../workflows/rehearse";
import type { Delivery } from "../../workflows/seed-test";

const emptyPlan = { changes: [], outputs: [] };
const create = { address: "aws_kms_key.email", type: "aws_kms_key", action: "create" as const };
const delivery = (shortcomings: string[] = []): Delivery => ({ provider: "ses", recipient: "seed@gmail.com", shortcomings });

/** Everything goes well; a test changes the answer of one verb. The second answer of a list is for the second call. */
function world(answers: Record<string, unknown[]> = {}, changes: Partial<RehearseEffects> = {}) {
  const called: string[] = [];
  const well: Record<string, unknown[]> = {
    plan: [{ changes: [create], outputs: [] }, emptyPlan],
    credentials: [{ providers: [{ provider: "ses", status: "issued" }], application: "written" }],
    verify: [{ records: [], providers: [], findings: [] }],
    "seed-test": [[delivery()]],
    ...answers,
  };
  const use: RehearseEffects = {
    startSandbox: async () => "calm",
    verb: async (...words) => {
      called.push(words.join(" "));
      const list = well[words[0] ?? ""];
      const answer = list && list.length > 1 ? list.shift() : list?.[0];
      if (answer instanceof Error) throw answer;
      return answer ?? {};
    },
    sendWithPython: async () => delivery(),
    unknownCalls: () => [],
    now: () => 0,
    observe: () => {},
    ...changes,
  };
  return { use, called };
}

const outcome = async (use: RehearseEffects) => {
  const { steps } = await rehearse(staging, use);
  return {
    failed: steps.filter(({ status }) => status === "failed").map(({ id, error }) => `${id}: ${(error as Error).message}`),
    skipped: steps.filter(({ status }) => status === "skipped").map(({ id }) => id),
  };
};

test("calls the verbs as a user would, in the order of the life cycle", async () => {
  const { use, called } = world();
  expect(await outcome(use)).toEqual({ failed: [], skipped: [] });
  expect(called).toEqual(["bootstrap --apply", "plan", "apply --apply", "credentials --apply", "verify", "plan", "seed-test"]);
});

test("a verb that fails ends it, and what needs it is skipped", async () => {
  const { use, called } = world({ apply: [new Error("terraform apply failed")] });
  expect(await outcome(use)).toEqual({
    failed: ["apply: terraform apply failed"],
    skipped: ["credentials", "verify", "second-plan", "deliver", "python", "completeness"],
  });
  expect(called.at(-1)).toBe("apply --apply");
});

const finding = { id: "dns/record-missing", severity: "error", where: "s1._domainkey.x CNAME", what: "is not there", remedy: "wait" };

test.each<[string, Record<string, unknown[]>, Partial<RehearseEffects>, string]>([
  [
    "an error that verification found",
    { verify: [{ records: [], providers: [], findings: [finding, finding] }] },
    {},
    "verify: s1._domainkey.x CNAME: is not there (and 1 more)",
  ],
  [
    "a second plan that would change something",
    { plan: [emptyPlan, { changes: [create], outputs: ["records"] }] },
    {},
    'second-plan: the second plan of "staging" would change aws_kms_key.email, output records',
  ],
  ["a message that falls short", { "seed-test": [[delivery(), delivery(["SPF fail"])]] }, {}, "deliver: ses to seed@gmail.com: SPF fail"],
  [
    "Python's message that falls short",
    {},
    { sendWithPython: async () => delivery(["SPF fail"]) },
    "python: ses to seed@gmail.com: SPF fail",
  ],
  [
    "a call that no stand-in knows",
    {},
    { unknownCalls: () => ["ses: GET /v2/email/dedicated-ips"] },
    "completeness: the sandbox does not know: ses: GET /v2/email/dedicated-ips",
  ],
])("fails on %s", async (_, answers, changes, expected) => {
  expect((await outcome(world(answers, changes).use)).failed).toEqual([expected]);
});

test("a warning of verification does not fail it", async () => {
  const findings = [{ ...finding, severity: "warning" }];
  expect((await outcome(world({ verify: [{ records: [], providers: [], findings }] }).use)).failed).toEqual([]);
});
