import { rehearsalReport } from "../../../cli/wiring/rehearsal-report";
import { staging } from "../../../environments/staging";
import { rehearsalHtml } from "../../../reports/rehearsal-html";
import type { StackFindings } from "../../../workflows/rehearse/life-cycle";

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
