/** Problems with names, mail exchangers and answers, and differences between declared and live records. */
import { kinds } from "../kind";

const publish =
  "run `npx twinpost plan --env <env>`, then `npx twinpost apply --env <env> --apply`; if you publish the zone by hand, publish what `npx twinpost records --env <env>` prints";

export const dnsKinds = kinds(["verify"], {
  "mx/missing": {
    severity: "warning",
    title: "The domain has no mail exchanger",
    explanation: "Replies and complaints bounce, and receivers distrust a From domain that cannot be answered.",
    remedy: "publish MX records, or send with a reply-to whose domain has them",
  },
  "mx/null": {
    severity: "warning",
    title: "The domain accepts no mail",
    explanation: "With a null MX (RFC 7505), replies are rejected at once. Some receivers reject mail from such a domain.",
    remedy: "publish MX records for this name; use a null MX only for names that never send",
  },
  "mx/null-beside-others": {
    severity: "error",
    title: "A null MX stands beside other exchangers",
    explanation:
      "A null MX must stand alone (RFC 7505 3). Some senders reject mail to the domain, others use the exchangers that it names.",
    remedy: "remove the null MX (the one whose host is a single dot), or the others",
  },
  "mx/implicit": {
    severity: "info",
    title: "Mail goes to the domain's own address",
    explanation:
      "Without an MX record, senders deliver to the address of the domain itself (RFC 5321 5.1). Often that is a web server, which takes no mail.",
    remedy: "publish an MX record that names the host which takes mail",
  },
  "mx/unresolvable": {
    severity: "error",
    title: "A mail exchanger has no address",
    explanation: "Mail to the domain waits or bounces when a sender tries this exchanger (RFC 5321 5.1).",
    remedy: "correct its name, or remove it",
  },
  "mx/alias": {
    severity: "warning",
    title: "A mail exchanger is a CNAME",
    explanation: "An MX must name a host, not a CNAME (RFC 2181 10.3). Some senders reject such an MX.",
    remedy: "name the host that the CNAME points to",
  },
  "dns/dangling-alias": {
    severity: "error",
    title: "A CNAME has no target",
    explanation: "The target does not exist. Anybody who can register or claim its name decides what is published here.",
    remedy: "remove the CNAME, or create its target again",
  },
  "dns/alias-beside-data": {
    severity: "warning",
    title: "A CNAME stands beside another record",
    explanation: "A name with a CNAME has no other records (RFC 1034 3.6.2). Which of them a receiver sees depends on its resolver.",
    remedy: "keep the CNAME or the record, and remove the other",
  },
  "dns/wildcard": {
    severity: "warning",
    title: "A wildcard answers for every name",
    explanation:
      "Names that do not exist seem to exist: a query for a missing key or policy returns the wildcard's text, and DMARC's np never applies (RFC 4592, RFC 8020).",
    remedy: "replace the wildcard with the names that you need",
  },
  "dns/not-signed": {
    severity: "info",
    title: "The zone is not protected by DNSSEC",
    explanation:
      "The resolver did not validate the answer: an attacker who can forge answers can replace keys and policies. DANE needs DNSSEC.",
    remedy: "turn DNSSEC on at the DNS host, and publish the DS record at the registrar",
  },
  "dns/no-answer": {
    severity: "error",
    title: "No usable answer",
    explanation: "The record may or may not exist. A receiver with the same result defers mail.",
    remedy: "check the network and the name servers, then ask again",
  },
  "dns/no-server": {
    severity: "error",
    title: "No name server found",
    explanation: "The delegation of the zone leads to no server, or no resolver is configured.",
    remedy: "check the zone's delegation and the resolvers' addresses",
  },
  "dns/record-missing": {
    severity: "error",
    title: "A declared record is not published",
    explanation: "Somebody deleted it outside Terraform, or it was not applied yet.",
    remedy: publish,
  },
  "dns/record-differs": {
    severity: "error",
    title: "A record differs from its declaration",
    explanation:
      "Somebody changed it outside Terraform, a newer plan was not applied, or another record exists that Terraform does not manage.",
    remedy: publish,
  },
  "dns/record-cut": {
    severity: "error",
    title: "A record is truncated",
    explanation:
      "Only the start of the text is published: a web form cut it, or kept only its first string of 255 bytes. A truncated key does not work.",
    remedy: `publish the whole text, as strings of at most 255 bytes: ${publish}`,
  },
  "dns/split-answers": {
    severity: "error",
    title: "The zone's name servers disagree",
    explanation:
      "They serve different versions of the zone; their serial numbers may show it. Receivers get one or the other, so mail passes or fails at random.",
    remedy: "verify again in some minutes; if they still differ, ask the DNS host why",
  },
  "dns/lame-server": {
    severity: "error",
    title: "A name server does not serve the zone",
    explanation:
      "The delegation names a server that refuses queries, or answers without authority (RFC 1912 2.8). Receivers that ask it lose time, and some defer mail.",
    remedy: "remove it from the delegation at the registrar, or configure it to serve the zone",
  },
  "dns/server-fails": {
    severity: "error",
    title: "A name server reports a failure",
    explanation: "It answers SERVFAIL or similar: the server could not load the zone, or a resolver could not reach the zone's servers.",
    remedy: "ask the DNS host, or the operator of the resolver",
  },
  "dns/answer-truncated": {
    severity: "error",
    title: "An answer is truncated",
    explanation:
      "The answer does not fit a datagram, and the server gives no usable answer over TCP, which RFC 7766 requires. For receivers that is no answer.",
    remedy: "open TCP port 53 on the server, or make the answer smaller",
  },
  "dns/dnssec-broken": {
    severity: "error",
    title: "DNSSEC validation fails",
    explanation:
      "Validating resolvers answer SERVFAIL: receivers behind them see no records, others do. The signatures have expired or do not match the DS record.",
    remedy: "compare the DS record at the registrar with the DNS host's, or remove it until they agree",
  },
  "dns/not-visible-yet": {
    severity: "error",
    title: "Published, but not visible yet",
    explanation: "A resolver answers from its cache until the old record's TTL has passed.",
    remedy: "wait, then verify again",
  },
  "blocklist/listed": {
    severity: "error",
    title: "The domain or address is on a blocklist",
    explanation: "Receivers that use the list reject or junk mail from this address or domain.",
    remedy: "look up the reason on the list's web page, fix the cause, then ask for removal there",
  },
  "blocklist/no-answer": {
    severity: "info",
    title: "A blocklist gave no result",
    explanation:
      "Blocklists refuse queries from public resolvers or above a rate, with answers such as 127.255.255.254. Such an answer does not say whether you are listed.",
    remedy: "ask through your own resolver, or look it up on the list's web page",
  },
});
