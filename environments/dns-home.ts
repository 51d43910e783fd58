/**
 * Where DNS is kept, of an environment and of an organisational domain: in a zone at Cloudflare, which Terraform changes, or elsewhere, where a
 * person publishes what `twinpost records` prints.
 */
import { type BrokenRelation, valueAt } from "./relations";
import type { Environment, Fqdn } from "./schema";

export type DnsHome = Pick<Environment, "cloudflare" | "dnsElsewhere">;

/** The zone that holds the names, wherever it is kept. */
export function zoneOf({ cloudflare, dnsElsewhere }: DnsHome): Fqdn {
  const home = cloudflare ?? dnsElsewhere;
  if (!home) throw new Error("a home of DNS was not checked: it says neither cloudflare nor dnsElsewhere");
  return home.zone;
}

/** Whether a person publishes the records. */
export const isKeptElsewhere = ({ dnsElsewhere }: DnsHome): boolean => dnsElsewhere !== undefined;

/** @param value raw: any part may be missing or wrong. */
export function brokenDnsHome(value: unknown): BrokenRelation[] {
  const said = ["cloudflare", "dnsElsewhere"].filter((home) => valueAt(value, [home]) !== undefined);
  if (said.length === 1 || typeof value !== "object" || value === null) return [];
  const remedy = 'write cloudflare: { zone, zoneId }, or dnsElsewhere: { zone: "example.com" } if you publish the records yourself';
  const expected = "either cloudflare or dnsElsewhere";
  return said.length === 0
    ? [{ path: ["cloudflare"], rule: { problem: "is missing, and so is dnsElsewhere", expected, remedy } }]
    : [{ path: ["dnsElsewhere"], rule: { problem: "stands beside cloudflare", expected, remedy } }];
}
