/** Renamed and removed fields, and what to write instead. A file that still has one gets this fault instead of "is not known". */
import type { Rule } from "./field-kinds";

interface Retired {
  /** The field that replaces it. No second fault reports that field as missing. */
  by: string;
  expected: string;
  remedy(got: unknown): string;
}

const zone = (got: unknown): string => JSON.stringify((got as { zone?: unknown } | null)?.zone ?? "example.com");

/** By the field's name and what it is in; lists are left out. */
const retired: Record<string, Retired> = {
  cloudflare: {
    by: "dns",
    expected: 'dns: { host: "cloudflare", … }',
    remedy: (got) =>
      `write dns: { host: "cloudflare", zone: ${zone(got)}, zoneId: ${JSON.stringify((got as { zoneId?: unknown } | null)?.zoneId ?? "…")} }`,
  },
  dnsElsewhere: {
    by: "dns",
    expected: 'dns: { host: "by-hand", … }',
    remedy: (got) => `write dns: { host: "by-hand", zone: ${zone(got)} }`,
  },
};

const find = (path: readonly PropertyKey[]): Retired | undefined => {
  const names = path.filter((key) => typeof key === "string");
  return retired[names.join(".")] ?? (names[0] === "domains" ? retired[names.slice(1).join(".")] : undefined);
};

export function retiredRule(path: readonly PropertyKey[], got: unknown): Rule | undefined {
  const found = find(path);
  return found && { problem: "is no longer a field", expected: found.expected, remedy: found.remedy(got) };
}

/** Where a field is missing only because the file still has the old one. */
export const replacementOf = (path: readonly PropertyKey[]): PropertyKey[] | undefined => {
  const found = find(path);
  return found && [...path.slice(0, -1), found.by];
};
