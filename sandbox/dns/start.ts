/**
 * The sandbox's DNS: an authoritative server on each name server's address and one recursive resolver, all on one port, since NS records
 * name no ports. The resolver reads the zone store directly and caches nothing, so a changed record is seen at once. With trouble one
 * name server is late, and a second resolver asks that one and caches. A name server refuses what it does not hold; it gives no referrals and no glue.
 */
import { SandboxError } from "../sandbox-error";
import { AnswerCache } from "./answer-cache";
import { LateCopies } from "./late-copies";
import { type Listener, listenForDns } from "./listener";
import {
  cloudflareNameServers,
  lateAddress,
  otherHostNameServers,
  providerNameServers,
  receiverNameServers,
  resolverAddress,
  staleResolverAddress,
} from "./name-servers";
import type { Responder } from "./wire";
import type { NameServer, Zone, ZoneStore } from "./zones";

export interface DnsTrouble {
  /** How long the late name server takes to get a new version, from the first question that it answers with the old one. */
  lateMs: number;
  /** The most that the second resolver keeps an answer, whatever its TTL: rehearsals are short. */
  cacheSeconds: number;
}

export interface DnsService {
  port: number;
  /** The recursive resolver, as "127.0.53.53:40053". */
  resolver: string;
  /** All resolvers that a user of this sandbox may ask: with trouble a second one, which keeps old answers. */
  resolvers: string[];
  /** Begins with the zones as they are now, or, with undefined, ends: all servers then answer with what is. */
  setTrouble(trouble: DnsTrouble | undefined): void;
  stop(): Promise<void>;
}

const operators = [cloudflareNameServers, providerNameServers, receiverNameServers, otherHostNameServers];
const portAttempts = 20;

export async function startDns(zones: ZoneStore): Promise<DnsService> {
  for (const nameServers of operators) publishAddresses(zones, nameServers);
  let slow: { late: LateCopies; cache: AnswerCache } | undefined;
  const versionAt = (address: string, zone: Zone): Zone => (slow && address === lateAddress ? slow.late.versionOf(zone) : zone);
  const responders = new Map<string, Responder>([
    [resolverAddress, { kind: "recursive", answer: (name, type) => zones.resolve(name, type) }],
    [staleResolverAddress, { kind: "recursive", answer: (name, type) => slow?.cache.answer(name, type) ?? zones.resolve(name, type) }],
    ...operators.flat().map(({ address }): [string, Responder] => [address, authoritative(zones, address, versionAt)]),
  ]);
  const listeners = await listenEverywhere(responders);
  const port = listeners[0]?.port ?? 0;
  return {
    port,
    resolver: `${resolverAddress}:${port}`,
    get resolvers() {
      return [resolverAddress, ...(slow ? [staleResolverAddress] : [])].map((address) => `${address}:${port}`);
    },
    setTrouble(trouble) {
      slow = trouble && slowed(zones, trouble);
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

function slowed(zones: ZoneStore, { lateMs, cacheSeconds }: DnsTrouble): { late: LateCopies; cache: AnswerCache } {
  const now = () => performance.now();
  const late = new LateCopies(zones, lateMs, now);
  const seenThere = (zone: Zone): Zone => (zone.nameServers.some(({ address }) => address === lateAddress) ? late.versionOf(zone) : zone);
  return { late, cache: new AnswerCache((name, type) => zones.resolve(name, type, seenThere), cacheSeconds, now) };
}

const authoritative = (zones: ZoneStore, address: string, versionAt: (address: string, zone: Zone) => Zone): Responder => ({
  kind: "authoritative",
  answer(name, type) {
    const zone = zones.zoneOf(name);
    const isOurs = zone?.nameServers.some((server) => server.address === address);
    return zone && isOurs ? versionAt(address, zone).lookup(name, type) : { code: "REFUSED", records: [] };
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
