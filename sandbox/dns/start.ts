/**
 * The sandbox's DNS: an authoritative server on each name server's address and one recursive resolver, all on one port, since NS records
 * name no ports. The resolver reads the zone store directly and caches nothing, so a changed record is seen at once; real ones wait for
 * the TTL. A name server refuses what it does not hold; it gives no referrals and no glue.
 */
import { SandboxError } from "../sandbox-error";
import { type Listener, listenForDns } from "./listener";
import { cloudflareNameServers, providerNameServers, receiverNameServers, resolverAddress } from "./name-servers";
import type { Responder } from "./wire";
import type { NameServer, ZoneStore } from "./zones";

export interface DnsService {
  port: number;
  /** The recursive resolver, as "127.0.53.53:40053". */
  resolver: string;
  stop(): Promise<void>;
}

const operators = [cloudflareNameServers, providerNameServers, receiverNameServers];
const portAttempts = 20;

export async function startDns(zones: ZoneStore): Promise<DnsService> {
  for (const nameServers of operators) publishAddresses(zones, nameServers);
  const responders = new Map<string, Responder>([
    [resolverAddress, { kind: "recursive", answer: (name, type) => zones.resolve(name, type) }],
    ...operators.flat().map(({ address }): [string, Responder] => [address, authoritative(zones, address)]),
  ]);
  const listeners = await listenEverywhere(responders);
  const port = listeners[0]?.port ?? 0;
  return {
    port,
    resolver: `${resolverAddress}:${port}`,
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

const authoritative = (zones: ZoneStore, address: string): Responder => ({
  kind: "authoritative",
  answer(name, type) {
    const zone = zones.zoneOf(name);
    const isOurs = zone?.nameServers.some((server) => server.address === address);
    return zone && isOurs ? zone.lookup(name, type) : { code: "REFUSED", records: [] };
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
