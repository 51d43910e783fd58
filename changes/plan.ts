/** A Terraform plan as values, read once: everybody who judges, compares or shows a plan takes this. */
import { byHandChanges } from "./by-hand";
import { knownNames, type RecordChange, recordChanges } from "./dns-changes";
import type { GuardedResource } from "./guarded-resource";
import { guardedResources } from "./guarded-resources";
import { planJson } from "./plan-json";
import { type PlanSummary, summaryOf } from "./plan-summary";

export interface Plan extends PlanSummary {
  /** What the safety gate may see, those that stay included. */
  resources: GuardedResource[];
  /** The DNS records that Terraform makes, those that stay included. */
  records: RecordChange[];
  /** The DNS records that a person publishes, as the last apply left them to be and as this one does; none where Terraform makes the records. */
  byHand: RecordChange[];
}

/** @param json the output of `terraform show -json <plan file>`. @throws ZodError when it is not such a plan. */
export function readPlanJson(json: unknown): Plan {
  const parsed = planJson.parse(json);
  const resources = guardedResources(parsed);
  const names = knownNames(resources);
  return { ...summaryOf(parsed), resources, records: recordChanges(resources, names), byHand: byHandChanges(parsed, names) };
}
