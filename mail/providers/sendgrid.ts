/** Twilio SendGrid as a sending provider: its submission host, its DNS records, its prices. Sends nothing. */
import { valuesOf } from "../dns/answer";
import { defaultTtl, type MailRecord } from "../records/mail-record";
import { isAtOrBelow } from "../records/name";
import { type MailPath, pointerAt, unknownSelectors } from "./mail-path";
import { sendgridAnswers } from "./sendgrid-answers";
import { type SendgridRegion, type SendgridUse, usesDedicatedIp } from "./sendgrid-use";
import type { SendingProvider } from "./sending-provider";

/** https://sendgrid.com/en-us/pricing: Email API plans, cheapest first. SendGrid quotes larger ones itself. Further addresses cost more. */
const plans = [
  { name: "Essentials 50K", messages: 50_000, usd: 19.95, dedicatedIp: false },
  { name: "Pro 100K", messages: 100_000, usd: 89.95, dedicatedIp: true },
];

/** https://www.twilio.com/docs/sendgrid/for-developers/sending-email/integrating-with-the-smtp-api */
const submissionHosts: Record<SendgridRegion, string> = { global: "smtp.sendgrid.net", eu: "smtp.eu.sendgrid.net" };

const ownDomain = "sendgrid.net";
const selectors = ["s1", "s2"] as const;

/** The label of the return path below the sending domain. A contract: renaming it is another domain to SendGrid. */
export const sendgridSubdomain = "em";
const sendgridReturnPath = (sendingDomain: string): string => `${sendgridSubdomain}.${sendingDomain}`;

/**
 * All three CNAMEs, or none of it: an authenticated domain is valid as a whole. `twinpost verify` makes SendGrid look.
 * https://www.twilio.com/docs/sendgrid/ui/account-and-settings/how-to-set-up-domain-authentication
 */
const path: MailPath = {
  domain: ownDomain,
  returnPath: sendgridReturnPath,
  selectors,
  selectorCount: selectors.length,
  keysAt: "every selector",
  /** SendGrid keeps an SPF record for each account, where the return path's CNAME leads. */
  async spfHome(returnPath, resolve) {
    const [target] = valuesOf(await resolve(returnPath, "CNAME"));
    return target !== undefined && isAtOrBelow(target, ownDomain) ? target : ownDomain;
  },
  async identity(records, resolve, reference) {
    const names = [records.returnPath, ...records.selectors];
    const pointers = await Promise.all(names.map((name) => pointerAt(name, ownDomain, resolve, reference)));
    const because = pointers.flatMap(({ wrong }) => wrong ?? []);
    const isValid = because.length === 0;
    return {
      isSetUp: pointers.some(({ isThere }) => isThere),
      sends: true,
      returnPath: isValid ? records.returnPath : ownDomain,
      signsForAuthor: isValid,
      because,
      undecided: isValid ? [...pointers.flatMap(({ undecided }) => undecided ?? []), ...unknownSelectors(records)] : [],
    };
  },
};

export const sendgrid: SendingProvider = {
  title: "SendGrid",
  delivers: true,
  events: "posts",
  // An API key may send to anybody or to nobody: no scope, no setting of the account and no subuser limits recipients (decision 8).
  refusesStrangers: false,
  spfInclude: ownDomain,
  path,
  answers: sendgridAnswers,
  support: { status: "https://status.sendgrid.com", ask: "https://support.sendgrid.com" },
  // https://www.twilio.com/docs/sendgrid/api-reference/webhooks/get-an-event-webhook: "staged ... in the US", for the EU's subusers too.
  keeps: [
    { what: "events that its webhook is about to post, in the United States also for the EU", until: "they are posted: 24 hours at most" },
    { what: "what its erasure has not reached yet", until: "its job ends: it tells neither when nor whether" },
  ],
  // "14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0": its console shows the whole, its answer over SMTP the first part.
  messageIdIn: (text) => /^([\w-]{8,})\.[\w.-]+$/.exec(text)?.[1],
  // A branded link's records lead to SendGrid's domain itself, all others of its to names below.
  roleOfTarget: (target) =>
    /^(eu\.)?sendgrid\.net$/.test(target) ? "tracked links" : target.endsWith(`.${ownDomain}`) ? "return path" : undefined,
  administration: { variable: "SENDGRID_API_KEY", changes: "sender authentication, enforced TLS and API keys" },
  apiAddresses: ["TWINPOST_SENDGRID_URL", "TWINPOST_SENDGRID_EU_URL"],
  submission: ({ sendgrid: declared }) => ({ host: submissionHosts[declared?.region ?? "global"], port: 587 }),
  cost(perMonth, { sendgrid: declared } = {}) {
    const plan = plans.find(({ messages, dedicatedIp }) => messages >= perMonth && (dedicatedIp || !usesDedicatedIp(declared)));
    return { what: "SendGrid", how: plan ? `plan ${plan.name}` : `a plan for ${perMonth} messages: ask SendGrid`, usd: plan?.usd };
  },
  watchable: ["webhook", "credits", "deliveries"],
  leadTimes: ({ sendgrid: declared }) => [
    // https://www.twilio.com/docs/sendgrid/data-residency/faq
    ...(declared?.subuser === undefined
      ? []
      : [
          {
            what: "SendGrid subuser",
            takes: "minutes; IP addresses in the EU: one a month, more through SendGrid's support",
            done: { check: "sendgrid-subuser" },
          },
        ]),
    { what: "SendGrid plan", takes: "minutes; up to 2 days when the account is reviewed", done: { check: "sendgrid-plan" } },
    { what: "SendGrid validates the domain", takes: "minutes after the apply, up to 2 days", done: { check: "sendgrid-domain" } },
  ],
};

/** The SMTP user name is this word; the API key is the password. */
export const sendgridSmtpUser = "apikey";

/** The only scope that sending over SMTP needs. */
export const sendgridSendingScopes = ["mail.send"];

/** Of a key that was stopped: it has to have one, and this one reads the account's own name. */
export const sendgridStoppedScopes = ["user.username.read"];

/** What a rotation needs: a key can only be given scopes that the key which gives them has. */
export const sendgridRotationScopes = [
  ...["create", "read", "update", "delete"].map((verb) => `api_keys.${verb}`),
  ...sendgridSendingScopes,
  ...sendgridStoppedScopes,
];

/** What shows whether the standby is warm. */
const sendgridStatisticsScopes = ["stats.read", "mailbox_providers.stats.read"];

/** What the key of `SENDGRID_API_KEY` must be allowed: Terraform's resources, sending keys, and reading plan, credits and statistics. */
export const sendgridAdministrationScopes = [
  ...["whitelabel", "user.webhooks.event.settings"].flatMap((what) =>
    ["create", "read", "update", "delete"].map((verb) => `${what}.${verb}`),
  ),
  ...["user.settings.enforced_tls", "tracking_settings.click", "mail_settings.bounce_purge"].flatMap((setting) =>
    ["read", "update"].map((verb) => `${setting}.${verb}`),
  ),
  ...sendgridRotationScopes,
  "user.account.read",
  "user.credits.read",
  ...sendgridStatisticsScopes,
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
  /** The lowest that it delivers over; undefined when SendGrid does not tell. */
  tlsVersion: number | undefined;
  /** Rewrite links, so that clicks can be counted. */
  tracksClicks: boolean;
  /** Forget after some days who bounced. */
  purgesBounces: boolean;
}

/** Messages that an account may still send. */
export interface SendgridCredits {
  remaining: number;
  /** Per period. */
  total: number;
  /** "monthly", "daily" or "none", in SendGrid's words. */
  resets: string;
}

/** The lowest TLS version towards receivers: https://www.twilio.com/docs/sendgrid/api-reference/settings-enforced-tls; SendGrid's own is 1.1. */
export const leastTls = 1.2;

/** What is not as the account's stack declares it, in words that follow "SendGrid". */
export const sendgridAccountShortcomings = ({
  requiresTls,
  tlsVersion,
  tracksClicks,
  purgesBounces,
}: SendgridAccountSettings): string[] => [
  ...(requiresTls ? [] : ["would send to receivers without TLS"]),
  ...(tlsVersion !== undefined && tlsVersion < leastTls ? [`would send over TLS ${tlsVersion}, expected ${leastTls} or later`] : []),
  ...(tracksClicks ? ["rewrites the links of every message"] : []),
  ...(purgesBounces ? ["deletes bounces, and sends to those addresses again"] : []),
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
    cname("sendgrid-dkim-1", `${selectors[0]}._domainkey`, targets.dkim1),
    cname("sendgrid-dkim-2", `${selectors[1]}._domainkey`, targets.dkim2),
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
