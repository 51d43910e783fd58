/** The organisational domains, above every environment. Account and zones are examples: put in your own; `twinpost adopt` finds what is there. */
import type { Organisation } from "../declaration/schema/organisation";

export const organisation: Organisation = {
  aws: { account: "444455556666", region: "eu-west-1" },
  review: { reviewers: ["@ada", "@market-edge/platform"] },
  domains: [
    {
      dns: { host: "cloudflare", zone: "example.com", zoneId: "7c1e9a5b2d3f4061827364554a3b2c1d" },
      spf: { alsoInclude: [] },
      dmarc: { policy: "none", sp: "none", np: "reject", reportTo: ["dmarc-reports@example.com"] },
      tlsRpt: { reportTo: ["tls-reports@example.com"] },
    },
    {
      dns: { host: "cloudflare", zone: "example.net", zoneId: "0d4f3e6a8b1c4d5e9f70213243546576" },
      spf: { alsoInclude: [] },
      dmarc: { policy: "none", sp: "none", np: "reject", reportTo: ["dmarc-reports@example.net"] },
      tlsRpt: { reportTo: ["tls-reports@example.net"] },
    },
  ],
};
