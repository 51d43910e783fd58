/** A Terraform plan as values, parsed once for the safety gate, the forecast and the reports. */
import { byHandChanges, unlistedRecords } from "./by-hand";
import { knownNames, type RecordChange, recordChanges } from "./dns-changes";
import { type PlanParts, readParts } from "./guard-plan";
import type { GuardedResource } from "./guarded-resource";
import { guardedResources } from "./guarded-resources";
import { planJson } from "./plan-json";
import { type PlanSummary, summaryOf } from "./plan-summary";

export interface Plan extends PlanSummary {
  /** Those of the types that the stacks declare, unchanged ones included. */
  resources: GuardedResource[];
  /** Everything else. */
  parts: PlanParts;
  /** The DNS records that Terraform publishes, unchanged ones included. */
  records: RecordChange[];
  /** Records that stay, and are no longer in the stack's output. */
  unlisted: RecordChange[];
  /** The DNS records that a person publishes, as of the last apply and of this one; none where Terraform publishes them. */
  byHand: RecordChange[];
}

/** @param json the output of `terraform show -json <plan file>`. @throws ZodError when it is not such a plan. */
export function readPlanJson(json: unknown): Plan {
  const parsed = planJson.parse(json);
  const resources = guardedResources(parsed);
  const names = knownNames(resources);
  const records = recordChanges(resources, names);
  return {
    ...summaryOf(parsed),
    ...{ resources, records, parts: readParts(parsed) },
    unlisted: unlistedRecords(parsed, records),
    byHand: byHandChanges(parsed, names),
  };
}
