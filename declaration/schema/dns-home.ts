/**
 * Where DNS is kept, of an environment and of an organisational domain: in a zone at Cloudflare, which Terraform changes, or elsewhere, where a
 * person publishes what `twinpost records` prints.
 */

import { type BrokenRelation, valueAt } from "../relations/relations";
import type { Environment } from "./environment";
import type { Fqdn, Rule } from "./field-kinds";

export type DnsHome = Pick<Environment, "cloudflare" | "dnsElsewhere">;

/** The zone that holds the names, wherever it is kept. */
export function zoneOf({ cloudflare, dnsElsewhere }: DnsHome): Fqdn {
  const home = cloudflare ?? dnsElsewhere;
  if (!home) throw new Error("a home of DNS was not checked: it says neither cloudflare nor dnsElsewhere");
  return home.zone;
}

type Zone = NonNullable<DnsHome["cloudflare"]>;

/** With another zone's id, records would go to that zone, where nobody asks for them: two entries that agree on one of the two and not on the other. */
export function wrongZoneId(mine: Zone | undefined, others: readonly (DnsHome & { name: string })[]): Rule | undefined {
  const other = others.find(({ cloudflare: theirs }) => mine && theirs && (mine.zone === theirs.zone) !== (mine.zoneId === theirs.zoneId));
  if (!mine || !other?.cloudflare) return undefined;
  const { zone, zoneId } = other.cloudflare;
  return {
    problem: "is not that of its zone",
    expected: mine.zone === zone ? `"${zoneId}", as in "${other.name}"` : `the id of "${mine.zone}": this one is that of "${zone}"`,
    remedy: "copy it from the zone's overview page in the Cloudflare dashboard",
  };
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
