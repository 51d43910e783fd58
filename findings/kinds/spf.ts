/** Problems with SPF. */
import { type FindingKind, kinds } from "../kind";

/** A plan that would cause it is held back. */
const alsoForecast: FindingKind["sources"] = ["verify", "forecast", "gate"];

export const spfKinds = kinds(["verify"], {
  "spf/missing": {
    severity: "warning",
    title: "No SPF record",
    explanation:
      "DNS does not say who may send from this name. If it is a return path, no message passes SPF. If it is the From name, scanners and some receivers expect a record.",
    remedy: "publish one TXT record that begins with v=spf1",
  },
  "spf/several-records": {
    sources: alsoForecast,
    severity: "error",
    title: "More than one SPF record",
    explanation: "Several records are a permanent error (RFC 7208 4.5): no message passes SPF, whatever the records say.",
    remedy: 'merge them into one record: one "v=spf1", the terms of all, one "all" at the end',
  },
  "spf/syntax": {
    sources: alsoForecast,
    severity: "error",
    title: "The record has a syntax error",
    explanation: "A syntax error anywhere makes the whole record a permanent error (RFC 7208 4.6), also for senders listed before it.",
    remedy: "correct the term at the position shown",
  },
  "spf/too-many-lookups": {
    sources: alsoForecast,
    severity: "error",
    title: "More than 10 look-ups",
    explanation:
      "include, a, mx, ptr, exists and redirect cost one look-up each, in included records too. The eleventh is a permanent error (RFC 7208 4.6.4). Senders near the end of the record fail first, and more fail when an included record grows.",
    remedy: "remove senders that you no longer use, or move some to their own subdomains",
  },
  "spf/too-many-void-lookups": {
    sources: alsoForecast,
    severity: "error",
    title: "More than 2 look-ups that find nothing",
    explanation:
      "The third name that does not exist or has no address is a permanent error (RFC 7208 4.6.4). Such names are usually leftovers.",
    remedy: "remove the terms whose names no longer exist",
  },
  "spf/too-many-exchangers": {
    sources: alsoForecast,
    severity: "error",
    title: "mx names more than 10 mail exchangers",
    explanation: "Looking up the eleventh is a permanent error (RFC 7208 4.6.4).",
    remedy: "use ip4 and ip6 instead of mx",
  },
  "spf/include-without-record": {
    sources: alsoForecast,
    severity: "error",
    title: "An included domain has no SPF record",
    explanation: "This is a permanent error (RFC 7208 5.2). Usual causes are a service that no longer exists and a misspelt name.",
    remedy: "remove the include, or correct its name",
  },
  "spf/redirect-without-record": {
    sources: alsoForecast,
    severity: "error",
    title: "The redirect names a domain without an SPF record",
    explanation: "This is a permanent error (RFC 7208 6.1).",
    remedy: "correct the name, or write the full record here",
  },
  "spf/dns-failure": {
    severity: "error",
    title: "A name in the record could not be looked up",
    explanation: "A receiver without an answer defers the message (temperror, RFC 7208 2.6.6).",
    remedy: "verify again later; if it still fails, tell the operator of that domain",
  },
  "spf/everybody": {
    severity: "error",
    title: "The record allows every sender",
    explanation: "With +all, or a network that spans the internet, any host passes SPF for this name, and so DMARC.",
    remedy: "end the record with ~all or -all, and name the networks that send",
  },
  "spf/no-end": {
    severity: "warning",
    title: "The record does not restrict other senders",
    explanation: "Without all, or with ?all, the result for other hosts is neutral, as if there were no record (RFC 7208 4.7).",
    remedy: "end the record with ~all",
  },
  "spf/ptr": {
    severity: "warning",
    title: "The record uses ptr",
    explanation: "ptr is slow, burdens name servers, and should not be used (RFC 7208 5.5). Some receivers ignore it.",
    remedy: "use ip4 and ip6 instead",
  },
  "spf/never-read": {
    severity: "warning",
    title: "Receivers never read some terms",
    explanation:
      'Receivers ignore terms after all (RFC 7208 5.1), a redirect in a record with all (6.1), and unknown modifiers (6), which a mechanism written with "=" is. These senders do not pass.',
    remedy: "move the terms before all, write a mechanism with a colon, or remove them",
  },
  "spf/too-long": {
    severity: "warning",
    title: "The record is long",
    explanation:
      "Resolvers must ask again over TCP for an answer above 512 bytes, and some networks block that (RFC 7208 3.4). A text of up to 450 bytes fits.",
    remedy: "remove senders that you no longer use",
  },
});
