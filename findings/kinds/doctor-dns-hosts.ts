/** Problems that `doctor` finds at a DNS host. */
import { kinds } from "../kind";

export const doctorDnsHostKinds = kinds(["doctor"], {
  "doctor/cloudflare-token": {
    severity: "error",
    title: "The Cloudflare token does not work",
    explanation: "It is unknown, disabled or expired.",
    remedy: 'make a token with Zone:Read and DNS:Edit on this zone alone, under My Profile, API Tokens, "Edit zone DNS"',
  },
  "doctor/cloudflare-token-expires": {
    severity: "warning",
    title: "The Cloudflare token expires within 30 days",
    explanation: "After that, plans and applies fail. Mail goes on. In its last 7 days it is an error. The daily `drift` tells it too.",
    remedy: "make another token with the same permissions, store it in the environment's secret, and delete this one",
  },
  "doctor/cloudflare-zone": {
    severity: "error",
    title: "The zone does not exist, or belongs to another domain",
    explanation: "Records could not be created, or would be created for another domain.",
    remedy: "copy the zone id from the zone's overview page in the Cloudflare dashboard",
  },
  "doctor/cloudflare-inactive": {
    severity: "error",
    title: "Cloudflare does not answer for the zone yet",
    explanation: "Cloudflare waits for the delegation at the registrar.",
    remedy: "at the registrar, set the name servers that Cloudflare shows; the change may take a day",
  },
  "doctor/cloudflare-dns": {
    severity: "error",
    title: "The token may not change records",
    explanation: "`apply` would fail at its first record.",
    remedy: "give the token DNS:Edit on the zone; Zone:Read and DNS:Edit on this zone alone are enough",
  },
});
