/** What can be the matter with SPF. */
import { kinds } from "../kind";

export const spfKinds = kinds(["verify"], {
  "spf/missing": {
    severity: "warning",
    title: "No SPF record",
    explanation:
      "Nothing says who may send in this name. For a return path this means that no message passes SPF; at the From name scanners and some receivers miss it.",
    remedy: "publish one TXT record that begins with v=spf1",
  },
  "spf/several-records": {
    severity: "error",
    title: "More than one SPF record",
    explanation: "Receivers take several records for a permanent error (RFC 7208 4.5): no message passes SPF, whatever each of them says.",
    remedy: "merge them into one record: `npx twinpost adopt` says how",
  },
  "spf/syntax": {
    severity: "error",
    title: "The record cannot be read",
    explanation:
      "Any syntax error anywhere makes the whole record a permanent error (RFC 7208 4.6), also for senders that stand before it.",
    remedy: "correct the term at the place that is named",
  },
  "spf/too-many-lookups": {
    severity: "error",
    title: "More than 10 look-ups",
    explanation:
      "include, a, mx, ptr, exists and redirect cost one look-up each, in included records too; the eleventh is a permanent error (RFC 7208 4.6.4). Messages of senders near the end fail, and others' when an included record grows.",
    remedy: "remove senders that are not used any more, or move some to subdomains of their own",
  },
  "spf/too-many-void-lookups": {
    severity: "error",
    title: "More than 2 look-ups that find nothing",
    explanation: "A third name that does not exist or has no address is a permanent error (RFC 7208 4.6.4). Usually these are leftovers.",
    remedy: "remove the terms whose names are gone",
  },
  "spf/too-many-exchangers": {
    severity: "error",
    title: "mx leads to more than 10 mail exchangers",
    explanation: "Looking up the eleventh is a permanent error (RFC 7208 4.6.4).",
    remedy: "name the networks with ip4 and ip6 in place of mx",
  },
  "spf/include-without-record": {
    severity: "error",
    title: "An included domain has no SPF record",
    explanation: "That is a permanent error (RFC 7208 5.2), often after a service was given up, or a name misspelt.",
    remedy: "remove the include, or correct its name",
  },
  "spf/redirect-without-record": {
    severity: "error",
    title: "The redirect leads to a domain without an SPF record",
    explanation: "That is a permanent error (RFC 7208 6.1).",
    remedy: "correct the name, or write the record out",
  },
  "spf/dns-failure": {
    severity: "error",
    title: "A name in the record could not be looked up",
    explanation: "A receiver that gets no answer defers the message (temperror, RFC 7208 2.6.6).",
    remedy: "ask again later; if it stays so, tell whoever runs that domain",
  },
  "spf/everybody": {
    severity: "error",
    title: "Everybody may send",
    explanation: "+all, or a network that spans the internet, lets any host pass SPF in this name, and with it DMARC.",
    remedy: "end the record with ~all or -all, and name the networks that do send",
  },
  "spf/no-end": {
    severity: "warning",
    title: "The record says nothing about others",
    explanation: "Without all, or with ?all, hosts that are not named are neutral, as if there were no record (RFC 7208 4.7).",
    remedy: "end the record with ~all",
  },
  "spf/ptr": {
    severity: "warning",
    title: "The mechanism ptr",
    explanation: "It is slow, burdens name servers, and should not be used (RFC 7208 5.5); some receivers skip it.",
    remedy: "name the networks with ip4 and ip6",
  },
  "spf/never-read": {
    severity: "warning",
    title: "Terms that nobody reads",
    explanation: "What stands behind all is never looked at (RFC 7208 5.1), nor a redirect beside it (6.1): these senders do not pass.",
    remedy: "move the terms before all, or remove them",
  },
  "spf/too-long": {
    severity: "warning",
    title: "The record is long",
    explanation:
      "An answer of more than 512 bytes has to be asked for again over TCP, which some networks block (RFC 7208 3.4); with 450 bytes of text it fits.",
    remedy: "remove senders that are not used any more",
  },
});
