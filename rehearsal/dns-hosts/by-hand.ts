/** Another DNS host in a rehearsal: zone files are published there, as a person would. */
import type { DeclaredDns } from "../../declaration/dns-hosts/dns-hosts";
import type { DnsHostStage } from "./dns-host-stage";

export const byHandStage: DnsHostStage<DeclaredDns<"by-hand">> = {
  sandboxOptions: (declared) => ({ zonesElsewhere: declared.map(({ zone }) => zone) }),
  addresses: ({ dnsHost }) => [["DNS host, another", dnsHost.url, "curl -T <zone file> <address>/zone-files/<name> publishes it"]],
};
