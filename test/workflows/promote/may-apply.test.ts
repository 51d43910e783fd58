/** Who may apply what, by what was recorded. */
import type { Run } from "../../../evidence/evidence";
import { type ApplyFacts, requireMayApply } from "../../../workflows/promote/may-apply";
import { evidence, from, one, to, two } from "./promotion-world";

const run: Run = { id: "4711", attempt: 1, workflow: "promote.yml" };
const promoted = (commit: string, of: Run | undefined = run) =>
  evidence(
    "promotion",
    1,
    { what: "promoted", from: "staging", commit, appliedSince: new Date(0), verifiedAt: new Date(0), differs: [] },
    of ? { run: of } : {},
  );
const emergency = (commit: string) =>
  evidence("promotion", 1, { what: "emergency", from: "staging", commit, reason: "it is down now", skipped: [], differs: [] }, { run });
const reviewed = evidence("promotion", 0.5, { what: "reviewed", of: new Date(0), note: "it was right" });
const held = evidence("hold", 5, { state: "held", why: "bounces" });
const facts = (more: Partial<ApplyFacts>): ApplyFacts => ({
  ...{ environment: to, run, commit: one, hold: undefined, promotions: [promoted(one)] },
  ...more,
});

test.each<[why: string, how: string, more: Partial<ApplyFacts>]>([
  ["a merge changes what is not promoted", "merge", { environment: from, promotions: [] }],
  ["a person does it by hand", "by hand", { run: undefined, promotions: [] }],
  ["this run promoted this commit", "promotion", {}],
  ["and somebody reviewed an emergency meanwhile", "promotion", { promotions: [reviewed, promoted(one)] }],
  ["a person promoted it and applies it", "promotion", { run: undefined, promotions: [promoted(one, undefined)] }],
  ["an emergency edit of this commit passes over a hold", "emergency", { hold: held, promotions: [emergency(one)] }],
  ["the hold was lifted", "merge", { environment: from, hold: { ...held, result: { state: "lifted", why: "mended" } } }],
])("%s: %s", (_, how, more) => {
  expect(requireMayApply(facts(more))).toBe(how);
});

test.each<[why: string, more: Partial<ApplyFacts>]>([
  ["a merge does not change what is promoted", { promotions: [] }],
  ["another commit was promoted", { promotions: [promoted(two)] }],
  ["it was promoted, and then another one was", { promotions: [promoted(two), promoted(one)] }],
  ["another run promoted it", { promotions: [promoted(one, { ...run, id: "4712" })] }],
  ["nobody knows which commit this is", { commit: undefined }],
  ["a merge's apply of a held environment", { environment: from, hold: held, promotions: [] }],
  ["a person's apply of a held environment", { run: undefined, hold: held, promotions: [] }],
  ["a promotion of a held environment", { hold: held }],
  ["an emergency edit of another commit", { hold: held, promotions: [emergency(two)] }],
  ["whether it is held cannot be read", { hold: { unreadable: "it is cut off" } }],
])("refused: %s", (_, more) => {
  expect(() => requireMayApply(facts(more))).toThrow(expect.objectContaining({ exitCode: 3 }));
});

test("who held it, when and why is told", () => {
  expect(() => requireMayApply(facts({ hold: held }))).toThrow(/github:ci since 2026-11-28T07:00:00Z: bounces/);
});
