/** What the doctor finds at the sending providers. */
import { kinds } from "../kind";

const plan = "choose a plan for at least that volume under Settings, Account Details, Your Products";
const quota = 'ask for more under Service Quotas, "SES Sending Limits"; or lower `capacity` if that much is not needed';

export const doctorProviderKinds = kinds(["doctor"], {
  "doctor/sendgrid-scopes": {
    severity: "error",
    title: "The SendGrid key lacks scopes",
    explanation: "Terraform or the verbs would be refused half-way.",
    remedy: "make a key with these scopes under Settings, API Keys (a key's scopes can be edited there, too)",
  },
  "doctor/sendgrid-subuser": {
    severity: "error",
    title: "The SendGrid subuser is not as declared",
    explanation: "It is not there, is in another region, is disabled, or the key belongs to itself and not to the account.",
    remedy: "make it under Settings, Subuser Management, in the declared region; this takes a Pro plan or above",
  },
  "doctor/sendgrid-account": {
    severity: "error",
    title: "The key belongs to another SendGrid account",
    explanation: "What is applied would go there.",
    remedy: "use a key of the declared account, or correct sendgrid.username of the AWS account",
  },
  "doctor/sendgrid-settings": {
    severity: "warning",
    title: "Settings of the SendGrid account are not applied",
    explanation: "TLS towards receivers, click tracking or bounce handling is not as Twinpost declares it.",
    remedy: "apply the stack that declares them",
  },
  "doctor/sendgrid-plan": {
    severity: "error",
    title: "The SendGrid account is a trial",
    explanation: "100 messages a day, and none after 60 days.",
    remedy: plan,
  },
  "doctor/sendgrid-volume": {
    severity: "error",
    title: "The SendGrid plan has too few credits a month",
    explanation: "Fewer than `capacity.perMonth` asks for.",
    remedy: plan,
  },
  "doctor/sendgrid-credits": {
    severity: "error",
    title: "Fewer credits are left than the largest burst takes",
    explanation: 'Then SendGrid charges overage, or refuses with "Maximum credits exceeded".',
    remedy: `${plan}, or wait until the credits are reset`,
  },
  "doctor/sendgrid-domain": {
    severity: "warning",
    title: "SendGrid does not vouch for the domain",
    explanation: "As of its last look at DNS, which only `verify` repeats.",
    remedy: "run `npx twinpost verify`: it makes SendGrid look again, and says which record is wrong",
  },
  "doctor/ses-sandbox": {
    severity: "error",
    title: "The account is in SES's sandbox",
    explanation: "Only verified recipients can be reached.",
    remedy: "ask for production access in the SES console, per region (docs/first-day.md says what to write); allow a day or two",
  },
  "doctor/ses-enforcement": {
    severity: "error",
    title: "SES reviews or has stopped the account",
    explanation: "Its enforcement status is not HEALTHY: bounces or complaints were too many.",
    remedy: "AWS has written why to the account's e-mail address: answer there; mend bounces (below 5 %) and complaints (below 0.1 %)",
  },
  "doctor/ses-paused": {
    severity: "error",
    title: "Sending is switched off for the account in this region",
    explanation: "Somebody did so by hand, or AWS did.",
    remedy: "once the reason is known, `aws sesv2 put-account-sending-attributes --sending-enabled` switches it on",
  },
  "doctor/ses-suppression": {
    severity: "warning",
    title: "SES writes again to those who bounced or complained",
    explanation: "A configuration set only chooses from the account's suppression list, which does not take them in.",
    remedy: "apply the account's stack, which declares it for every environment there (docs/roles.md says how)",
  },
  "doctor/ses-rate": {
    severity: "error",
    title: "SES sends too slowly for the largest burst",
    explanation: "`capacity` asks for more messages a second.",
    remedy: quota,
  },
  "doctor/ses-quota": {
    severity: "error",
    title: "SES sends too little in 24 hours",
    explanation: "`capacity` asks for more: the largest burst and an ordinary day's mail.",
    remedy: quota,
  },
  "doctor/ses-quota-used": {
    severity: "warning",
    title: "SES has less left of today's quota than the largest burst takes",
    explanation: "What was sent in the last 24 hours counts.",
    remedy: quota,
  },
  "doctor/ses-identity": {
    severity: "error",
    title: "SES does not vouch for the domain",
    explanation: "DKIM or MAIL FROM is not verified. While it is pending this is a warning.",
    remedy: "run `npx twinpost verify`: it says which DNS record is missing or wrong; SES looks for up to 72 hours",
  },
});
