import type { StackFindings } from "../../../rehearsal/life-cycle";
import { rehearsalReport } from "../../../rehearsal/report/compose";
import { rehearsalHtml } from "../../../rehearsal/report/html";
import { staging } from "../../fixtures/environments/staging";

const emptyPlan = { changes: [], outputs: [] };
const applyFailed = { id: "apply", title: "terraform apply", status: "failed" as const, startedAtMs: 0, ms: 10 };

const reportOf = (found: Partial<StackFindings>) =>
  rehearsalReport({
    scope: { environments: [staging], foundations: [], buckets: ["staging"] },
    rehearsal: { steps: [applyFailed], stacks: { staging: { deliveries: [], ...found } } },
    options: { env: "staging", seed: "x", terraformPlugins: "stand-ins" },
    startedAt: new Date(0),
    entries: [],
    versions: [],
  });

test("a plan that was not reached has no number of changes, in JSON and in HTML", () => {
  const report = reportOf({ plan: emptyPlan });
  expect(JSON.parse(JSON.stringify(report)).stacks).toEqual([{ name: "staging", resources: 0 }]);
  expect(rehearsalHtml(report)).toContain("second plan not reached");
  expect(JSON.parse(JSON.stringify(reportOf({}))).stacks).toEqual([{ name: "staging" }]);
});

test("a second plan that was made is counted", () => {
  expect(reportOf({ plan: emptyPlan, secondPlan: { changes: [], outputs: ["records"] } }).stacks[0]?.secondPlanChanges).toBe(1);
});

test("changes that were tried, and those that were not made since the rehearsal failed before", () => {
  const outcome = { provider: "ses" as const, receiver: "gmail" as const, volume: "bulk" as const, outcome: "junk" as const };
  const tried = { what: "SPF goes", breaksMail: true, isHeldBack: true, isForeseen: true, findings: ["spf/deleted"], forecast: [outcome] };
  const row = { what: "SPF goes", breaksMail: true, heldBack: true, findings: ["spf/deleted"], forecast: [outcome] };
  const leftOut = [{ what: "DMARC is raised", why: "it is reject" }];
  const found = { tried: [{ ...tried, real: [outcome] }, tried], leftOut };
  expect(reportOf({ changes: found }).changes).toEqual({ environment: "staging", rows: [{ ...row, real: [outcome] }, row], leftOut });
  expect(reportOf({}).changes).toBeUndefined();
});

test("the log of a step that tries changes is the folder in which each has its own", () => {
  const steps = [
    { ...applyFailed, id: "plan-changes" },
    { ...applyFailed, id: "staging/make-changes" },
  ];
  const report = rehearsalReport({
    scope: { environments: [staging], foundations: [], buckets: ["staging"] },
    rehearsal: { steps, stacks: {} },
    options: { env: "staging", seed: "x", terraformPlugins: "stand-ins" },
    startedAt: new Date(0),
    entries: [],
    versions: [],
  });
  expect(report.steps.map(({ log }) => log)).toEqual(["email-staging/changes/", "email-staging/changes/"]);
});

test("credentials that were replaced, and switches, with what was measured and that clocks were compressed", () => {
  const rotation = { provider: "ses" as const, keysBefore: ["A"], keysAfter: ["B"], refusedAfterSeconds: 2, runs: 1 };
  const toStandby = { from: "sendgrid" as const, to: "ses" as const, seconds: 0.5, warnings: [] };
  expect(reportOf({ rotation, switches: [toStandby] }).credentials).toEqual({
    rotations: [{ environment: "staging", ...rotation }],
    switches: [{ environment: "staging", ...toStandby }],
    compressed: expect.stringMatching(/3 logins, 50 ms .* 10, 1000 ms/),
  });
  expect(reportOf({}).credentials).toBeUndefined();
});
