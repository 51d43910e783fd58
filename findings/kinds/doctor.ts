/** Problems that `doctor` finds in the real accounts, at the DNS host and at mailboxes. */
import { kinds } from "../kind";

export const doctorKinds = kinds(["doctor"], {
  "doctor/aws-account": {
    severity: "error",
    title: "The login belongs to another AWS account",
    explanation: "The environment belongs to the account in `aws.account`. `doctor` checks nothing else in the wrong account.",
    remedy: "log in to the environment's account, or correct aws.account of the environment",
  },
  "doctor/state-bucket": {
    severity: "error",
    title: "The bucket for Terraform's state is missing",
    explanation: "Without it, `plan` cannot run.",
    remedy: "run `npx twinpost bootstrap --env <env> --apply`",
  },
  "doctor/state-bucket-policy": {
    severity: "warning",
    title: "The state bucket's policy does not protect evidence",
    explanation:
      "Promotion decides on what was recorded in the bucket. The policy that `bootstrap` writes lets records be added only, never changed or deleted, whoever asks.",
    remedy: "run `npx twinpost bootstrap --env <env> --apply`",
  },
  "doctor/secret-copy-undeclared": {
    severity: "warning",
    title: "A secret has an undeclared copy",
    explanation: "Terraform does not delete copies that you remove from the file.",
    remedy: "delete the copy with the command shown",
  },
  "doctor/secret-copy-missing": {
    severity: "error",
    title: "A secret has no copy in the declared region",
    explanation: "Applications in that region find no credentials.",
    remedy: "run `npx twinpost plan --env <env>`, then `npx twinpost apply --env <env> --apply`",
  },
  "doctor/secret-copy-failed": {
    severity: "error",
    title: "A secret could not be copied",
    explanation: "The message from AWS says why. The copy holds an older value, or none.",
    remedy:
      "fix what AWS names (such as another secret with that name), delete the copy, then run `npx twinpost plan --env <env>`, then `npx twinpost apply --env <env> --apply`",
  },
  "doctor/delegation": {
    severity: "error",
    title: "The delegation of the zone is wrong",
    explanation: "Resolvers ask other name servers, or none, so changes at the DNS host have no effect.",
    remedy: "set the name servers of the zone at the registrar; changes at the DNS host have no effect until then",
  },
  "doctor/name-servers": {
    severity: "error",
    title: "Not every name server of the delegation answers",
    explanation: "Receivers that ask one of the others see no records, and defer mail.",
    remedy: "correct the delegation, or ask the DNS host",
  },
  "doctor/reply-to": {
    severity: "error",
    title: "Replies cannot be delivered",
    explanation: "The domain of `sender.replyTo` accepts no mail (RFC 5321 5.1, RFC 7505).",
    remedy: "publish an MX record there, or declare an address whose mailbox a person reads",
  },
  "doctor/report-mailbox": {
    severity: "error",
    title: "DMARC reports cannot be delivered",
    explanation: "The domain of an address in `dmarc.reportTo` accepts no mail.",
    remedy: "publish an MX record there, or declare an address whose mailbox a person reads",
  },
  "doctor/report-consent": {
    severity: "warning",
    title: "DMARC reports go to a domain that has not consented",
    explanation: "Receivers send reports to another organisation only with its consent in DNS (RFC 9990 4, RFC 7489 7.1).",
    remedy: 'have its owner publish the TXT record "v=DMARC1" at the name, or use a report address in your own domain',
  },
  "doctor/capture-relays": {
    severity: "error",
    title: "The capture server can relay messages",
    explanation: "Test mail may reach real people.",
    remedy: "start it without an SMTP relay, as compose.yaml does",
  },
});
