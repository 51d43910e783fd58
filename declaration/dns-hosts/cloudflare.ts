/** A zone at Cloudflare, whose records Terraform makes. */
import { z } from "zod";
import { fqdn, text } from "../schema/field-kinds";
import type { DnsHost } from "./dns-host";

export const cloudflareSchema = z.strictObject({
  host: z.literal("cloudflare"),
  zone: fqdn("example.com").describe("The zone that holds the domain."),
  zoneId: text<string>((value) => /^[0-9a-f]{32}$/.test(value), {
    problem: "is not a Cloudflare zone id",
    expected: "32 hexadecimal digits in lower case",
    remedy: "copy it from the zone's overview page in the Cloudflare dashboard",
  }).describe("Cloudflare's id of the zone; with `cloudflare` only."),
});

/** As Cloudflare has it. */
export interface CloudflareZone {
  name: string;
  /** "active", "pending" until the domain is delegated, "initializing" or "moved". */
  status: string;
  /** Those that Cloudflare assigned to the zone. */
  nameServers: string[];
}

export const cloudflare: DnsHost<z.infer<typeof cloudflareSchema>> = {
  title: "Cloudflare",
  isByHand: false,
  administration: { variable: "CLOUDFLARE_API_TOKEN", changes: "DNS read and write on the zone" },
  apiAddresses: ["TWINPOST_CLOUDFLARE_URL"],
  zoneIds:
    "32 letters and digits, on the zone's overview page in the Cloudflare dashboard. With CLOUDFLARE_API_TOKEN in the shell, `init` reads it.",
  cost: { what: "Cloudflare", how: "DNS is part of every plan", usd: 0 },
  /** With another zone's id, records would go to that zone, where nobody asks for them: two entries that agree on one of the two and not on the other. */
  conflict({ zone, zoneId }, others) {
    const other = others.find(({ dns }) => (dns.zone === zone) !== (dns.zoneId === zoneId));
    if (!other) return undefined;
    const rule = {
      problem: "is the id of another zone",
      expected:
        other.dns.zone === zone
          ? `"${other.dns.zoneId}", as in "${other.name}"`
          : `the id of "${zone}": this is the id of "${other.dns.zone}"`,
      remedy: "copy it from the zone's overview page in the Cloudflare dashboard",
    };
    return { field: "zoneId", rule };
  },
};
