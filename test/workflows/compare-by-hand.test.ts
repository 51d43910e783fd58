import { judgePlan } from "../../changes/guard";
import { readPlanJson } from "../../changes/plan";
import { isKnown } from "../../mail/dns/record";
import type { Resolve } from "../../mail/dns/resolve";
import { isEdited } from "../../mail/forecast/changes";
import { compareByHand } from "../../workflows/compare-by-hand";
import { own } from "./plan-world";

const record = (id: string, value: string | undefined, more: object = {}) => ({
  ...{ id, type: "TXT", name: `${id}.example.org`, value, ttl: 300, byHand: true },
  ...more,
});
const live =
  (answers: Record<string, string[] | "timeout">): Resolve =>
  async (name, type) => {
    const found = answers[`${name} ${type}`];
    if (found === "timeout") return { server: "s", aliases: [], values: [], outcome: "failed", failure: "timeout" };
    return found
      ? { server: "s", aliases: [], outcome: "answer", values: found, ttl: 300 }
      : { server: "s", aliases: [], values: [], outcome: "no-such-name" };
  };

const planOf = (before: object[] | null, after: object[] | null) =>
  readPlanJson({ output_changes: { records: { actions: ["update"], before, after } } });

/** As "create name value", with "old -> new" where something is replaced. */
async function byHand(before: object[] | null, after: object[] | null, answers: Parameters<typeof live>[0] = {}): Promise<string[]> {
  const found = await compareByHand(planOf(before, after), { resolve: live(answers) });
  return found.filter(isEdited).map((change) => {
    const values = [change.before, change.after].flatMap((each) => (each ? [isKnown(each.value) ? each.value : "?"] : []));
    return `${change.action} ${values.join(" -> ")}`;
  });
}

test("what is not live is to be published, whatever the state says of it", async () => {
  expect(await byHand([record("a", "new")], [record("a", "new")])).toEqual(["create new"]);
  expect(await byHand(null, [record("a", undefined)])).toEqual(["create ?"]);
});

test("what is live already is nobody's work, and still part of the forecast", async () => {
  const answers = { "a.example.org TXT": ["other", "new"], "mx.example.org MX": ["10 host.example.org"] };
  const records = [record("a", "new"), record("mx", "host.example.org", { type: "MX", priority: 10 })];
  expect(await byHand(null, records, answers)).toEqual([]);
  expect(await compareByHand(planOf(null, records), { resolve: live(answers) })).toMatchObject([{ action: "keep" }, { action: "keep" }]);
});

test("what was published before is replaced, not doubled", async () => {
  expect(await byHand([record("a", "old")], [record("a", "new")], { "a.example.org TXT": ["old"] })).toEqual(["update old -> new"]);
});

test("where DNS does not answer, it is as it was last left", async () => {
  const answers = { "a.example.org TXT": "timeout" as const };
  expect(await byHand([record("a", "old")], [record("a", "new")], answers)).toEqual(["update old -> new"]);
  expect(await byHand([record("a", "old")], null, answers)).toEqual(["delete old"]);
});

test("of what is declared no more, that is removed which is there, in whatever version", async () => {
  expect(await byHand([record("a", "v=DMARC1; p=none")], null, { "a.example.org TXT": ["v=DMARC1; p=reject", "x"] })).toEqual([
    "delete v=DMARC1; p=reject",
  ]);
  expect(await byHand([record("a", "v=DMARC1; p=none")], null, { "a.example.org TXT": ["v=spf1 ~all"] })).toEqual([]);
  expect(await byHand([record("a", "v=DMARC1; p=none")], null)).toEqual([]);
});

test("what is judged is what is shown: the version that is live, not the one that the state remembers", async () => {
  const dmarc = (policy: string) => record("_dmarc", `v=DMARC1; p=${policy}; rua=mailto:a@example.org`);
  const plan = planOf([dmarc("none")], [dmarc("quarantine")]);
  const judged = async (policy: string) => {
    const answers = { "_dmarc.example.org TXT": [dmarc(policy).value ?? ""] };
    return judgePlan(plan, { own, byHand: await compareByHand(plan, { resolve: live(answers) }) });
  };
  expect(await judged("none")).toMatchObject({ byHand: [{ action: "update" }], findings: [] });
  expect(await judged("reject")).toMatchObject({
    byHand: [{ before: { value: dmarc("reject").value } }],
    findings: [{ id: "dmarc/policy-weakened" }],
  });
  expect((await judged("quarantine")).byHand).toBeUndefined();
});
