/** Asks one DNS server through Node's own resolver (c-ares), with the contract of `dns.promises.resolve`: what mailauth wants. */
import { Resolver } from "node:dns/promises";

/** @param address "address" or "address:port". Errors carry a `code`: ENOTFOUND, ENODATA, ETIMEOUT, EREFUSED, ... */
export function resolverAt(address: string): (name: string, type: string) => Promise<unknown> {
  const resolver = new Resolver({ timeout: 4000, tries: 2 });
  resolver.setServers([address]);
  return (name, type) => resolver.resolve(name, type);
}
