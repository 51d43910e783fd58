/** Twilio SendGrid as a sending provider: its submission host and its DNS records. Sends nothing. */
import { defaultTtl, type MailRecord } from "../records/mail-record";

export const sendgridSpfInclude = "sendgrid.net";

/** https://www.twilio.com/docs/sendgrid/for-developers/sending-email/integrating-with-the-smtp-api; STARTTLS on 587. */
export const sendgridSubmission = { host: "smtp.sendgrid.net", port: 587 };

/** The SMTP user name is this word; the API key is the password. */
export const sendgridSmtpUser = "apikey";

/** The only scope that sending over SMTP needs. */
export const sendgridSendingScopes = ["mail.send"];

/** What the key of `SENDGRID_API_KEY` must be allowed: Terraform's resources, sending keys, and reading plan and credits. */
export const sendgridAdministrationScopes = [
  ...["create", "read", "update", "delete"].map((verb) => `whitelabel.${verb}`),
  ...["user.settings.enforced_tls", "tracking_settings.click", "mail_settings.bounce_purge"].flatMap((setting) =>
    ["read", "update"].map((verb) => `${setting}.${verb}`),
  ),
  ...["create", "read", "delete"].map((verb) => `api_keys.${verb}`),
  ...sendgridSendingScopes,
  "user.account.read",
  "user.credits.read",
  "user.username.read",
];

/** What a SendGrid account has once, for all its mail. */
export interface SendgridAccountSettings {
  /** Deliver only to receivers that offer TLS. */
  requiresTls: boolean;
  /** Rewrite links, so that clicks can be counted. */
  tracksClicks: boolean;
  /** Forget after some days who bounced. */
  purgesBounces: boolean;
}

/** What is not as the account's stack declares it, in words that follow "SendGrid". */
export const sendgridAccountShortcomings = ({ requiresTls, tracksClicks, purgesBounces }: SendgridAccountSettings): string[] => [
  ...(requiresTls ? [] : ["would send to receivers without TLS"]),
  ...(tracksClicks ? ["rewrites the links of every message"] : []),
  ...(purgesBounces ? ["forgets who bounced, and writes to them again"] : []),
];

export interface SendgridRecordsInput {
  domain: string;
  /** The label of the return path below the domain. */
  subdomain: string;
  /** CNAME targets that SendGrid gives when the domain is authenticated; references while it is still to be made. */
  targets: { returnPath: string; dkim1: string; dkim2: string };
}

/** With automated security SendGrid keeps SPF, MX and the DKIM keys behind these three CNAMEs. Its wizard's `_dmarc` record is not ours to paste. */
export function sendgridRecords({ domain, subdomain, targets }: SendgridRecordsInput): MailRecord[] {
  const cname = (id: string, label: string, value: string): MailRecord => ({
    id,
    type: "CNAME",
    name: `${label}.${domain}`,
    value,
    ttl: defaultTtl,
  });
  return [
    cname("sendgrid-return-path", subdomain, targets.returnPath),
    cname("sendgrid-dkim-1", "s1._domainkey", targets.dkim1),
    cname("sendgrid-dkim-2", "s2._domainkey", targets.dkim2),
  ];
}
