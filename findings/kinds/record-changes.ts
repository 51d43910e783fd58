/** What a plan must not change unseen in DNS records that mail needs, besides taking them away. */
import { type FindingKind, kinds } from "../kind";
import { lossOf } from "./losses";

const notReadable: Omit<FindingKind, "sources"> = {
  severity: "error",
  title: "What an existing record would say is known only after the apply",
  explanation: "The value comes from a resource that changes too. What mail would meet cannot be judged before the apply.",
  remedy: "it comes from a resource that changes too: look at that change first",
};

const targetChanged = (family: "mx" | "return-path" | "tracked-links", called: string): Omit<FindingKind, "sources"> => ({
  severity: "error",
  title: `The ${called} would point elsewhere`,
  explanation: "The target is another server's name. Unless the same service runs there, the effect is that of a deletion.",
  remedy: lossOf(family),
});

const secondRecord = (called: string): Omit<FindingKind, "sources"> => ({
  severity: "error",
  title: `A name would have two ${called} records`,
  explanation: "With two of them receivers ignore both (RFC 7208 4.5, RFC 9989 4.10).",
  remedy: "merge them into one",
});

export const recordChangeKinds = kinds(["gate"], {
  "spf/not-readable": notReadable,
  "dmarc/not-readable": notReadable,
  "dmarc-report-permission/not-readable": notReadable,
  "dkim/not-readable": notReadable,
  "mx/not-readable": notReadable,
  "return-path/not-readable": notReadable,
  "tracked-links/not-readable": notReadable,
  "mx/target-changed": targetChanged("mx", "MX record"),
  "return-path/target-changed": targetChanged("return-path", "return path"),
  "tracked-links/target-changed": targetChanged("tracked-links", "name in tracked links"),
  "spf/second-record": secondRecord("SPF"),
  "dmarc/second-record": secondRecord("DMARC"),
  "spf/policy-weakened": {
    severity: "error",
    title: "SPF would refuse less",
    explanation:
      "`~all` or `-all` becomes `?all`, `+all` or nothing, or a network of everybody is named. `-all` to `~all` passes, since DMARC decides about both.",
    remedy: 'end it with "~all" or "-all", and name the senders that are missing',
  },
  "spf/sender-dropped": {
    severity: "error",
    title: "SPF would no longer let a sending provider send",
    explanation: "The provider's include goes: its messages fail SPF. Other includes may go.",
    remedy: "keep it for as long as the provider is in use, primary or standby",
  },
  "dmarc/policy-weakened": {
    severity: "error",
    title: "DMARC would be weaker",
    explanation: "p, sp or np in effect is lowered, or holds for a part of the mail only (`pct`), or as a test (`t=y`).",
    remedy: "a policy is lowered only while mail of our own fails; find out which sender is not aligned first",
  },
  "dmarc/reports-lost": {
    severity: "error",
    title: "DMARC would ask for no more reports",
    explanation: "`rua` is gone: nobody learns which mail fails.",
    remedy: "name an address in dmarc.reportTo: without reports nobody sees what fails",
  },
  "dkim/key-changed": {
    severity: "error",
    title: "A selector would lead to another DKIM key",
    explanation: "Mail under way was signed with the old key, and fails DKIM.",
    remedy: lossOf("dkim"),
  },
  "dkim/key-shortened": {
    severity: "error",
    title: "A DKIM key would be shorter",
    explanation: "In DNS, or as SES would make it. RFC 8301 asks for 2048 bits.",
    remedy: "use 2048 bits: receivers ignore keys below 1024, and some ask for more",
  },
  "dns/proxied": {
    severity: "error",
    title: "A record that authenticates mail would be proxied",
    explanation: "Cloudflare answers with its own addresses in place of the record, so receivers find no key and no return path.",
    remedy: "set proxied to false on every name that authenticates mail",
  },
});
