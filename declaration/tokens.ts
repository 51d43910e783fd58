/** Which tokens an environment or the organisation has: of the DNS host that Terraform changes, and of sending providers that are administered. Pure. */
import { type ProviderName, providerNames, sendingProviders } from "../mail/providers/sending-providers";
import { type DnsHome, type DnsHostName, dnsHostNames, dnsHosts } from "./dns-hosts/dns-hosts";
import { declaredProviders } from "./providers/declared-providers";
import type { DeclaredAccount } from "./schema/account";
import { type Environment, sendingProvidersOf } from "./schema/environment";

/** Of a service elsewhere, whose token an administrator stores in the environment's or the organisation's secrets. */
export interface Token {
  /** In the names of its secrets. */
  service: string;
  /** Nothing that is rotated needs DNS. */
  changesDns: boolean;
  /** The variable that tools read it from. */
  variable: string;
  /** What it must be allowed to change, for people. */
  changes: string;
}

/** The DNS host's first. */
export const tokensOf = (environment: DnsHome & Pick<Environment, "sendingProviders">): Token[] => [
  ...dnsTokens([environment]),
  ...sendingProvidersOf(environment).flatMap((provider) => administrationToken(provider) ?? []),
];

/** The organisation's stack has DNS records only. */
export const organisationTokens = ({ domains }: { domains: readonly DnsHome[] }): Token[] => dnsTokens(domains);

const dnsTokens = (homes: readonly DnsHome[]): Token[] =>
  dnsHostNames.filter((name) => homes.some(({ dns }) => dns.host === name)).flatMap((name) => dnsToken(name) ?? []);

function dnsToken(name: DnsHostName): Token | undefined {
  const { administration } = dnsHosts[name];
  return administration && { service: name, changesDns: true, ...administration };
}

/** @throws Error when nobody logs in at the DNS host. */
export function requireDnsToken(name: DnsHostName): Token {
  const token = dnsToken(name);
  if (!token) throw new Error(`nobody logs in at the DNS host "${name}"`);
  return token;
}

/** An account's stack declares what a sending provider's account has once. */
export const accountTokens = (account: DeclaredAccount): Token[] =>
  providerNames.filter((name) => declaredProviders[name].ownsSettings?.(account)).map(requireAdministration);

function administrationToken(provider: ProviderName): Token | undefined {
  const { administration } = sendingProviders[provider];
  return administration && { service: provider, changesDns: false, ...administration };
}

/** @throws Error when the sending provider has none. */
export function requireAdministration(provider: ProviderName): Token {
  const token = administrationToken(provider);
  if (!token) throw new Error(`${provider} is not administered by a token`);
  return token;
}
