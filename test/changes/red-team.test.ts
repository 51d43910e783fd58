/** Harmful edits of the kinds that the adversarial review named: each is held back, for its reason, or has one why it is harmless. */
import { guard } from "../../changes/guard";
import { readPlanJson } from "../../changes/plan";
import { own, recordedPlan } from "./recorded-plan";
import { policies } from "./red-team/policies";
import { records } from "./red-team/records";
import { settings } from "./red-team/settings";

test.each([...records, ...policies, ...settings])("$row", ({ stack, edit, found }) => {
  const ids = guard(readPlanJson(recordedPlan(stack, ...edit)), own[stack]).map(({ id }) => id);
  expect([...new Set(ids)].sort()).toEqual("harmless" in found ? [] : [...found].sort());
});
