import type { Evidence } from "../../../evidence/evidence";
import { outcomeMarkdown } from "../../../reports/pull-request/outcome";
import { place, plannedTarget } from "./planned-targets";

const change = { address: "aws_iam_user.smtp", type: "aws_iam_user", action: "update" as const };
const targets = [
  plannedTarget("dev", [change]),
  plannedTarget("staging", [change], { applied: { by: "promotion", from: "dev" } }),
  plannedTarget("organisation", [], { applied: { by: "approval" } }),
];
const about = (target: string) => ({ target, source: "live" as const, commit: undefined, at: new Date(), by: "github:octocat" });

const applied = (target: string, outcome: "done" | "failed"): Evidence<"applied"> => ({
  ...{ kind: "applied", ...about(target) },
  result: { how: "merge", outcome, digest: "1".repeat(64), changes: [], actsOn: { awsAccount: "111122223333", endpoints: {} } },
});
const verified = (target: string, errors: number): Evidence<"verification"> => ({
  ...{ kind: "verification", ...about(target) },
  result: { errors, warnings: 0, findings: errors > 0 ? [{ id: "spf/missing", severity: "error", where: "mail.example.com TXT" }] : [] },
});
const rowsOf = (markdown: string): string[] => markdown.split("\n").filter((line) => line.startsWith("| `"));

test("says per target what was applied, what waits and what had nothing to do, with what was seen", () => {
  const told = outcomeMarkdown(targets, { applied: [applied("dev", "done")], verified: [verified("dev", 0)] }, place);
  expect(told).toMatch(/^## ✅ Applied to `dev`, and verified; `staging` waits/);
  const [dev, staging, organisation] = rowsOf(told);
  expect(dev).toContain("as declared, everywhere");
  expect(staging).toContain("waits to be promoted from `dev`");
  expect(organisation).toContain("nothing to change");
});

test("an apply that failed, and what verification found, come first", () => {
  const failed = outcomeMarkdown(targets, { applied: [applied("dev", "failed")], verified: [] }, place);
  expect(failed).toMatch(/^## ⛔ The apply of `dev` failed/);
  const wrong = outcomeMarkdown(targets, { applied: [applied("dev", "done")], verified: [verified("dev", 1)] }, place);
  expect(wrong).toMatch(/^## ⚠️ /);
  expect(rowsOf(wrong)[0]).toContain("1 error");
  expect(wrong).toContain("⛔ `spf/missing` at `mail.example.com TXT`");
  expect(wrong).toContain("npx twinpost roll-back --env dev --to 1");
});

test("beside what was predicted stands what was seen; of what is not applied nothing was predicted", () => {
  const [dev, staging] = rowsOf(outcomeMarkdown(targets, { applied: [applied("dev", "done")], verified: [] }, place));
  expect(dev).toContain("as before");
  expect(dev).toContain("not verified");
  expect(staging).toMatch(/\| · \| · \|$/);
});

test("a finding of another version is told by its id, and an odd one breaks nothing", () => {
  const [odd] = [verified("dev", 1)];
  odd.result.findings = ["newer/kind", "constructor", "</sub>\n## forged"].map((id) => ({ id, severity: "error", where: "@everyone" }));
  const told = outcomeMarkdown(targets, { applied: [applied("dev", "done")], verified: [odd] }, place);
  expect(told).toContain("`newer/kind` at `@everyone`");
  expect(told.match(/^## /gm)).toHaveLength(1);
  expect(told.match(/^- ⛔/gm)).toHaveLength(3);
});
