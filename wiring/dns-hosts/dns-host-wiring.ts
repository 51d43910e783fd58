/** The wiring of a DNS host: its live records, and the doctor's checks. */
import type { Target } from "../../declaration/target";
import type { LiveRecord } from "../../mail/records/standing";
import type { Check } from "../../workflows/doctor/checks";
import type { Connections } from "../connections";

export interface DnsHostWiring<Declared = never> {
  /**
   * Every record at a name, of any type. Asks for nothing, and needs no token, until it is called.
   * @param zoneId as the stack declares it; undefined for a host that has no ids of zones.
   */
  list(connections: Connections, secrets: Target["secrets"]): (zoneId: string | undefined, name: string) => Promise<LiveRecord[]>;
  /** @param name of the environment. */
  doctor(name: string, dns: Declared, connections: Connections): Check[];
}
