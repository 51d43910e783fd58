/** Twilio SendGrid as a sending provider: its submission host, its DNS records, its prices. Sends nothing. */
import { defaultTtl, type MailRecord } from "../records/mail-record";
import { type SendgridRegion, type SendgridUse, usesDedicatedIp } from "./sendgrid-use";
import type { SendingProvider } from "./sending-provider";

/** https://sendgrid.com/en-us/pricing: Email API plans, cheapest first. SendGrid quotes larger ones itself. Further addresses cost more. */
const plans = [
  { name: "Essentials 50K", messages: 50_000, usd: 19.95, dedicatedIp: false },
  { name: "Pro 100K", messages: 100_000, usd: 89.95, dedicatedIp: true },
];

/** https://www.twilio.com/docs/sendgrid/for-developers/sending-email/integrating-with-the-smtp-api */
const submissionHosts: Record<SendgridRegion, string> = { global: "smtp.sendgrid.net", eu: "smtp.eu.sendgrid.net" };

export const sendgrid: SendingProvider = {
  title: "SendGrid",
  delivers: true,
  // An API key may send to anybody or to nobody: no scope, no setting of the account and no subuser limits recipients (decision 8).
  refusesStrangers: false,
  spfInclude: "sendgrid.net",
  administration: { variable: "SENDGRID_API_KEY", changes: "sender authentication, enforced TLS and API keys" },
  submission: ({ sendgrid: declared }) => ({ host: submissionHosts[declared?.region ?? "global"], port: 587 }),
  cost(perMonth, { sendgrid: declared } = {}) {
    const plan = plans.find(({ messages, dedicatedIp }) => messages >= perMonth && (dedicatedIp || !usesDedicatedIp(declared)));
    return { what: "SendGrid", how: plan ? `plan ${plan.name}` : `a plan for ${perMonth} messages: ask SendGrid`, usd: plan?.usd };
  },
};

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

/** The same for an environment: subusers are looked up, and a group is made. */
export const sendgridScopesFor = ({
  subuser,
  unsubscribeGroup,
}: SendgridUse & { unsubscribeGroup?: object | undefined } = {}): string[] => [
  ...sendgridAdministrationScopes,
  ...(subuser === undefined ? [] : ["subusers.read"]),
  ...(unsubscribeGroup === undefined ? [] : ["create", "read", "update", "delete"].map((verb) => `asm.groups.${verb}`)),
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

export interface LinkBrandingRecordsInput {
  /** Of tracked links. */
  name: string;
  target: string;
  /** The name begins with the id of SendGrid's user; a reference until the link is made. */
  owner: { name: string; target: string };
}

/** Both lead to SendGrid, and must be seen as CNAMEs for it to vouch for them. A link there has TLS only behind a proxy of one's own. */
export const linkBrandingRecords = ({ name, target, owner }: LinkBrandingRecordsInput): MailRecord[] => [
  { id: "sendgrid-links", type: "CNAME", name, value: target, ttl: defaultTtl },
  { id: "sendgrid-links-owner", type: "CNAME", name: owner.name, value: owner.target, ttl: defaultTtl },
];
