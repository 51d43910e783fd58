/** Renamed and removed fields, and what to write instead. A file that still has one gets this fault instead of "is not known". */
import type { Rule } from "./field-kinds";

interface Retired {
  /** The field that replaces it, beside it. No second fault reports that field as missing. */
  by: string;
  expected: string;
  remedy(got: unknown): string;
}

const inside = (got: unknown, key: string, otherwise: string): string =>
  JSON.stringify((got as Record<string, unknown> | null)?.[key] ?? otherwise);
const zone = (got: unknown): string => inside(got, "zone", "example.com");

const renamed = (by: string): Retired => ({ by, expected: by, remedy: () => `rename it to ${by}; the value stays as it is` });

/** By the field's path. "[]" is any entry of a list; an organisational domain has the fields of an environment. */
export const retiredFields: Readonly<Record<string, Retired>> = {
  cloudflare: {
    by: "dns",
    expected: 'dns: { host: "cloudflare", … }',
    remedy: (got) => `write dns: { host: "cloudflare", zone: ${zone(got)}, zoneId: ${inside(got, "zoneId", "…")} }`,
  },
  dnsElsewhere: {
    by: "dns",
    expected: 'dns: { host: "by-hand", … }',
    remedy: (got) => `write dns: { host: "by-hand", zone: ${zone(got)} }`,
  },
  neverSends: renamed("parkedNames"),
  "recipients.notRefusedBy": renamed("unenforced"),
  "sendgrid.coldIpBecause": renamed("lowVolumeReason"),
  "[].github.subjectsWithoutIds": {
    by: "legacyOidcSubjects",
    expected: "legacyOidcSubjects, or nothing",
    remedy: (got) => (got === "accept" ? "write legacyOidcSubjects: true" : "remove it"),
  },
  "[].sendgrid.settings": {
    by: "ownsSettings",
    expected: "ownsSettings: true or false",
    remedy: (got) => `write ownsSettings: ${got !== "elsewhere"}`,
  },
};

function find(path: readonly PropertyKey[]): Retired | undefined {
  const name = path.map((key) => (typeof key === "number" ? "[]" : String(key))).join(".");
  return retiredFields[name.replaceAll(".[]", "[]").replace(/^domains\[\]\./, "")];
}

export function retiredRule(path: readonly PropertyKey[], got: unknown): Rule | undefined {
  const found = find(path);
  return found && { problem: "is no longer a field", expected: found.expected, remedy: found.remedy(got) };
}

/** Where a field is missing only because the file still has the old one. */
export function replacementOf(path: readonly PropertyKey[]): PropertyKey[] | undefined {
  const found = find(path);
  return found && [...path.slice(0, -1), found.by];
}
