/** What is live already at names that will be managed, and is not taken over. */
import { kinds } from "../kind";

export const adoptKinds = kinds(["adopt"], {
  "adopt/second": {
    severity: "error",
    title: "A second record stands beside one that Twinpost manages",
    explanation: "Somebody else published it. Of SPF, DMARC and TLS-RPT receivers ignore both.",
    remedy: "Twinpost manages another record at this name: delete this one at the DNS host",
  },
  "adopt/merge": {
    severity: "error",
    title: "Another tool has published a record that has to be one with ours",
    explanation:
      "Of SPF, DMARC and TLS-RPT a name may have one record only. The finding says what to declare, and the record that results.",
    remedy: "declare what the live record says besides, then plan again",
  },
  "adopt/blocked": {
    severity: "error",
    title: "A record stands where ours cannot stand beside it",
    explanation: "A CNAME stands alone at its name (RFC 1034 3.6.2); a second MX or DKIM key breaks what the first is for.",
    remedy: "find out who uses it; ours can only be made once it is deleted or renamed at the DNS host",
  },
});
