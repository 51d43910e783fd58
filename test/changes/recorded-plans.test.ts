/** Edits of the recorded stacks: every harmful one is held back, each for its reason; every harmless one passes. */
import { guard } from "../../changes/guard";
import { readPlanJson } from "../../changes/plan";
import { rows } from "./harmful-plans";
import { harmless } from "./harmless-plans";
import { type Edit, madeAgain, own, recordedPlan, type Stack } from "./recorded-plan";

const found = (stack: Stack, edits: readonly Edit[], made: "" | "-new" = ""): string[] =>
  guard(readPlanJson(recordedPlan(`${stack}${made}`, ...edits)), own[stack]).map(({ id, where }) => `${id}@${where}`);

test.each(["prod", "account", "organisation"] as const)("making %s, and planning it again, needs no reason", (stack) => {
  expect(found(stack, [], "-new")).toEqual([]);
  expect(found(stack, [])).toEqual([]);
});

test.each(rows)("held back: $row", ({ stack, edit, found: expected }) => {
  const ids = found(stack, edit).map((each) => each.replace(/@.*/, ""));
  if (Array.isArray(expected)) expect([...new Set(ids)].sort()).toEqual([...expected].sort());
  else expect(ids).toEqual([]);
});

const madeOnce = (["prod", "account", "organisation"] as const).flatMap((stack) =>
  recordedPlan(stack)
    .resource_changes.filter(({ mode }) => mode === "managed")
    .map(({ address }) => ({ stack, address })),
);

test.each(madeOnce)("passes: $stack makes $address again, which somebody deleted", ({ stack, address }) => {
  expect(found(stack, [madeAgain(address)])).toEqual([]);
});

test("as many harmless plans pass as harmful ones are held back", () => {
  expect(harmless.length + madeOnce.length).toBeGreaterThanOrEqual(rows.filter(({ row }) => !row.startsWith("like:")).length);
});

test.each(harmless)("passes: $what", ({ stack, edit }) => {
  expect(found(stack, edit)).toEqual([]);
});
