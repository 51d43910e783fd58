/** Wires a DNS host that we cannot access to live DNS. */
import type { DeclaredDns } from "../../declaration/dns-hosts/dns-hosts";
import { delegationChecks } from "../../workflows/doctor/dns-hosts/by-hand";
import { liveDnsLater } from "../forecast";
import { listLiveRecords } from "../live-records";
import type { DnsHostWiring } from "./dns-host-wiring";

export const byHandWiring: DnsHostWiring<DeclaredDns<"by-hand">> = {
  list(connections) {
    const resolve = liveDnsLater(connections);
    return (_, name) => listLiveRecords(resolve, name);
  },

  doctor(_, { zone }, connections) {
    const lookup = connections.dns();
    return delegationChecks(zone, {
      delegation: (name) => lookup.visible(name, "NS"),
      authoritative: (name) => lookup.published(name, "NS"),
    });
  },
};
