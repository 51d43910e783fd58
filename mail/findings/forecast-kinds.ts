/** What a plan would do to mail, and how a forecast turned out. */
import { kinds } from "./kind";

export const forecastKinds = kinds({
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
      "Somebody else has put an SPF or DMARC record at the name, which Terraform does not see; receivers that find two ignore both (RFC 7208 4.5, RFC 9989 4.10).",
    remedy: "`npx twinpost adopt` says how to make one of them",
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
