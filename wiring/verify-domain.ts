/** Wires the verification of any domain to DNS. */
import { domainToASCII } from "node:url";
import { createDnsClient } from "../adapters/dns/client";
import { createDnsLookup } from "../adapters/dns/lookup";
import { createResolve } from "../adapters/dns/resolve";
import { OperatorError } from "../declaration/operator-error";
import { type DomainRequest, type DomainVerification, verifyDomain } from "../workflows/verify-domain";
import type { Connections } from "./connections";

interface DomainOptions extends Pick<DomainRequest, "addresses" | "blocklists"> {
  domain: string;
  selectors: string[] | undefined;
  /** Milliseconds, after which nothing is waited for. */
  timeoutMs: number;
}

export function verifyDomainNow(
  { domain, selectors = [], timeoutMs, ...blocklists }: DomainOptions,
  connections: Connections,
): Promise<DomainVerification> {
  const { resolvers, dnsPort } = connections.endpoints();
  const client = createDnsClient({ timeoutMs: Math.min(10_000, timeoutMs / 2), deadline: performance.now() + timeoutMs, remembers: true });
  return verifyDomain(
    { domain: requireDomain(domain), selectors: selectors.map(requireSelector), ...blocklists },
    { ...createDnsLookup({ resolvers, port: dnsPort, client }), resolve: createResolve({ resolvers, client }) },
  );
}

/** As people type it: any case, a final dot, letters of any alphabet. */
function requireDomain(text: string): string {
  const name = domainToASCII(text.trim().replace(/\.$/, "")).toLowerCase();
  if (!/^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/.test(name) || name.length > 253)
    throw new OperatorError(`--domain is not a domain, got "${text}", expected a name such as example.com`, undefined, { exitCode: 2 });
  return name;
}

function requireSelector(text: string): string {
  if (!/^[a-z0-9_]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9])?)*$/i.test(text))
    throw new OperatorError(
      `--selector is not a selector, got "${text}", expected a name such as s1: the s= of a DKIM-Signature`,
      undefined,
      {
        exitCode: 2,
      },
    );
  return text.toLowerCase();
}
