/**
 * The part of `terraform show -json <plan file>` that Twinpost reads. Attribute values stay `unknown` until a reader names them, because values
 * of secrets are among them. https://developer.hashicorp.com/terraform/internals/json-format
 */
import { z } from "zod";

const actions = z.array(z.enum(["no-op", "create", "read", "update", "delete", "forget"]));
const value = z.unknown().optional();

const resourceChange = z.object({
  address: z.string(),
  mode: z.string(),
  type: z.string(),
  /** Why, such as "replace_because_tainted". */
  action_reason: z.string().optional(),
  change: z.object({
    actions,
    before: value,
    after: value,
    after_unknown: value,
    before_sensitive: value,
    after_sensitive: value,
    /** Something that exists is taken into the state; an empty id is one that is not known, or not told as a text. */
    importing: z.object({ id: z.string().default("") }).nullish(),
  }),
});
export type ResourceChangeJson = z.infer<typeof resourceChange>;

const expressions = z.record(z.string(), z.unknown()).default({});
const declaredResource = z.object({
  address: z.string(),
  mode: z.string(),
  type: z.string(),
  expressions,
  provisioners: z.array(z.unknown()).default([]),
});
export type DeclaredResource = z.infer<typeof declaredResource>;

const configuration = z.object({
  provider_config: z.record(z.string(), z.object({ full_name: z.string().optional(), expressions })).default({}),
  root_module: z
    .object({
      resources: z.array(declaredResource).default([]),
      module_calls: z.record(z.string(), z.unknown()).default({}),
      variables: z.record(z.string(), z.object({ default: value })).default({}),
    })
    .default({ resources: [], module_calls: {}, variables: {} }),
});

export const planJson = z.looseObject({
  resource_changes: z.array(resourceChange).default([]),
  resource_drift: z.array(resourceChange).default([]),
  deferred_changes: z.array(z.object({ resource_change: resourceChange })).default([]),
  output_changes: z
    .record(z.string(), z.object({ actions, before: value, after: value, before_sensitive: value, after_sensitive: value }))
    .default({}),
  configuration: configuration.default({ provider_config: {}, root_module: { resources: [], module_calls: {}, variables: {} } }),
});
export type PlanJson = z.infer<typeof planJson>;

/** "forget": Terraform lets go of it, and it still exists. "defer": Terraform would change it in a later plan. */
export type ChangeAction = "create" | "update" | "replace" | "delete" | "forget" | "defer";

/** Delete and create, in either order, is a replacement; what is forgotten stays, whatever is made beside it. */
export function actionOf(listed: z.infer<typeof actions>): ChangeAction | "keep" {
  if (listed.includes("forget")) return "forget";
  if (listed.includes("delete")) return listed.includes("create") ? "replace" : "delete";
  if (listed.includes("create")) return "create";
  return listed.includes("update") ? "update" : "keep";
}

/** Of everything that the plan would do, now or later; data sources included. */
export const allChanges = ({
  resource_changes,
  deferred_changes,
}: PlanJson): (ResourceChangeJson & { action: ChangeAction | "keep" })[] => [
  ...resource_changes.map((each) => ({ ...each, action: actionOf(each.change.actions) })),
  ...deferred_changes.map(({ resource_change }) => ({ ...resource_change, action: "defer" as const })),
];
