/** Going back to an earlier release's data: which one, what cannot be undone, and the hold before anything changes. */
import type { GuardedPlan } from "../../../changes/guard";
import type { Evidence, Result } from "../../../evidence/evidence";
import { findingOf } from "../../../findings/finding";
import { releasesOf } from "../../../workflows/roll-back/choose";
import { liftHold, type RollBackEffects, rollBack } from "../../../workflows/roll-back/roll-back";
import { applied, evidence, one, to, two } from "../promote/promotion-world";

const at = (commit: string, dirty = false): Partial<Evidence> => ({ commit: { id: commit, dirty } });
const three = "3".repeat(40);
const history = [
  applied(1, {}, at(three)),
  applied(2, { outcome: "failed" }, at("4".repeat(40))),
  applied(3, {}, at(two)),
  { unreadable: "it is cut off" },
  applied(4, {}, at("5".repeat(40), true)),
  applied(5, { how: "roll-back", dataOf: one }, at("6".repeat(40))),
  applied(6, {}, at(three)),
  applied(7, {}, at(one)),
];
const nothing: GuardedPlan = { changes: [], outputs: [], records: [], findings: [] };
const record: GuardedPlan["changes"][number] = { address: "cloudflare_dns_record.spf", type: "cloudflare_dns_record", action: "update" };

function world(
  change: Partial<{
    plan: GuardedPlan;
    past: typeof to;
    logins: string[];
    applied: RollBackEffects["records"]["applied"];
    fails: boolean;
  }> = {},
) {
  const did: string[] = [];
  const holds: Result<"hold">[] = [];
  const use: RollBackEffects = {
    records: {
      applied: change.applied ?? (async () => history),
      hold: async (hold) => {
        did.push(hold.state);
        holds.push(hold);
      },
    },
    dataOf: () => change.past ?? to,
    logins: async () => change.logins ?? ["sendgrid", "ses"],
    stack: {
      plan: async (commit) => {
        did.push(`plan ${commit.slice(0, 1)}`);
        return change.plan ?? { ...nothing, changes: [record] };
      },
      apply: async (commit) => {
        did.push(`apply ${commit.slice(0, 1)}`);
        if (change.fails) throw new Error("terraform failed");
      },
    },
  };
  return { use, did, holds };
}
const back = { environment: to, to: "1", act: true };

test("a release is a commit that was applied whole, once each, newest first", () => {
  expect(releasesOf(history).map(({ commit }) => commit)).toEqual([three, two, one]);
});

test.each([
  ["1", two],
  ["2", one],
  ["2222222", two],
  [one, one],
])("--to %s is %s", async (name, commit) => {
  expect(await rollBack({ ...back, to: name, act: false }, world().use)).toMatchObject({ release: { commit }, applied: false });
});

test.each(["0", "3", "99", "4444444", "5555555", "abc", "main", "-1", ""])("--to %j is no release", async (name) => {
  await expect(rollBack({ ...back, to: name }, world().use)).rejects.toMatchObject({ exitCode: 2 });
});

test("holds before it applies, so that a failure leaves it held", async () => {
  const { use, did, holds } = world();
  expect(await rollBack(back, use)).toMatchObject({ applied: true, irreversible: [] });
  expect(did).toEqual(["plan 2", "held", "apply 2"]);
  expect(holds).toMatchObject([{ state: "held", dataOf: two }]);
  const failing = world({ fails: true });
  await expect(rollBack(back, failing.use)).rejects.toThrow("terraform failed");
  expect(failing.did).toEqual(["plan 2", "held", "apply 2"]);
});

test("without being asked to act, only plans", async () => {
  const { use, did } = world();
  await rollBack({ ...back, act: false }, use);
  expect(did).toEqual(["plan 2"]);
});

const change = (type: string, action: GuardedPlan["changes"][number]["action"]) => ({
  plan: { ...nothing, changes: [{ address: `${type}.x`, type, action }] },
});

test.each<[why: string, expected: string, more: Parameters<typeof world>[0]]>([
  ["the identity of then, with its DKIM keys", "roll-back/gone", change("aws_sesv2_email_identity", "create")],
  ["the identity of today", "roll-back/gone", change("aws_sesv2_email_identity", "delete")],
  ["SendGrid's authentication of then, with its DKIM keys", "roll-back/gone", change("sendgrid_sender_authentication", "create")],
  ["the login of then", "roll-back/gone", change("aws_iam_user", "create")],
  ["a key that is replaced", "roll-back/gone", change("aws_kms_key", "replace")],
  ["a secret of then", "roll-back/gone", change("aws_secretsmanager_secret", "create")],
  ["credentials that were deleted", "roll-back/no-login", { logins: ["ses"] }],
  ["another sending domain", "roll-back/another-domain", { past: { ...to, sendingDomain: "old.example.com" } }],
  ["another account", "roll-back/another-place", { past: { ...to, aws: { ...to.aws, account: "999988887777" } } }],
])("refuses what cannot be undone: %s", async (_, id, more) => {
  const { use, did } = world(more);
  const outcome = await rollBack(back, use);
  expect(outcome).toMatchObject({ applied: false, irreversible: [{ id }] });
  expect(did.filter((each) => !each.startsWith("plan"))).toEqual([]);
});

test.each(["update", "create", "delete"] as const)("a record or an alarm may be undone: %s", async (action) => {
  const { use } = world({
    plan: {
      ...nothing,
      changes: [
        { ...record, action },
        { address: "a.b", type: "aws_cloudwatch_metric_alarm", action },
      ],
    },
  });
  expect(await rollBack(back, use)).toMatchObject({ applied: true });
});

test("what the gate holds back is not applied, and nothing is held", async () => {
  const finding = findingOf("dmarc/policy-weakened", { where: "_dmarc.mail.example.com", what: "reject -> none" });
  const { use, did } = world({ plan: { ...nothing, changes: [record], findings: [finding] } });
  expect(await rollBack(back, use)).toMatchObject({ applied: false, isHeldBack: true });
  expect(did).toEqual(["plan 2"]);
});

describe("lifting", () => {
  const held = evidence("hold", 5, { state: "held", why: "rolled back" });
  const lift = { environment: to, reason: "the new selector is published", act: true };

  test.each([
    ["a hold", held],
    ["what may be one", { unreadable: "it is cut off" }],
  ])("%s ends with a reason", async (_, newest) => {
    const { use, holds } = world();
    await liftHold({ ...lift, act: false }, { newestHold: async () => newest, hold: use.records.hold });
    expect(holds).toEqual([]);
    await liftHold(lift, { newestHold: async () => newest, hold: use.records.hold });
    expect(holds).toEqual([{ state: "lifted", why: "the new selector is published" }]);
  });

  test("nothing to lift, and no reason", async () => {
    const { hold } = world().use.records;
    const lifted = evidence("hold", 1, { state: "lifted", why: "it is over now" });
    for (const newest of [undefined, lifted])
      await expect(liftHold(lift, { newestHold: async () => newest, hold })).rejects.toMatchObject({ exitCode: 1 });
    await expect(liftHold({ ...lift, reason: "ok" }, { newestHold: async () => held, hold })).rejects.toMatchObject({ exitCode: 2 });
  });
});
