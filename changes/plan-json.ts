/**
 * The part of `terraform show -json <plan file>` that Twinpost reads. Attribute values stay `unknown` until a reader names them, because values
 * of secrets are among them. https://developer.hashicorp.com/terraform/internals/json-format
 */
import { z } from "zod";

const actions = z.array(z.enum(["no-op", "create", "read", "update", "delete", "forget"]));
const value = z.unknown().optional();

export const planJson = z.object({
  resource_changes: z
    .array(
      z.object({
        address: z.string(),
        mode: z.string(),
        type: z.string(),
        change: z.object({ actions, before: value, after: value, after_unknown: value }),
      }),
    )
    .default([]),
  output_changes: z.record(z.string(), z.object({ actions, before: value, after: value })).default({}),
});
export type PlanJson = z.infer<typeof planJson>;

export type ChangeAction = "create" | "update" | "replace" | "delete";

/** Delete and create, in either order, is a replacement. A resource that Terraform only forgets still exists, so it is kept. */
export function actionOf(listed: z.infer<typeof actions>): ChangeAction | "keep" {
  if (listed.includes("delete")) return listed.includes("create") ? "replace" : "delete";
  if (listed.includes("create")) return "create";
  return listed.includes("update") ? "update" : "keep";
}
