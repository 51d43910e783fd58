/** The stage of every DNS host. */
import { type DeclaredDns, type DnsHome, type DnsHostName, dnsHostNames } from "../../declaration/dns-hosts/dns-hosts";
import type { Sandbox, SandboxOptions } from "../../sandbox/start";
import type { AddressRow } from "../providers/provider-stage";
import { byHandStage } from "./by-hand";
import { cloudflareStage } from "./cloudflare";
import type { DnsHostChanges, DnsHostStage } from "./dns-host-stage";

const table: { [H in DnsHostName]: DnsHostStage<DeclaredDns<H>> } = { cloudflare: cloudflareStage, "by-hand": byHandStage };

const stages = dnsHostNames.map((name) => ({ name, stage: table[name] as DnsHostStage<DeclaredDns> }));

/** What the stand-ins of all hosts must know of what is declared. */
export const dnsHostOptions = (homes: readonly DnsHome[]): Partial<SandboxOptions> =>
  Object.assign(
    {},
    ...stages.map(({ name, stage }) => stage.sandboxOptions(homes.map(({ dns }) => dns).filter(({ host }) => host === name))),
  );

export const dnsHostAddresses = (sandbox: Sandbox): AddressRow[] => stages.flatMap(({ stage }) => stage.addresses(sandbox));

export const canTryChanges = ({ dns }: DnsHome): boolean => table[dns.host].changes !== undefined;

/** @throws Error where no change can be tried. */
export function changesAt({ dns }: DnsHome): DnsHostChanges<DeclaredDns> {
  const { changes } = table[dns.host];
  if (!changes) throw new Error(`no change can be tried at the DNS host "${dns.host}"`);
  return changes as DnsHostChanges<DeclaredDns>;
}
