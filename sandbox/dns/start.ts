/**
 * The sandbox's DNS: an authoritative server on each name server's address, all on one port, since NS records name no ports; and two resolvers,
 * which read the zone store directly. The stand-ins' own caches nothing. The other one, to which programs are pointed first, caches as RFC 2308
 * says, by a clock of its own. With trouble one name server is late, and somebody else has asked the caching resolver for everything just before it
 * was changed. A name server refuses what it does not hold; it gives no referrals and no glue.
 */
import { SandboxError } from "../sandbox-error";
import { AnswerCache } from "./answer-cache";
import { copyOf, LateCopies } from "./late-copies";
import { type Listener, listenForDns } from "./listener";
import {
  cachingResolverAddress,
  cloudflareNameServers,
  lateAddress,
  otherHostNameServers,
  providerNameServers,
  receiverNameServers,
  resolverAddress,
} from "./name-servers";
import type { Responder } from "./wire";
import type { NameServer, Zone, ZoneAnswer, ZoneStore } from "./zones";

export interface DnsTrouble {
  /** How long the late name server takes to get a new version, from the first question that it answers with the old one. */
  lateMs: number;
}

export interface DnsSettings {
  /**
   * How many times too fast the caching resolver's clock runs; 1 is a real one. It tells TTLs as a real resolver does, and forgets early: rehearsals
   * are short.
   */
  clockSpeed?: number;
}

export interface DnsService {
  port: number;
  /** The stand-ins' resolver, as "127.0.53.53:40053". */
  resolver: string;
  /** Those that a user of this sandbox asks: the caching one first. */
  resolvers: string[];
  /** Begins with the zones as they are now, or, with undefined, ends: all servers then answer with what is. */
  setTrouble(trouble: DnsTrouble | undefined): void;
  stop(): Promise<void>;
}

const operators = [cloudflareNameServers, providerNameServers, receiverNameServers, otherHostNameServers];
const portAttempts = 20;

/** So that 30 minutes, for which "no such name" is remembered, are 3 s, and a record's TTL of 5 minutes is half a second. */
const defaultClockSpeed = 600;

export async function startDns(zones: ZoneStore, { clockSpeed = defaultClockSpeed }: DnsSettings = {}): Promise<DnsService> {
  for (const nameServers of operators) publishAddresses(zones, nameServers);
  let late: LateCopies | undefined;
  let cache = cacheOver(zones, { clockSpeed });
  const versionAt = (address: string, zone: Zone): Zone => (late && address === lateAddress ? late.versionOf(zone) : zone);
  const responders = new Map<string, Responder>([
    [resolverAddress, { kind: "recursive", answer: (name, type) => zones.resolve(name, type) }],
    [
      cachingResolverAddress,
      { kind: "recursive", answer: (name, type) => zones.resolve(name, type, (each, wanted) => cache.answer(each, wanted)) },
    ],
    ...operators.flat().map(({ address }): [string, Responder] => [address, authoritative(zones, address, versionAt)]),
  ]);
  const listeners = await listenEverywhere(responders);
  const port = listeners[0]?.port ?? 0;
  return {
    port,
    resolver: `${resolverAddress}:${port}`,
    resolvers: [cachingResolverAddress, resolverAddress].map((address) => `${address}:${port}`),
    setTrouble(trouble) {
      late = trouble && new LateCopies(zones, trouble.lateMs, realTime);
      cache = cacheOver(zones, { clockSpeed, before: trouble && zones.zones().filter(isAtLateServer).map(copyOf) });
    },
    stop: async () => void (await Promise.all(listeners.map((listener) => listener.stop()))),
  };
}

/** Name servers have addresses too: `ada.ns.cloudflare.com A 127.0.53.1`, in a zone of their own operator. */
function publishAddresses(zones: ZoneStore, nameServers: readonly NameServer[]): void {
  for (const { name, address } of nameServers) {
    const zone = zones.open(name.split(".").slice(-2).join("."), nameServers);
    zone.set(`name-server ${name}`, { name, ttl: 3600, type: "A", target: address });
  }
}

const realTime = (): number => performance.now();

/**
 * @param before zones as they were when somebody else asked for everything in them: the resolver still has that when it is asked for the first time, and
 * begins to forget it then, so that no slow machine hides it.
 */
function cacheOver(zones: ZoneStore, { clockSpeed, before }: { clockSpeed: number; before?: readonly Zone[] | undefined }): AnswerCache {
  const asked = new Set<string>();
  const look = (name: string, type: string): ZoneAnswer | undefined => {
    const zone = zones.zoneOf(name);
    const isFirst = asked.size < asked.add(name).size;
    return (isFirst && before?.find(({ origin }) => origin === zone?.origin)?.lookup(name, type)) || zone?.lookup(name, type);
  };
  return new AnswerCache(look, () => realTime() * clockSpeed);
}

const isAtLateServer = ({ nameServers }: Zone): boolean => nameServers.some(({ address }) => address === lateAddress);

const authoritative = (zones: ZoneStore, address: string, versionAt: (address: string, zone: Zone) => Zone): Responder => ({
  kind: "authoritative",
  answer(name, type) {
    const zone = zones.zoneOf(name);
    const isOurs = zone?.nameServers.some((server) => server.address === address);
    return zone && isOurs ? zones.withNamesAbove(name, versionAt(address, zone).lookup(name, type)) : { code: "REFUSED", records: [] };
  },
});

/** The system chooses a port at the first address; when it is taken at another one, all start again. */
async function listenEverywhere(responders: Map<string, Responder>): Promise<Listener[]> {
  for (let attempt = 1; ; attempt++) {
    const listeners: Listener[] = [];
    try {
      for (const [address, responder] of responders) {
        listeners.push(await listenForDns(address, listeners[0]?.port ?? 0, responder));
      }
      return listeners;
    } catch (error) {
      await Promise.all(listeners.map((listener) => listener.stop()));
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EADDRNOTAVAIL") throw needsLinux(error);
      if (code !== "EADDRINUSE" || attempt === portAttempts) throw error;
    }
  }
}

const needsLinux = (cause: unknown): SandboxError =>
  new SandboxError(
    `the sandbox needs the loopback address ${resolverAddress}, which does not exist here: this is ${process.platform}, expected linux`,
    "run the sandbox on Linux (a container or a virtual machine will do): other systems have only 127.0.0.1",
    { cause },
  );
