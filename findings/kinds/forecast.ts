/** What a plan would do to mail, and how a forecast turned out. */
import { kinds } from "../kind";

export const forecastKinds = kinds(["forecast", "gate"], {
  "forecast/mail-would-fail": {
    severity: "error",
    title: "A plan would make mail fail",
    explanation:
      "With the plan's records laid over live DNS, a receiver would refuse, defer or junk mail of a sending provider that it takes now. Receivers are taken at their strictest, since they count what a whole organisational domain sends.",
    remedy: "publish what is missing first, and verify it",
  },
  "forecast/second-record": {
    severity: "error",
    title: "A plan would publish a second record",
    explanation:
      "Somebody else has put an SPF, DMARC, DKIM or MX record at the name, which Terraform does not see. Receivers that find two of SPF or DMARC ignore both (RFC 7208 4.5, RFC 9989 4.10), two keys at a selector are no key (RFC 6376 3.6.2.2), and a MAIL FROM domain or a null MX has to be alone.",
    remedy: "`npx twinpost adopt` says how to make one of them",
  },
  "forecast/name-in-use": {
    severity: "error",
    title: "A plan would publish a record where another one does not let it",
    explanation:
      "A CNAME stands alone at its name (RFC 1034 3.6.2): the DNS host refuses it beside what somebody else has put there, and anything else beside somebody else's CNAME, in the middle of the apply.",
    remedy: "`npx twinpost adopt` says what is there; find out who uses it, and delete or rename it at the DNS host first",
  },
  "forecast/already-there": {
    severity: "warning",
    title: "A plan would publish what is there already",
    explanation: "Somebody else, or an apply whose state was lost, has published the same record; the DNS host refuses it twice.",
    remedy: "`npx twinpost adopt` takes it over by an import, which changes nothing",
  },
  "forecast/wildcard-shadowed": {
    severity: "warning",
    title: "A plan would take names out of a wildcard",
    explanation:
      "A wildcard answers only for names that do not exist; a record at a name, or below it, makes the name exist for every type (RFC 4592 2.2). Until then receivers get the wildcard's answer in place of our records, and keep it for its TTL.",
    remedy:
      "publish at these names what the wildcard gave them, if anybody needs it; better replace the wildcard by the names that are needed",
  },
  "forecast/reports-refused": {
    severity: "error",
    title: "DMARC reports would no longer be sent",
    explanation:
      "A domain asks for reports to a domain of another organisation, which has to consent to that in DNS (RFC 9990 4, RFC 7489 7.1). Without its consent receivers send none, and nobody sees what fails.",
    remedy: "keep the consent for as long as the domain reports there, or change its dmarc.reportTo first",
  },
  "forecast/unknown-senders": {
    severity: "info",
    title: "A plan would change what happens to mail of senders that nobody has declared",
    explanation:
      "Other tools may send from an organisational domain, or from names below it. What receivers will do with their mail cannot be forecast: whether it is aligned is known from aggregate reports alone.",
    remedy: "read the aggregate reports of the last weeks: every source that is ours has to pass and be aligned",
  },
  "forecast/dmarc-raised-without-evidence": {
    severity: "error",
    title: "A plan would raise DMARC, and nothing shows that our own mail passes",
    explanation:
      "Under a stricter policy, mail that is not aligned is lost. SPF and DKIM of every sending provider have to pass and be aligned in live DNS before.",
    remedy: "mend what does not pass: `npx twinpost verify` and `npx twinpost seed-test` tell; then raise the policy",
  },
  "forecast/dmarc-raised-with-new-key": {
    severity: "error",
    title: "A plan would raise DMARC together with a new key or return path",
    explanation: "The policy may be seen before the key is, since caches differ; and nothing has proven the new key yet.",
    remedy: "publish these first, verify, wait until old answers have expired; raise the policy in a plan of its own",
  },
  "forecast/enforced-from-the-start": {
    severity: "info",
    title: "DMARC of a fresh domain is enforced from the start",
    explanation: "Nothing is sent from the domain yet, so nothing can be lost, until somebody sends before both providers are proven.",
    remedy: "send nothing before `npx twinpost verify` passes",
  },
  "forecast/dns-not-reached": {
    severity: "warning",
    title: "Live DNS did not answer the forecast",
    explanation: "What depends on the answers is not forecast. This alone holds no plan back.",
    remedy: "what depends on it is decided at verify; name resolvers that can be reached in TWINPOST_DNS_RESOLVERS",
  },
  "forecast/missed": {
    severity: "warning",
    title: "A forecast did not come true",
    explanation: "What receivers conclude from live DNS differs from what the forecast said before the apply.",
    remedy: "look for records that somebody else changed, and for answers that are still cached; then verify again",
  },
});
