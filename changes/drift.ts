/**
 * What somebody else changed: the state of the last apply against the world, from a plan with `-refresh-only`. What is declared and not applied
 * yet is no drift. Sensitive values are not in it. https://developer.hashicorp.com/terraform/internals/json-format ("resource_drift")
 */
import { z } from "zod";
import { parseTxt } from "../mail/records/txt";
import { recordResourceOf } from "./dns-hosts/dns-hosts";
import type { GuardedResource } from "./guarded-resource";
import { guardedResources } from "./guarded-resources";
import { planJson } from "./plan-json";
import { shownAttributes } from "./shown-attributes";
import { isManagedType, typeRulesOf } from "./types/managed-types";

export interface Drifted {
  address: string;
  /** "deleted": it is gone. */
  action: "changed" | "deleted";
  /** Empty for what is gone, and for a type of which no value is shown. */
  attributes: { path: string; before?: string; after?: string }[];
  /** Of a TXT record that changed: the whole texts. */
  txt?: { before: string; after: string };
}

/** @param shown the output of `terraform show -json <plan file>`. @throws ZodError when it is not such a plan. */
export function driftOf(shown: unknown): Drifted[] {
  const { resource_drift, configuration } = planJson.parse(shown);
  const others = stateOf.parse(shown).prior_state.values.root_module.resources;
  const managed = resource_drift.filter(({ mode }) => mode === "managed");
  const asPlan = planJson.parse({ resource_changes: managed, configuration });
  const known = new Map(guardedResources(asPlan).map((each) => [each.address, each]));
  const attributesOf = new Map(shownAttributes(asPlan).map(({ address, attributes }) => [address, attributes]));
  return managed.flatMap(({ address, type, change }): Drifted[] => {
    if (change.actions.includes("delete")) return [{ address, action: "deleted", attributes: [] }];
    if (!isManagedType(type)) return [{ address, action: "changed", attributes: [] }];
    const quiet = [...(typeRulesOf(type).volatile ?? []), ...mirrored(type, change.after, others)];
    // A part of it is 'meta.x', of JSON 'meta: x', of a policy 'policy "Statement"'.
    const isQuiet = (path: string): boolean =>
      quiet.some((each) => path === each || [".", ":", " "].some((next) => path.startsWith(each + next)));
    const attributes = (attributesOf.get(address) ?? []).filter(({ path }) => !isQuiet(path.replace(/\.\d+(?=\.|$)/g, "")));
    // Terraform lists a resource, too, whose provider only reads an absent value as an empty one.
    return attributes.length === 0 ? [] : [{ address, action: "changed", attributes, ...txtOf(known.get(address)) }];
  });
}

const stateOf = z.looseObject({
  prior_state: z
    .object({
      values: z.object({
        root_module: z.object({
          resources: z.array(z.object({ type: z.string(), values: z.record(z.string(), z.unknown()) })).default([]),
        }),
      }),
    })
    .default({ values: { root_module: { resources: [] } } }),
});
type Others = z.infer<typeof stateOf>["prior_state"]["values"]["root_module"]["resources"];

/**
 * What a resource repeats of another one, which was made after it and tells its own changes: AWS's plugin reads a bucket's policy into the bucket,
 * too. https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket ("deprecated" attributes)
 */
const ofBucket: Readonly<Record<string, string>> = {
  aws_s3_bucket_policy: "policy",
  aws_s3_bucket_versioning: "versioning",
  aws_s3_bucket_lifecycle_configuration: "lifecycle_rule",
  aws_s3_bucket_server_side_encryption_configuration: "server_side_encryption_configuration",
};

function mirrored(type: string, after: unknown, others: Others): string[] {
  const now = z.record(z.string(), z.unknown()).catch({}).parse(after);
  if (type === "aws_s3_bucket")
    return others.flatMap((each) => {
      const attribute = ofBucket[each.type];
      return attribute !== undefined && each.values.bucket === now.bucket ? [attribute] : [];
    });
  if (type !== "aws_iam_role") return [];
  // Only the role tells of one that somebody added.
  const names = z
    .array(z.object({ name: z.string() }))
    .catch([])
    .parse(now.inline_policy);
  const known = others
    .filter((each) => each.type === "aws_iam_role_policy" && each.values.role === now.name)
    .map(({ values }) => values.name);
  return names.every(({ name }) => known.includes(name)) ? ["inline_policy"] : [];
}

function txtOf(resource: GuardedResource | undefined): Pick<Drifted, "txt"> {
  const host = resource && recordResourceOf(resource.type);
  if (!resource?.before || !resource.after || !host) return {};
  const [before, after] = [host.readPlanned(resource.before), host.readPlanned(resource.after)].map(({ type, content }) =>
    type === "TXT" && typeof content === "string" ? parseTxt(content) : undefined,
  );
  return before === undefined || after === undefined ? {} : { txt: { before, after } };
}
