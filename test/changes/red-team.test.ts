/** Harmful edits of the kinds that the adversarial review named: each is held back, for its reason, or has one why it is harmless. */
import { guard } from "../../changes/guard";
import { readPlanJson } from "../../changes/plan";
import { own, recordedPlan } from "./recorded-plan";
import { partsOfPlans } from "./red-team/parts-of-plans";
import { records } from "./red-team/records";
import { resourcePolicies } from "./red-team/resource-policies";
import { rolePolicies } from "./red-team/role-policies";
import { settings } from "./red-team/settings";

test.each([...records, ...resourcePolicies, ...rolePolicies, ...settings, ...partsOfPlans])("$row", ({ stack, edit, found }) => {
  const ids = guard(readPlanJson(recordedPlan(stack, ...edit)), own[stack]).map(({ id }) => id);
  expect([...new Set(ids)].sort()).toEqual("harmless" in found ? [] : [...found].sort());
});
