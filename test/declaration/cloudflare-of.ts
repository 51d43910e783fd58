import type { DeclaredDns, DnsHome } from "../../declaration/dns-hosts/dns-hosts";

/** The zone of what is known to be at Cloudflare. */
export function cloudflareOf({ dns }: DnsHome): DeclaredDns<"cloudflare"> {
  if (dns.host !== "cloudflare") throw new Error("its DNS is kept elsewhere");
  return dns;
}

/** The same zone, published by hand. */
export const publishedByHand = <T extends DnsHome>(home: T): T => ({ ...home, dns: { host: "by-hand", zone: home.dns.zone } });
