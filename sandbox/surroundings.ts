/** What every stand-in is given: the shared pieces of one sandbox. */
import type { CertificateAuthority } from "./certificate-authority";
import type { ZoneStore } from "./dns/zones";
import type { RequestLog } from "./request-log";
import type { Trouble } from "./trouble";

export interface Surroundings {
  zones: ZoneStore;
  /** The recursive resolver, as "127.0.53.53:40053": what stand-ins that check DNS must ask, as the real services do. */
  resolver: string;
  authority: CertificateAuthority;
  log: RequestLog;
  trouble: Trouble;
}
