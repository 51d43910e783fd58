/** Amazon SES as a sending provider: its submission host, its DNS records, its SMTP password, its price. Sends nothing. */
import { createHmac } from "node:crypto";
import { isFailure, valuesOf } from "../dns/answer";
import type { Resolve } from "../dns/resolve";
import { defaultTtl, type MailRecord } from "../records/mail-record";
import { buildSpf } from "../spf/build";
import { isSpf, parseSpf } from "../spf/record";
import { spfStrength } from "../spf/strength";
import { type Look, type MailPath, pointerAt, unanswered, unknownSelectors } from "./mail-path";
import type { SendingProvider } from "./sending-provider";
import { sesAnswers } from "./ses-answers";

const ownDomain = "amazonses.com";
/** https://aws.amazon.com/ses/pricing/: outbound messages, without attachments. */
const usdPerThousand = 0.1;

/** The label of the return path. SES must not receive at or send from its MAIL FROM domain, so no address uses it. */
export const sesMailFromLabel = "bounce";
export const sesMailFromDomain = (sendingDomain: string): string => `${sesMailFromLabel}.${sendingDomain}`;

/** Easy DKIM gives three tokens. */
const selectorCount = 3;

/**
 * Its DKIM records make the identity, without which it takes no mail; its MAIL FROM domain stands by itself. SES looks at DNS by itself and
 * gives up after 72 hours. https://docs.aws.amazon.com/ses/latest/dg/mail-from.html
 */
const path: MailPath = {
  domain: ownDomain,
  returnPath: sesMailFromDomain,
  selectors: [],
  selectorCount,
  // "Two of the records resolve to an empty string ... this is normal":
  // https://aws.amazon.com/blogs/messaging-and-targeting/dkim-troubleshooting-series-your-dkim-status-is-pending/
  keysAt: "some selectors",
  // SES documents TEMPORARY_FAILURE, which a missing record leads to, as "a temporary issue", and not what becomes of mail meanwhile.
  unsettled: "not sent",
  /** One for all its customers. */
  spfHome: async () => ownDomain,
  async identity(records, resolve, reference) {
    const [keys, mailFrom] = await Promise.all([
      Promise.all(records.selectors.map((name) => pointerAt(name, ownDomain, resolve, reference))),
      mailFromAt(records.returnPath, resolve),
    ]);
    const tooFew = records.assumed === undefined && records.allSelectorsKnown && records.selectors.length < selectorCount;
    const because = [
      ...keys.flatMap(({ wrong }) => wrong ?? []),
      ...(tooFew ? [`only ${records.selectors.length} of its ${selectorCount} DKIM records are published`] : []),
    ];
    return {
      isSetUp: mailFrom.isThere || keys.some(({ isThere }) => isThere),
      sends: because.length === 0,
      returnPath: mailFrom.wrong ? ownDomain : records.returnPath,
      signsForAuthor: because.length === 0,
      because: [...because, ...(mailFrom.wrong ? [mailFrom.wrong] : [])],
      undecided:
        because.length > 0 ? [] : [...[...keys, mailFrom].flatMap(({ undecided }) => undecided ?? []), ...unknownSelectors(records)],
    };
  },
};

/** Exactly one MX, SES's, and one SPF record that includes SES. */
async function mailFromAt(name: string, resolve: Resolve): Promise<Look> {
  const [mx, txt] = await Promise.all([resolve(name, "MX"), resolve(name, "TXT")]);
  const failed = isFailure(mx) ? unanswered(name, "MX", mx) : isFailure(txt) ? unanswered(name, "TXT", txt) : undefined;
  if (failed) return { isThere: true, undecided: failed };
  const exchangers = valuesOf(mx);
  const spf = valuesOf(txt).filter(isSpf).map(parseSpf);
  const isThere = exchangers.length + spf.length > 0;
  if (exchangers.length !== 1 || !/ feedback-smtp\.[a-z0-9-]+\.amazonses\.com$/.test(exchangers[0] ?? ""))
    return { isThere, wrong: `${name} MX is not SES's alone` };
  const [own, ...others] = spf;
  if (!own || others.length > 0 || !spfStrength(own).includes.includes(ownDomain))
    return { isThere, wrong: `${name} does not have exactly one SPF record that includes amazonses.com` };
  return { isThere };
}

export const ses: SendingProvider = {
  title: "Amazon SES",
  delivers: true,
  events: "topic",
  // IAM's condition key ses:Recipients: https://docs.aws.amazon.com/ses/latest/dg/control-user-access.html
  refusesStrangers: true,
  spfInclude: ownDomain,
  path,
  answers: sesAnswers,
  support: { status: "https://health.aws.amazon.com/health/status", ask: "https://console.aws.amazon.com/support/home" },
  keeps: [{ what: "messages that it still tries to deliver", until: "14 hours at most" }],
  // SES writes a Message-ID of its own: its id, at "email" or a region. https://docs.aws.amazon.com/ses/latest/dg/header-fields.html
  messageIdIn: (text) => /^([\w-]{20,})@[\w-]+\.amazonses\.com$/i.exec(text)?.[1],
  // https://docs.aws.amazon.com/general/latest/gr/ses.html
  submission: ({ aws }) => ({ host: `email-smtp.${aws.region}.amazonaws.com`, port: 587 }),
  cost: (perMonth) => ({
    what: "Amazon SES",
    how: `${perMonth} messages, if SES sends all of them`,
    usd: (perMonth / 1000) * usdPerThousand,
  }),
  // Four alarms, one of them over two metrics; five counts that SES keeps per configuration set, which are custom metrics.
  watched: { alarmMetrics: 5, metrics: 5, dashboards: 1 },
  ownAlarms: ["bounce-rate", "complaint-rate", "failure-rate"],
  leadTimes: () => [
    {
      what: "SES production access, per region",
      takes: "1 to 2 days, more if AWS asks back",
      done: { check: "ses-account", findings: ["doctor/ses-sandbox"] },
    },
    {
      what: "SES quota and rate",
      takes: "1 to 2 days",
      done: { check: "ses-account", findings: ["doctor/ses-rate", "doctor/ses-quota"] },
    },
    { what: "SES verifies the domain", takes: "minutes after the apply, up to 3 days", done: { check: "ses-identity" } },
  ],
};

/** https://docs.aws.amazon.com/ses/latest/dg/vdm.html: the dimension ISP of its figures. */
export const sesTellsNoReceivers =
  "SES tells receivers only through its Virtual Deliverability Manager, which costs a fee for every message and stays as it is";

/** Where DKIM keys live, unless an environment names another zone: a few regions and cells differ (`SigningHostedZone` of GetEmailIdentity). */
export const defaultSesSigningZone = "dkim.amazonses.com";

export interface SesRecordsInput {
  domain: string;
  /** The custom MAIL FROM domain: return paths lie in it, which is what makes SPF align. */
  mailFrom: string;
  region: string;
  /** The three Easy DKIM tokens; references while the identity is still to be made. */
  tokens: readonly [string, string, string];
  signingZone: string;
}

export function sesRecords({ domain, mailFrom, region, tokens, signingZone }: SesRecordsInput): MailRecord[] {
  const dkim = tokens.map(
    (token, index): MailRecord => ({
      id: `ses-dkim-${index + 1}`,
      type: "CNAME",
      name: `${token}._domainkey.${domain}`,
      value: `${token}.${signingZone}`,
      ttl: defaultTtl,
    }),
  );
  return [
    ...dkim,
    {
      id: "ses-mail-from-mx",
      type: "MX",
      name: mailFrom,
      value: `feedback-smtp.${region}.${ownDomain}`,
      priority: 10,
      ttl: defaultTtl,
    },
    {
      id: "ses-mail-from-spf",
      type: "TXT",
      name: mailFrom,
      value: buildSpf({ include: [ownDomain], all: "~all" }),
      ttl: defaultTtl,
    },
  ];
}

/** CNAMEs into another zone than the one that SES names never verify. @returns what is wrong; undefined when nothing is, or SES does not say. */
export function signingZoneShortcoming(named: string | undefined, declared: string = defaultSesSigningZone): string | undefined {
  if (named === undefined || named === declared) return undefined;
  return `its DKIM keys are in ${named}, but the records point to ${declared}: declare ses.signingZone "${named}"`;
}

/**
 * The SMTP password that belongs to an IAM user's secret access key, for one region.
 * https://docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html#smtp-credentials-convert
 */
export function sesSmtpPassword({ secretAccessKey, region }: { secretAccessKey: string; region: string }): string {
  const versionByte = 0x04;
  const steps = ["11111111", region, "ses", "aws4_request", "SendRawEmail"];
  const signature = steps.reduce<Buffer>(
    (key, text) => createHmac("sha256", key).update(text).digest(),
    Buffer.from(`AWS4${secretAccessKey}`),
  );
  return Buffer.concat([Buffer.from([versionByte]), signature]).toString("base64");
}

/** From these rates on AWS reviews an account. https://docs.aws.amazon.com/ses/latest/dg/reputationdashboardmessages.html */
export const sesReviewedFrom = { bounceRate: 0.05, complaintRate: 0.001 };
