/** Faults 13 and 14: what was reviewed is what is applied, or nothing is. */

import type { GuardedPlan } from "../../changes/guard";
import { guard } from "../../changes/guard";
import { readPlanJson } from "../../changes/plan";
import type { Bound } from "../../changes/plan-digest";
import type { Evidence } from "../../evidence/evidence";
import { findingOf } from "../../findings/finding";
import { differencesFrom, plannedRecord, requireRecorded } from "../../workflows/share-plan";
import { type Edit, find, own, recordedPlan, set, text } from "../changes/recorded-plan";

const key = "0123456789abcdef".repeat(4);
const [commit, other] = ["a".repeat(40), "b".repeat(40)];
const dmarc = "cloudflare_dns_record.dns_dmarc";
const change: Edit = text(dmarc, (record) => record.replace("p=none", "p=quarantine"));

const bound: Bound = {
  ...{ commit, stack: "email-prod", plugins: "1".repeat(64), state: { lineage: "l1", serial: 7 } },
  actsOn: { awsAccount: "444455556666", region: "eu-west-1", endpoints: {} },
};

interface Planned {
  plan: GuardedPlan;
  shown: unknown;
  bound: Bound;
}

function planned({
  edits = [change],
  plan = {},
  bound: more = {},
}: {
  edits?: Edit[];
  plan?: Partial<GuardedPlan>;
  bound?: Partial<Bound>;
} = {}): Planned {
  const shown = recordedPlan("prod", ...edits);
  const read = readPlanJson(shown);
  const judged = { changes: read.changes, outputs: read.outputs, records: [], findings: guard(read, own.prod), ...plan };
  return { plan: judged, shown, bound: { ...bound, ...more } };
}

const recorded = { ...plannedRecord({ ...planned(), key }), commit };
const evidence: Evidence<"planned"> = {
  ...{ kind: "planned", target: "prod", source: "live", commit: { id: commit, dirty: false }, at: new Date(), by: "github:octocat" },
  result: recorded,
};

test("the same plan, made again, is the recorded one", () => {
  expect(differencesFrom(recorded, planned())).toEqual([]);
  const touched: Edit = (plan) => Object.assign(find(plan, dmarc).change.after as object, { modified_on: "later" });
  expect(differencesFrom(recorded, planned({ edits: [change, touched] }))).toEqual([]);
  expect(() => requireRecorded(evidence, planned())).not.toThrow();
});

const finding = findingOf("forecast/dns-not-reached", { what: "nobody answered", where: "live DNS" });

test.each<[string, Planned, RegExp]>([
  ["another commit", planned({ bound: { commit: other } }), /the commit was a{40}, is b{40}/],
  ["another stack: staging's plan", planned({ bound: { stack: "email-staging" } }), /the stack was email-prod, is email-staging/],
  ["another account", planned({ bound: { actsOn: { ...bound.actsOn, awsAccount: "1" } } }), /where it acts/],
  ["another address", planned({ bound: { actsOn: { ...bound.actsOn, endpoints: { AWS_ENDPOINT_URL: "x" } } } }), /where it acts/],
  [
    "a state that an apply in between has moved on",
    planned({ bound: { state: { lineage: "l1", serial: 8 } } }),
    /state was l1 #7, is l1 #8/,
  ],
  ["another state", planned({ bound: { state: { lineage: "l2", serial: 7 } } }), /state was l1 #7, is l2 #7/],
  ["a plugin's new build", planned({ bound: { plugins: "2".repeat(64) } }), /lock file was 1{12}, is 2{12}/],
  ["a hand edit in DNS", planned({ edits: [change, set("cloudflare_dns_record.dns_spf", { ttl: 60 })] }), /dns_spf: no change -> update/],
  ["other values", planned({ edits: [text(dmarc, (old) => old.replace("p=none", "p=reject"))] }), /dns_dmarc: update with other values/],
  ["a new finding", planned({ plan: { findings: [finding] } }), /safety gate found was .*is forecast\/dns-not-reached@live DNS/],
  ["a reason that was not reviewed", planned({ plan: { forcedBecause: "hurry" } }), /the reasons for it was none, is hurry/],
  [
    "another version of Terraform",
    planned({ edits: [change, (plan) => Object.assign(plan, { terraform_version: "1.99.0" })] }),
    /Terraform was .*, is 1.99.0/,
  ],
  [
    "another configuration: a program that runs",
    planned({
      edits: [
        change,
        (plan) => Object.assign(plan.configuration.root_module.resources[0] ?? {}, { provisioners: [{ type: "local-exec" }] }),
      ],
    }),
    /configuration|safety gate/,
  ],
])("%s is refused with exit code 3", (_, now, said) => {
  expect(differencesFrom(recorded, now).join("; ")).toMatch(said);
  expect(() => requireRecorded(evidence, now)).toThrow(expect.objectContaining({ exitCode: 3, remedy: expect.anything() }));
});

test("a record whose digest was changed is refused", () => {
  const forged = { ...evidence, result: { ...recorded, digest: "0".repeat(64) } };
  expect(() => requireRecorded(forged, planned())).toThrow(expect.objectContaining({ exitCode: 3 }));
});

test("the refusal is one line, however much differs", () => {
  const many: Edit[] = Array.from({ length: 20 }, (_, index) => (plan) => {
    const copy = structuredClone(find(plan, dmarc));
    plan.resource_changes.push({ ...copy, address: `${dmarc}_${index}` });
  });
  const [line, ...others] = String(
    (attempt(() => requireRecorded(evidence, planned({ edits: [change, ...many] }))) as Error).message,
  ).split("\n");
  expect(others).toEqual([]);
  expect(line?.length).toBeLessThan(1000);
});

function attempt(act: () => void): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}
