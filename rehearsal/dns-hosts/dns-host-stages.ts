/** The DNS hosts at which a rehearsal can try changes. */
import type { DeclaredDns, DnsHome, DnsHostName } from "../../declaration/dns-hosts/dns-hosts";
import { cloudflareStage } from "./cloudflare";
import type { DnsHostStage } from "./dns-host-stage";

const table: { [H in DnsHostName]: DnsHostStage<DeclaredDns<H>> | undefined } = {
  cloudflare: cloudflareStage,
  // The plan holds no resource whose change could be tried.
  "by-hand": undefined,
};

export const canTryChanges = ({ dns }: DnsHome): boolean => table[dns.host] !== undefined;

/** @throws Error where no change can be tried. */
export function stageOf({ dns }: DnsHome): DnsHostStage<DeclaredDns> {
  const stage = table[dns.host];
  if (!stage) throw new Error(`no change can be tried at the DNS host "${dns.host}"`);
  return stage as DnsHostStage<DeclaredDns>;
}
