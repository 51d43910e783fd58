/** The name of an address, both ways: a PTR record (RFC 1035 3.5), and an address record at the name, since Gmail asks senders for both. */
import { providerNameServers } from "./name-servers";
import type { ZoneStore } from "./zones";

/** @param host in a zone that is open. */
export function publishReverse(zones: ZoneStore, address: string, host: string): void {
  const [last, ...network] = address.split(".").reverse();
  const origin = `${network.join(".")}.in-addr.arpa`;
  zones.open(origin, providerNameServers).set(`ptr ${address}`, { name: `${last}.${origin}`, ttl: 3600, type: "PTR", target: host });
  zones.zoneOf(host)?.set(`address of ${host}`, { name: host, ttl: 3600, type: "A", target: address });
}
