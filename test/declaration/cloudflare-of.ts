import type { DnsHome } from "../../declaration/schema/dns-home";

/** The zone of what is known to be at Cloudflare. */
export function cloudflareOf({ cloudflare }: DnsHome): NonNullable<DnsHome["cloudflare"]> {
  if (!cloudflare) throw new Error("its DNS is kept elsewhere");
  return cloudflare;
}
