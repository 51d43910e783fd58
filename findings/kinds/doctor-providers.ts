/** Problems that `doctor` finds at the sending providers. */
import { kinds } from "../kind";

const plan = "choose a plan for at least that volume under Settings, Account Details, Your Products";
const quota = 'ask for more under Service Quotas, "SES Sending Limits"; or lower `capacity` if you need less';

export const doctorProviderKinds = kinds(["doctor"], {
  "doctor/sendgrid-scopes": {
    severity: "error",
    title: "The SendGrid key lacks scopes",
    explanation: "SendGrid would refuse Terraform or a verb halfway through.",
    remedy: "make a key with these scopes under Settings, API Keys, or add them to this key there",
  },
  "doctor/sendgrid-subuser": {
    severity: "error",
    title: "The SendGrid subuser differs from its declaration",
    explanation: "It does not exist, is in another region or is disabled, or the key belongs to the subuser instead of the account.",
    remedy: "make it under Settings, Subuser Management, in the declared region; subusers need a Pro plan or above",
  },
  "doctor/sendgrid-account": {
    severity: "error",
    title: "The key belongs to another SendGrid account",
    explanation: "An apply would change that account.",
    remedy: "use a key of the declared account, or correct sendgrid.username of the AWS account",
  },
  "doctor/sendgrid-settings": {
    severity: "warning",
    title: "Settings of the SendGrid account differ from the declared ones",
    explanation: "TLS towards receivers, click tracking or bounce handling differs from what Twinpost declares.",
    remedy:
      "run `npx twinpost plan --env account-<id>`, then `npx twinpost apply --env account-<id> --apply`; for a subuser, with the environment in place of the account",
  },
  "doctor/sendgrid-plan": {
    severity: "error",
    title: "The SendGrid account is a trial",
    explanation: "A trial sends 100 messages a day, and none after 60 days.",
    remedy: plan,
  },
  "doctor/sendgrid-volume": {
    severity: "error",
    title: "The SendGrid plan has too few credits a month",
    explanation: "The plan has fewer than `capacity.perMonth`.",
    remedy: plan,
  },
  "doctor/sendgrid-credits": {
    severity: "error",
    title: "The credits left are too few for the largest burst",
    explanation: 'SendGrid then charges overage, or rejects mail with "Maximum credits exceeded".',
    remedy: `${plan}, or wait until the credits are reset`,
  },
  "doctor/sendgrid-domain": {
    severity: "warning",
    title: "SendGrid has not validated the domain",
    explanation: "This is the result of its last DNS check. Only `verify` repeats the check.",
    remedy: "run `npx twinpost verify --env <env>`: SendGrid then checks again, and the output says which record is wrong",
  },
  "doctor/ses-sandbox": {
    severity: "error",
    title: "The account is in SES's sandbox",
    explanation: "SES delivers to verified recipients only.",
    remedy: "ask for production access in the SES console, per region (docs/first-day.md says what to write); allow a day or two",
  },
  "doctor/ses-enforcement": {
    severity: "error",
    title: "SES is reviewing the account, or has stopped it",
    explanation: "Its enforcement status is not HEALTHY: there were too many bounces or complaints.",
    remedy: "answer AWS's message to the account's email address; reduce bounces (below 5 %) and complaints (below 0.1 %)",
  },
  "doctor/ses-paused": {
    severity: "error",
    title: "Sending is switched off for the account in this region",
    explanation: "A person or AWS switched it off.",
    remedy: "once you know the reason, run `aws sesv2 put-account-sending-attributes --sending-enabled`",
  },
  "doctor/ses-suppression": {
    severity: "warning",
    title: "SES sends to recipients who bounced or complained",
    explanation: "The account does not add such recipients to its suppression list, so SES keeps sending to them.",
    remedy:
      "run `npx twinpost plan --env account-<id>`, then `npx twinpost apply --env account-<id> --apply`, as an administrator (docs/roles.md)",
  },
  "doctor/ses-rate": {
    severity: "error",
    title: "SES sends too slowly for the largest burst",
    explanation: "`capacity` needs more messages a second.",
    remedy: quota,
  },
  "doctor/ses-quota": {
    severity: "error",
    title: "The 24-hour quota of SES is too small",
    explanation: "`capacity` needs more: the largest burst and an ordinary day's mail.",
    remedy: quota,
  },
  "doctor/ses-quota-used": {
    severity: "warning",
    title: "The 24-hour quota left at SES is too small for the largest burst",
    explanation: "Mail of the last 24 hours counts against the quota.",
    remedy: quota,
  },
  "doctor/ses-identity": {
    severity: "error",
    title: "SES has not verified the domain",
    explanation: "DKIM or MAIL FROM is not verified. While it is pending, this is a warning.",
    remedy: "run `npx twinpost verify --env <env>`: the output says which DNS record is missing or wrong; SES checks for up to 72 hours",
  },
  "doctor/ses-quarantined": {
    severity: "error",
    title: "AWS quarantined the SMTP user",
    explanation:
      "AWS found a key of the user in public and attached a policy that denies some actions. The policy does not stop SES sending: whoever has the key can still send.",
    remedy:
      'replace the key at once: `npx twinpost rotate --env <env> --provider ses --stop-first --reason "AWS quarantined it" --apply`; then detach the policy from the user in the IAM console',
  },
});
