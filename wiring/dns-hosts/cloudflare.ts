/** Wires Cloudflare as a DNS host: its API, with the token of the environment or the organisation. */

import { createCloudflareClient } from "../../adapters/cloudflare/client";
import { listRecordsAt } from "../../adapters/cloudflare/records";
import { canEditDns, listZones, readTokenStatus, readZone } from "../../adapters/cloudflare/zone";
import type { JsonClient } from "../../adapters/http/json-client";
import type { DeclaredDns } from "../../declaration/dns-hosts/dns-hosts";
import type { Target } from "../../declaration/target";
import { requireDnsToken } from "../../declaration/tokens";
import { cloudflareChecks, tokenFindings } from "../../workflows/doctor/dns-hosts/cloudflare";
import type { Connections } from "../connections";
import { requireToken } from "../required-tokens";
import type { DnsHostWiring } from "./dns-host-wiring";

export const cloudflareWiring: DnsHostWiring<DeclaredDns<"cloudflare">> = {
  list: (connections, secrets) => (zoneId, name) => {
    if (zoneId === undefined) throw new Error(`${name} is at Cloudflare, and no zone id is known`);
    return listRecordsAt(cloudflareClient(connections, secrets), zoneId, name);
  },

  zones(connections, limitMs) {
    const { CLOUDFLARE_API_TOKEN: token } = connections.env;
    if (!token) return undefined;
    return listZones(createCloudflareClient({ baseUrl: connections.endpoints().cloudflare, token, deadline: Date.now() + limitMs }));
  },

  token: async (where, connections, secrets) => {
    const status = await readTokenStatus(cloudflareClient(connections, secrets));
    return status ? tokenFindings(status, { where, now: new Date() }) : [];
  },

  doctor(name, dns, connections) {
    const lookup = connections.dns();
    const client = () => cloudflareClient(connections, "the environment's secrets");
    return cloudflareChecks(name, dns, {
      now: () => new Date(),
      tokenStatus: async () => readTokenStatus(client()),
      zone: async () => readZone(client(), dns.zoneId),
      canEditDns: async () => canEditDns(client(), dns.zoneId),
      delegation: (zone) => lookup.visible(zone, "NS"),
    });
  },
};

/** @throws OperatorError without a token. */
export const cloudflareClient = (connections: Connections, secrets: Target["secrets"]): JsonClient =>
  connections.api(createCloudflareClient, {
    baseUrl: connections.endpoints().cloudflare,
    token: requireToken(requireDnsToken("cloudflare"), connections, secrets),
  });
