/** Every DNS host there is: a further one is a line in the table and one in the schema, and a line in each table that the compiler then asks for. */
import { z } from "zod";
import { byHand, byHandSchema } from "./by-hand";
import { cloudflare, cloudflareSchema } from "./cloudflare";
import type { DnsHost } from "./dns-host";

const table = { cloudflare, "by-hand": byHand };
export type DnsHostName = keyof typeof table;

/** Where DNS is kept, of an environment and of an organisational domain. */
export const dnsSchema = z.discriminatedUnion("host", [cloudflareSchema, byHandSchema]);
export const dnsMeaning = `Where its DNS records are. ${Object.entries(table)
  .filter(([, { isByHand }]) => !isByHand)
  .map(([name]) => `\`${name}\``)
  .join(", ")}: Terraform makes them. \`by-hand\`, any other DNS host: you publish what \`twinpost records\` prints.`;
/** As one host's own file reads it, or as any does. */
export type DeclaredDns<H extends DnsHostName = DnsHostName> = Extract<z.infer<typeof dnsSchema>, { host: H }>;

export const dnsHosts: Record<DnsHostName, DnsHost<never>> = table;
export const dnsHostNames = Object.keys(table) as [DnsHostName, ...DnsHostName[]];

/** What declares it: an environment, or an organisational domain. */
export interface DnsHome {
  dns: DeclaredDns;
}

export const dnsHostOf = ({ dns }: DnsHome): DnsHost<never> => dnsHosts[dns.host];

/** Whether this host's schema has the field. */
export const hasField = (host: string | undefined, field: string): boolean =>
  dnsSchema.options.some(({ shape }) => shape.host.value === host && field in shape);

/** What cannot be true of this entry beside the others. */
export function conflictOf(
  dns: DeclaredDns,
  others: readonly (DnsHome & { name: string })[],
): ReturnType<NonNullable<DnsHost["conflict"]>> {
  const atTheSame = others.filter((other) => other.dns.host === dns.host);
  return (dnsHosts[dns.host] as DnsHost<DeclaredDns>).conflict?.(dns, atTheSame);
}

/** The zone that holds the names. */
export const zoneOf = ({ dns }: DnsHome): DeclaredDns["zone"] => dns.zone;
