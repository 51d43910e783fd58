/** The wiring of every DNS host. */
import type { DeclaredDns, DnsHostName } from "../../declaration/dns-hosts/dns-hosts";
import type { Environment } from "../../declaration/schema/environment";
import type { Finding } from "../../findings/finding";
import type { Check } from "../../workflows/doctor/checks";
import type { Connections } from "../connections";
import { byHandWiring } from "./by-hand";
import { cloudflareWiring } from "./cloudflare";
import type { DnsHostWiring } from "./dns-host-wiring";

const table: { [H in DnsHostName]: DnsHostWiring<DeclaredDns<H>> } = { cloudflare: cloudflareWiring, "by-hand": byHandWiring };

/** @param host as somebody wrote it. @returns undefined where nobody can be asked. */
export const zonesAt = (
  host: string | undefined,
  connections: Connections,
  limitMs: number,
): Promise<readonly { id: string; name: string }[]> | undefined =>
  (table as Partial<Record<string, DnsHostWiring>>)[host ?? ""]?.zones?.(connections, limitMs);

/** The doctor's checks of the environment's DNS host. */
export const dnsHostChecks = ({ name, dns }: Environment, connections: Connections): Check[] =>
  (table[dns.host] as DnsHostWiring<DeclaredDns>).doctor(name, dns, connections);

/** @param service of the token; of one that is no DNS host's there is nothing to say. */
export const findingsOfToken = async (service: string, ...context: Parameters<NonNullable<DnsHostWiring["token"]>>): Promise<Finding[]> =>
  (await (table as Partial<Record<string, DnsHostWiring>>)[service]?.token?.(...context)) ?? [];

export const recordLister = (host: DnsHostName, ...context: Parameters<DnsHostWiring["list"]>): ReturnType<DnsHostWiring["list"]> =>
  table[host].list(...context);
