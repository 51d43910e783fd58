/** What the doctor finds in the real accounts, at the DNS host and at mailboxes. */
import { kinds } from "../kind";

export const doctorKinds = kinds(["doctor"], {
  "doctor/aws-account": {
    severity: "error",
    title: "Logged in to another AWS account",
    explanation: "The environment belongs to the account that `aws.account` names. Nothing else is asked of the wrong one.",
    remedy: "log in to the environment's account, or correct aws.account of the environment",
  },
  "doctor/state-bucket": {
    severity: "error",
    title: "There is no bucket for Terraform's state",
    explanation: "Without it nothing can be planned.",
    remedy: "run `npx twinpost bootstrap --apply` for the environment",
  },
  "doctor/secret-copy-undeclared": {
    severity: "warning",
    title: "A secret has a copy that is not declared",
    explanation: "Terraform leaves copies alone that are declared no more.",
    remedy: "take the copy away with the command that is named",
  },
  "doctor/secret-copy-missing": {
    severity: "error",
    title: "A secret has no copy in the declared region",
    explanation: "Applications there find no credentials.",
    remedy: "plan and apply the environment",
  },
  "doctor/secret-copy-failed": {
    severity: "error",
    title: "A secret could not be copied",
    explanation: "AWS says why. The copy holds an older value, or none.",
    remedy: "mend what AWS names (a secret of that name there, say), take the copy away, then plan and apply",
  },
  "doctor/delegation": {
    severity: "error",
    title: "The zone is not delegated as it has to be",
    explanation: "The world asks other name servers, or none: what is changed at the DNS host is not seen.",
    remedy: "set the name servers of the zone at the registrar; what is changed at Cloudflare is not seen until then",
  },
  "doctor/name-servers": {
    severity: "error",
    title: "Not every name server of the delegation answers",
    explanation: "Receivers that ask a silent one see no record, and defer mail.",
    remedy: "correct the delegation, or ask the DNS host: receivers that ask one of these see no record",
  },
  "doctor/reply-to": {
    severity: "error",
    title: "Replies have nowhere to go",
    explanation: "The domain of `sender.replyTo` takes no mail (RFC 5321 5.1, RFC 7505).",
    remedy: "publish an MX record there, or write an address whose mailbox is read",
  },
  "doctor/report-mailbox": {
    severity: "error",
    title: "DMARC reports have nowhere to go",
    explanation: "The domain of an address in `dmarc.reportTo` takes no mail.",
    remedy: "publish an MX record there, or write an address whose mailbox is read",
  },
  "doctor/report-consent": {
    severity: "error",
    title: "DMARC reports go to a domain that has not agreed",
    explanation: "Receivers send reports to another organisation only if that one says so in DNS (RFC 9990 4, RFC 7489 7.1).",
    remedy: 'have its owner publish the TXT record "v=DMARC1" at the name, or use a report address in your own domain',
  },
  "doctor/capture-relays": {
    severity: "error",
    title: "The capture server can pass messages on",
    explanation: "What it was given may leave it, to people who were not meant to get it.",
    remedy: "start it without any SMTP relay, as compose.yaml does",
  },
});
