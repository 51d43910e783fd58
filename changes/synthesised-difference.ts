/** What two synthesised stacks declare differently. Nothing was asked of anybody: what is there in the real world is not known here. */
import { z } from "zod";

const stack = z.looseObject({ resource: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({}) });

export interface DeclaredDifference {
  address: string;
  action: "add" | "change" | "remove";
  attributes: { path: string; before?: string; after?: string }[];
}

/** @param before and after `cdk.tf.json` as values; undefined for a stack that one side has not. @throws ZodError when it is no stack. */
export function synthesisedDifference(before: unknown, after: unknown): DeclaredDifference[] {
  const [old, fresh] = [resourcesOf(before), resourcesOf(after)];
  return [...new Set([...old.keys(), ...fresh.keys()])].sort().flatMap((address): DeclaredDifference[] => {
    const [was, is] = [old.get(address), fresh.get(address)];
    const attributes = attributesChanged(was ?? {}, is ?? {});
    if (was && is) return attributes.length > 0 ? [{ address, action: "change", attributes }] : [];
    return [{ address, action: was ? "remove" : "add", attributes }];
  });
}

function resourcesOf(json: unknown): Map<string, Record<string, unknown>> {
  const { resource } = stack.parse(json ?? {});
  return new Map(
    Object.entries(resource).flatMap(([type, all]) => Object.entries(all).map(([name, values]) => [`${type}.${name}`, values] as const)),
  );
}

const attributesChanged = (was: Record<string, unknown>, is: Record<string, unknown>): DeclaredDifference["attributes"] =>
  [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .filter((path) => path !== "//" && JSON.stringify(was[path]) !== JSON.stringify(is[path]))
    .sort()
    .map((path) => ({
      path,
      ...(path in was ? { before: JSON.stringify(was[path]) } : {}),
      ...(path in is ? { after: JSON.stringify(is[path]) } : {}),
    }));
