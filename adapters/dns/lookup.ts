/**
 * Asks DNS servers one by one, so that it shows which of them knows a record: the recursive resolvers (what receivers will see) and the
 * authoritative servers of the name's zone (what is published, with no cache between). A refusal is an answer here, not an exception.
 * Follows no CNAME itself, checks no DNSSEC.
 */
import { Resolver } from "node:dns/promises";
import { OperatorError } from "../../environments/operator-error";
import { createGate } from "./gate";

type DnsType = "TXT" | "CNAME" | "MX" | "NS" | "A";

interface DnsAnswer {
  /** The server that answered. */
  server: string;
  outcome: "answer" | "no-such-name" | "no-data" | "failed";
  /** TXT strings joined, CNAME and NS in lower case without a final dot, MX as "10 host", "0 ." for a null MX. */
  values: string[];
  reason?: string;
}

export interface DnsLookup {
  /** One answer per recursive resolver. */
  visible(name: string, type: DnsType): Promise<DnsAnswer[]>;
  /** One answer per authoritative server of the closest enclosing zone. */
  published(name: string, type: DnsType): Promise<DnsAnswer[]>;
}

export interface DnsLookupSettings {
  /** As "address" or "address:port". */
  resolvers: readonly string[];
  /** The port of authoritative servers. */
  port: number;
  /** Of one question, its repetition included; 10 s unless told. */
  timeoutMs?: number;
}

interface Server {
  name: string;
  resolver: Resolver;
}

const maxQuestionsInFlight = 32;

export function createDnsLookup({ resolvers, port, timeoutMs = 10_000 }: DnsLookupSettings): DnsLookup {
  const gate = createGate(maxQuestionsInFlight);
  const server = (name: string, addresses: readonly string[]): Server => ({ name, resolver: createResolver(addresses, timeoutMs) });
  const recursive = resolvers.map((address) => server(address, [address]));
  const [first] = recursive;
  if (!first) throw new OperatorError("no DNS resolver is set", "name at least one in TWINPOST_DNS_RESOLVERS");

  const ask = (each: Server, name: string, type: DnsType): Promise<DnsAnswer> =>
    gate(() => readers[type](each.resolver, name)).then(
      (values) => ({ server: each.name, outcome: values.length > 0 ? "answer" : "no-data", values }),
      (error: unknown) => ({ server: each.name, values: [], ...failure(error) }),
    );

  /** Walks up from the name until a label has name servers of its own. Failures are not remembered. */
  const zones = new Map<string, Promise<Server[]>>();
  const serversOf = (name: string): Promise<Server[]> => {
    const known = zones.get(name);
    if (known) return known;
    const found = findServers(name);
    zones.set(name, found);
    found.catch(() => zones.delete(name));
    return found;
  };
  const findServers = async (name: string): Promise<Server[]> => {
    const names = await orNothing(gate(() => first.resolver.resolveNs(name)));
    if (names.length === 0) return name.includes(".") ? serversOf(parentOf(name)) : [];
    return Promise.all(
      names.sort().map(async (host) => {
        const addresses = await gate(() => first.resolver.resolve4(host));
        return server(
          host,
          addresses.map((address) => `${address}:${port}`),
        );
      }),
    );
  };

  return {
    visible: (name, type) => Promise.all(recursive.map((each) => ask(each, name, type))),
    published: async (name, type) => {
      try {
        // A resolver would follow a CNAME and name the servers of its target's zone; a CNAME is never at the top of a zone.
        const servers = await serversOf(type === "CNAME" ? parentOf(name) : name);
        return await Promise.all(servers.map((each) => ask(each, name, type)));
      } catch (error) {
        const { outcome, reason = outcome } = failure(error);
        return [{ server: first.name, outcome: "failed", values: [], reason: `its name servers were not found: ${reason}` }];
      }
    },
  };
}

const readers: Record<DnsType, (resolver: Resolver, name: string) => Promise<string[]>> = {
  TXT: async (resolver, name) => (await resolver.resolveTxt(name)).map((strings) => strings.join("")),
  CNAME: async (resolver, name) => (await resolver.resolveCname(name)).map(canonical),
  MX: async (resolver, name) =>
    (await resolver.resolveMx(name)).map(({ priority, exchange }) => `${priority} ${canonical(exchange)}`).sort(),
  NS: async (resolver, name) => (await resolver.resolveNs(name)).map(canonical).sort(),
  A: (resolver, name) => resolver.resolve4(name),
};

/** The root, which is the target of a null MX (RFC 7505), is ".". */
const canonical = (host: string): string => host.toLowerCase().replace(/\.$/, "") || ".";

const parentOf = (name: string): string => name.slice(name.indexOf(".") + 1);

function createResolver(addresses: readonly string[], timeoutMs: number): Resolver {
  // The second try waits twice as long as the first, and each try asks one address after the other.
  const resolver = new Resolver({ timeout: Math.ceil(timeoutMs / 3 / Math.max(1, addresses.length)), tries: 2 });
  try {
    resolver.setServers(addresses);
  } catch {
    throw new OperatorError(`DNS server is not understood, got "${addresses.join(", ")}", expected address or address:port`);
  }
  return resolver;
}

const reasons: Record<string, string> = {
  ETIMEOUT: "no answer in time",
  ESERVFAIL: "SERVFAIL",
  EREFUSED: "REFUSED",
  ECONNREFUSED: "nobody answers there",
};

function failure(error: unknown): Pick<DnsAnswer, "outcome" | "reason"> {
  const { code = "no answer" } = error as { code?: string };
  if (code === "ENOTFOUND") return { outcome: "no-such-name" };
  if (code === "ENODATA") return { outcome: "no-data" };
  return { outcome: "failed", reason: reasons[code] ?? code };
}

async function orNothing(answer: Promise<string[]>): Promise<string[]> {
  try {
    return await answer;
  } catch (error) {
    if (failure(error).outcome !== "failed") return [];
    throw error;
  }
}
