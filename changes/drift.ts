/**
 * What somebody else changed: the state of the last apply against the world, from a plan with `-refresh-only`. What is declared and not applied
 * yet is no drift. Sensitive values are not in it. https://developer.hashicorp.com/terraform/internals/json-format ("resource_drift")
 */
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
  const managed = resource_drift.filter(({ mode }) => mode === "managed");
  const asPlan = planJson.parse({ resource_changes: managed, configuration });
  const known = new Map(guardedResources(asPlan).map((each) => [each.address, each]));
  const attributesOf = new Map(shownAttributes(asPlan).map(({ address, attributes }) => [address, attributes]));
  return managed.flatMap(({ address, type, change }): Drifted[] => {
    if (change.actions.includes("delete")) return [{ address, action: "deleted", attributes: [] }];
    if (!isManagedType(type)) return [{ address, action: "changed", attributes: [] }];
    const { volatile = [] } = typeRulesOf(type);
    const isVolatile = (path: string): boolean => volatile.some((each) => path === each || path.startsWith(`${each}.`));
    const attributes = (attributesOf.get(address) ?? []).filter(({ path }) => !isVolatile(path.replace(/\.\d+(?=\.|$)/g, "")));
    // Terraform lists a resource, too, whose provider only reads an absent value as an empty one.
    return attributes.length === 0 ? [] : [{ address, action: "changed", attributes, ...txtOf(known.get(address)) }];
  });
}

function txtOf(resource: GuardedResource | undefined): Pick<Drifted, "txt"> {
  const host = resource && recordResourceOf(resource.type);
  if (!resource?.before || !resource.after || !host) return {};
  const [before, after] = [host.readPlanned(resource.before), host.readPlanned(resource.after)].map(({ type, content }) =>
    type === "TXT" && typeof content === "string" ? parseTxt(content) : undefined,
  );
  return before === undefined || after === undefined ? {} : { txt: { before, after } };
}
