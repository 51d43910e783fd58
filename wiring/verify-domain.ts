/** Wires the verification of any domain to DNS. */
import { createDnsClient } from "../adapters/dns/client";
import { createDnsLookup } from "../adapters/dns/lookup";
import { createResolve } from "../adapters/dns/resolve";
import { fetchMtaStsPolicy } from "../adapters/http/mta-sts-policy";
import { type DomainRequest, type DomainVerification, verifyDomain } from "../workflows/verify-domain";
import type { Connections } from "./connections";

interface DomainOptions extends DomainRequest {
  /** Milliseconds until waiting ends. */
  timeoutMs: number;
}

export function verifyDomainNow({ timeoutMs, ...request }: DomainOptions, connections: Connections): Promise<DomainVerification> {
  const { resolvers, dnsPort } = connections.endpoints();
  const client = createDnsClient({ timeoutMs: Math.min(10_000, timeoutMs / 2), deadline: performance.now() + timeoutMs, cache: true });
  return verifyDomain(request, {
    ...createDnsLookup({ resolvers, port: dnsPort, client }),
    resolve: createResolve({ resolvers, client }),
    // The web is asked by the system's own resolver.
    ...(connections.env.TWINPOST_DNS_RESOLVERS
      ? {}
      : { readPolicy: (name: string) => fetchMtaStsPolicy(name, { timeoutMs: Math.min(10_000, timeoutMs / 2) }) }),
  });
}
