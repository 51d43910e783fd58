/**
 * A Terraform plan as values: what it would do to which resource. Attribute values are left out, so nothing sensitive can follow it into a
 * log, a comment or a report. https://developer.hashicorp.com/terraform/internals/json-format
 */
import { z } from "zod";

export type ChangeAction = "create" | "update" | "replace" | "delete";

interface PlannedChange {
  address: string;
  type: string;
  action: ChangeAction;
}

export interface PlanSummary {
  changes: PlannedChange[];
  /** Names of outputs that would change. */
  outputs: string[];
}

const actions = z.array(z.enum(["no-op", "create", "read", "update", "delete", "forget"]));

const planSchema = z.object({
  resource_changes: z
    .array(z.object({ address: z.string(), mode: z.string(), type: z.string(), change: z.object({ actions }) }))
    .default([]),
  output_changes: z.record(z.string(), z.object({ actions })).default({}),
});

/** @param json the output of `terraform show -json <plan file>`. @throws ZodError when it is not such a plan. */
export function readPlan(json: unknown): PlanSummary {
  const plan = planSchema.parse(json);
  const managed = plan.resource_changes.filter((resource) => resource.mode === "managed");
  const changes = managed.flatMap(({ address, type, change }): PlannedChange[] => {
    const action = actionOf(change.actions);
    return action ? [{ address, type, action }] : [];
  });
  return {
    changes,
    outputs: Object.entries(plan.output_changes).flatMap(([name, { actions: listed }]) => (actionOf(listed) ? [name] : [])),
  };
}

export const isEmpty = ({ changes, outputs }: PlanSummary): boolean => changes.length === 0 && outputs.length === 0;

/** Delete and create together, in either order, is a replacement. */
function actionOf(listed: z.infer<typeof actions>): ChangeAction | undefined {
  if (listed.includes("delete")) return listed.includes("create") ? "replace" : "delete";
  return listed.find((action) => action === "create" || action === "update");
}
