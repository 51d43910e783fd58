/** Changes of DNS records that need a reason (`--force`), other than deletions. */
import { type FindingKind, kinds } from "../kind";

const notReadable: Omit<FindingKind, "sources"> = {
  severity: "error",
  title: "The new value of an existing record is known only after the apply",
  explanation: "The value comes from a resource that the plan also changes, so the gate cannot judge it.",
  remedy: "check the change of that resource first",
};

const targetChanged = (called: string): Omit<FindingKind, "sources"> => ({
  severity: "error",
  title: `The ${called} would have another target`,
  explanation: "The target is another server. Unless the same service runs there, this has the effect of a deletion.",
  remedy: "keep the target, unless the same service runs at the new one",
});

const secondRecord = (called: string): Omit<FindingKind, "sources"> => ({
  severity: "error",
  title: `A name would have two ${called} records`,
  explanation: "Receivers that find two ignore both (RFC 7208 4.5, RFC 9989 4.10).",
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
  "tls-rpt/not-readable": notReadable,
  "mta-sts/not-readable": notReadable,
  "mx/target-changed": targetChanged("MX record"),
  "return-path/target-changed": targetChanged("return path"),
  "tracked-links/target-changed": targetChanged("name in tracked links"),
  "spf/target-changed": targetChanged("CNAME of an SPF record"),
  "dmarc/target-changed": targetChanged("CNAME of a DMARC record"),
  "dmarc-report-permission/target-changed": targetChanged("CNAME of a consent to DMARC reports"),
  "tls-rpt/target-changed": targetChanged("CNAME of a TLS-RPT record"),
  "mta-sts/target-changed": targetChanged("CNAME of MTA-STS"),
  "spf/second-record": secondRecord("SPF"),
  "dmarc/second-record": secondRecord("DMARC"),
  "spf/policy-weakened": {
    severity: "error",
    title: "SPF would allow more senders",
    explanation:
      "`~all` or `-all` becomes `?all`, `+all` or nothing, or the record names a network that spans the internet. `-all` to `~all` passes, because DMARC decides about both.",
    remedy: 'end the record with "~all" or "-all", and name the missing senders',
  },
  "spf/sender-dropped": {
    severity: "error",
    title: "SPF would no longer include a sending provider",
    explanation: "The provider's include would be removed, so its messages would fail SPF. Removing other includes passes.",
    remedy: "keep the include while the provider is in use, as primary or standby",
  },
  "dmarc/policy-weakened": {
    severity: "error",
    title: "DMARC would be weaker",
    explanation:
      "The effective p, sp or np would be lower, would apply to a part of the mail only (`pct`), would be a test (`t=y`), or `psd` changes what it applies to.",
    remedy: "find out first which sender is not aligned; lower a policy only while your own mail fails",
  },
  "dmarc/reports-lost": {
    severity: "error",
    title: "DMARC would request no more reports",
    explanation: "`rua` would be removed, so nobody would see which mail fails.",
    remedy: "name an address in dmarc.reportTo",
  },
  "dkim/key-changed": {
    severity: "error",
    title: "A selector would get another DKIM key",
    explanation: "Mail in transit was signed with the old key, and would fail DKIM.",
    remedy: "publish the new key at another selector first, and keep the old one for a week",
  },
  "dkim/key-shortened": {
    severity: "error",
    title: "A DKIM key would be shorter",
    explanation: "The key in DNS, or the key that the sending provider creates, would be shorter. RFC 8301 recommends 2048 bits.",
    remedy: "use 2048 bits: receivers ignore keys below 1024 bits, and some require more",
  },
  "dns/proxied": {
    severity: "error",
    title: "A record that authenticates mail would be proxied",
    explanation:
      "The DNS host would answer with its own addresses instead of the record, so receivers would find no key and no return path.",
    remedy: "set proxied to false on every name that authenticates mail",
  },
});
