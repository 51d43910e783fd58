/** Effects of a plan on mail, and forecasts that were wrong. */
import { kinds } from "../kind";

/** The gate holds a plan back for these. */
const errors = kinds(["forecast", "gate"], {
  "forecast/mail-would-fail": {
    severity: "error",
    title: "A plan would make mail fail",
    explanation:
      "After the plan, a receiver would reject, defer or junk mail of a sending provider that it accepts now. The forecast uses each receiver's strictest rules, because receivers count the mail of a whole organisational domain.",
    remedy: "publish the missing records first, and verify them",
  },
  "forecast/second-record": {
    severity: "error",
    title: "A plan would publish a second record",
    explanation:
      "Somebody else published an SPF, DMARC, DKIM or MX record at the name, which Terraform does not see. Receivers ignore two SPF or two DMARC records (RFC 7208 4.5, RFC 9989 4.10), two keys at a selector are no key (RFC 6376 3.6.2.2), and a MAIL FROM domain or a null MX must be the only one.",
    remedy: "run `npx twinpost adopt --env <env>`: it shows how to merge them",
  },
  "forecast/name-in-use": {
    severity: "error",
    title: "An existing record blocks a record of the plan",
    explanation:
      "A name with a CNAME can have no other record (RFC 1034 3.6.2). The DNS host would refuse our CNAME beside somebody else's record, or our record beside somebody else's CNAME, in the middle of the apply.",
    remedy: "run `npx twinpost adopt --env <env>` to see the record; find out who uses it, then delete or rename it at the DNS host",
  },
  "forecast/reports-refused": {
    severity: "error",
    title: "Receivers would stop sending DMARC reports",
    explanation:
      "Reports to a domain of another organisation need its consent in DNS (RFC 9990 4, RFC 7489 7.1). Without the consent receivers send none, and nobody sees which mail fails.",
    remedy: "keep the consent for as long as the domain reports there, or change its dmarc.reportTo first",
  },
  "forecast/dmarc-raised-without-evidence": {
    severity: "error",
    title: "A plan would raise DMARC without evidence that our mail passes",
    explanation:
      "Under a stricter policy, receivers reject or junk mail that is not aligned. First, SPF and DKIM of every sending provider must pass and be aligned in live DNS.",
    remedy: "run `npx twinpost verify --env <env>` and a seed test, fix what does not pass, then raise the policy",
  },
  "forecast/dmarc-raised-with-new-key": {
    severity: "error",
    title: "A plan would raise DMARC together with a new key or return path",
    explanation: "Caches differ, so receivers may see the policy before the key. And no mail has proven the new key yet.",
    remedy: "publish the key or return path first, verify, wait until old answers have expired, then raise the policy in a separate plan",
  },
});

const notices = kinds(["forecast"], {
  "forecast/already-there": {
    severity: "warning",
    title: "A plan would publish a record that exists already",
    explanation: "Somebody else, or an apply whose state was lost, published the same record. The DNS host refuses a duplicate.",
    remedy: "run `npx twinpost adopt --env <env>`: it prepares the import, and the next apply changes nothing",
  },
  "forecast/wildcard-shadowed": {
    severity: "warning",
    title: "Names of the plan would no longer get the answer of a wildcard",
    explanation:
      "A wildcard answers only for names that do not exist. A record at a name, or below it, makes the name exist for every type (RFC 4592 2.2). Until the apply, receivers get the wildcard's answer instead of our records, and cache it for its TTL.",
    remedy:
      "publish at these names what the wildcard answered, if anybody needs it; better, replace the wildcard with the names that you need",
  },
  "forecast/unknown-senders": {
    severity: "info",
    title: "A plan would affect mail of undeclared senders",
    explanation:
      "Other tools may send from an organisational domain, or from names below it. Only aggregate reports show whether their mail is aligned, so its delivery cannot be forecast.",
    remedy: "read the aggregate reports of the last weeks: each of our sources must pass and be aligned",
  },
  "forecast/enforced-from-the-start": {
    severity: "info",
    title: "A new domain starts with an enforced DMARC policy",
    explanation: "Nobody sends from the domain yet, so no mail can be lost. Mail sent before both providers are verified can be lost.",
    remedy: "send nothing before `npx twinpost verify --env <env>` passes",
  },
  "forecast/dns-not-reached": {
    severity: "warning",
    title: "Live DNS did not answer the forecast",
    explanation:
      "Parts of the forecast that need the answers are missing. A plan that only adds or changes records is not held back for it; one that deletes or replaces a record is.",
    remedy: "set TWINPOST_DNS_RESOLVERS to resolvers that you can reach; `verify` checks the rest after the apply",
  },
});

/** Told after an apply. */
const scores = kinds(["forecast", "verify"], {
  "forecast/missed": {
    severity: "warning",
    title: "A forecast was wrong",
    explanation: "After the apply, receivers conclude something else from live DNS than the forecast said.",
    remedy: "look for records that somebody else changed and for cached answers, then verify again",
  },
});

export const forecastKinds = { ...errors, ...notices, ...scores };
