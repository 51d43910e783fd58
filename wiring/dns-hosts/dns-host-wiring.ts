/** The wiring of a DNS host: its live records, and the doctor's checks. */
import type { Target } from "../../declaration/target";
import type { Finding } from "../../findings/finding";
import type { LiveRecord } from "../../mail/records/standing";
import type { Check } from "../../workflows/doctor/checks";
import type { Connections } from "../connections";

export interface DnsHostWiring<Declared = never> {
  /**
   * Every record at a name, of any type. Asks for nothing, and needs no token, until it is called.
   * @param zoneId as the stack declares it; undefined for a host that has no ids of zones.
   */
  list(connections: Connections, secrets: Target["secrets"]): (zoneId: string | undefined, name: string) => Promise<LiveRecord[]>;
  /** Those that the token in the shell may see; undefined without a token. Absent for a host that has no ids of zones. */
  zones?(connections: Connections, limitMs: number): Promise<readonly { id: string; name: string }[]> | undefined;
  /** What is to be said of the token at hand: whether it ends. Absent for a host at which nobody logs in. @param where it is kept. */
  token?(where: string, connections: Connections, secrets: Target["secrets"]): Promise<Finding[]>;
  /** @param name of the environment. */
  doctor(name: string, dns: Declared, connections: Connections): Check[];
}
