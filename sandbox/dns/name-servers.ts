/**
 * Which name servers hold which zones. Ports are not part of NS records, so all listen on one port, each on an address of its own.
 * Only Linux answers on all of 127.0.0.0/8 without set-up.
 */
import type { NameServer } from "./zones";

export const cloudflareNameServers: readonly NameServer[] = [
  { name: "ada.ns.cloudflare.com", address: "127.0.53.1" },
  { name: "bob.ns.cloudflare.com", address: "127.0.53.2" },
];
/** SES's and SendGrid's own zones: amazonses.com, sendgrid.net. */
export const providerNameServers: readonly NameServer[] = [{ name: "ns1.provider-dns.net", address: "127.0.53.3" }];
/** The receivers' zones: gmail.com, outlook.com, yahoo.com. */
export const receiverNameServers: readonly NameServer[] = [{ name: "ns1.receiver-dns.net", address: "127.0.53.4" }];
/** Zones whose DNS host is not Cloudflare. */
export const otherHostNameServers: readonly NameServer[] = [{ name: "ns1.other-dns.net", address: "127.0.53.5" }];
/** Of Cloudflare's, the one that is behind when there is trouble. */
export const lateAddress = "127.0.53.2";
/** The stand-ins' own resolver, which caches nothing: a receiver or a provider that has not asked before. */
export const resolverAddress = "127.0.53.53";
/** A public resolver, which keeps what it hears, also that there was nothing. */
export const cachingResolverAddress = "127.0.53.54";
