/** What can be the matter with names, mail exchangers and answers, and between what was declared and what is live. */
import { kinds } from "../kind";

export const dnsKinds = kinds(["verify"], {
  "mx/missing": {
    severity: "warning",
    title: "Nothing receives mail for the domain",
    explanation: "Replies and complaints bounce, and receivers distrust a From domain that cannot be answered.",
    remedy: "publish MX records, or send with a reply-to whose domain has them",
  },
  "mx/null": {
    severity: "warning",
    title: "The domain says that it takes no mail",
    explanation: "With a null MX (RFC 7505) replies are refused at once; some receivers refuse mail that comes from such a domain.",
    remedy: "keep it for names that never send; for this one publish MX records",
  },
  "mx/unresolvable": {
    severity: "error",
    title: "A mail exchanger has no address",
    explanation: "Mail to the domain waits or bounces when this exchanger is tried (RFC 5321 5.1).",
    remedy: "correct its name, or remove it",
  },
  "mx/alias": {
    severity: "warning",
    title: "A mail exchanger is an alias",
    explanation: "An MX must name a host, not a CNAME (RFC 2181 10.3); some senders refuse it.",
    remedy: "name the host that the alias leads to",
  },
  "dns/dangling-alias": {
    severity: "error",
    title: "A CNAME leads to nothing",
    explanation:
      "What should be there is missing; if its target's name can be registered or claimed, somebody else decides what stands here.",
    remedy: "remove the CNAME, or create again what it leads to",
  },
  "dns/wildcard": {
    severity: "warning",
    title: "A wildcard answers for every name",
    explanation:
      "Names that do not exist seem to: a missing key or policy is answered with the wildcard's text, and np of DMARC never applies (RFC 4592, RFC 8020).",
    remedy: "replace the wildcard by the names that are needed",
  },
  "dns/not-signed": {
    severity: "info",
    title: "The zone is not protected by DNSSEC",
    explanation: "The resolver did not validate the answer: who can forge answers can change keys and policies. DANE needs it.",
    remedy: "turn DNSSEC on at the DNS host, and publish the DS record at the registrar",
  },
  "dns/no-answer": {
    severity: "error",
    title: "No usable answer",
    explanation: "Whether a record is there is not known. A receiver in the same place defers mail.",
    remedy: "check the network and the name servers, then ask again",
  },
  "dns/no-server": {
    severity: "error",
    title: "No name server was found to ask",
    explanation: "The zone has no delegation that leads to a server, or no resolver is set.",
    remedy: "check the zone's delegation and the resolvers' addresses",
  },
  "dns/record-missing": {
    severity: "error",
    title: "A declared record is not published",
    explanation: "It was deleted outside Terraform, or not applied yet.",
    remedy: "run `npx twinpost plan`, then `npx twinpost apply`",
  },
  "dns/record-differs": {
    severity: "error",
    title: "A record is not as declared",
    explanation:
      "It was changed outside Terraform, a newer plan was not applied, or a record that Terraform does not manage stands beside it.",
    remedy: "run `npx twinpost plan`: it shows what differs",
  },
  "dns/record-cut": {
    severity: "error",
    title: "A record ends too early",
    explanation:
      "Only the beginning of the text is published: a form cut it, or kept only its first string of 255 bytes. A key cut so is no key.",
    remedy: "write it whole, as strings of at most 255 bytes: `npx twinpost apply` does",
  },
  "dns/split-answers": {
    severity: "error",
    title: "The zone's name servers disagree",
    explanation:
      "They hold different versions of the zone, as their serial numbers may show: one receiver gets the one, the next the other, and mail passes or fails by chance.",
    remedy: "verify again in some minutes; if they still differ, ask the DNS host why",
  },
  "dns/lame-server": {
    severity: "error",
    title: "A name server does not serve the zone",
    explanation:
      "The delegation names a server that refuses, or answers without being an authority (RFC 1912 2.8). Receivers that ask it wait, and some defer mail.",
    remedy: "remove it from the delegation at the registrar, or have it serve the zone",
  },
  "dns/server-fails": {
    severity: "error",
    title: "A name server reports a fault of its own",
    explanation: "SERVFAIL or the like: the server could not load the zone, or a resolver could not reach the zone's servers.",
    remedy: "ask the DNS host, or who runs the resolver",
  },
  "dns/answer-truncated": {
    severity: "error",
    title: "An answer cannot be had whole",
    explanation:
      "It fits no datagram, and the server gives nothing usable over TCP (RFC 7766 asks for it). Receivers take that for no answer.",
    remedy: "open TCP port 53 to the server, or make the answer smaller",
  },
  "dns/dnssec-broken": {
    severity: "error",
    title: "DNSSEC does not confirm the answer",
    explanation:
      "Resolvers that validate answer SERVFAIL: for receivers behind them the records do not exist, for others they do. Signatures have expired, or do not fit the DS record.",
    remedy: "compare DS at the registrar with the DNS host's, or remove DS until they agree",
  },
  "dns/not-visible-yet": {
    severity: "error",
    title: "Published, but not visible yet",
    explanation: "A resolver answers from its cache until the old record's TTL has passed.",
    remedy: "wait, then verify again",
  },
  "blocklist/listed": {
    severity: "error",
    title: "On a blocklist",
    explanation: "Receivers that use the list refuse or file away mail of this address or domain.",
    remedy: "look the reason up at the list's web page, mend it, then ask for removal there",
  },
  "blocklist/no-answer": {
    severity: "info",
    title: "A blocklist did not say",
    explanation:
      "Lists refuse questions from public resolvers or above a rate, by answers such as 127.255.255.254. That says nothing about being listed.",
    remedy: "ask through a resolver of your own, or look it up at the list's web page",
  },
});
