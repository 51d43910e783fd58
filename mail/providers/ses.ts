/** Amazon SES as a sending provider: its submission host, its DNS records, its SMTP password, its price. Sends nothing. */
import { createHmac } from "node:crypto";
import { defaultTtl, type MailRecord } from "../records/mail-record";
import { buildSpf } from "../spf/build";
import type { SendingProvider } from "./sending-provider";

const sesSpfInclude = "amazonses.com";
/** https://aws.amazon.com/ses/pricing/: outbound messages, without attachments. */
const usdPerThousand = 0.1;

export const ses: SendingProvider = {
  title: "Amazon SES",
  delivers: true,
  // IAM's condition key ses:Recipients: https://docs.aws.amazon.com/ses/latest/dg/control-user-access.html
  refusesStrangers: true,
  spfInclude: sesSpfInclude,
  // https://docs.aws.amazon.com/general/latest/gr/ses.html
  submission: ({ aws }) => ({ host: `email-smtp.${aws.region}.amazonaws.com`, port: 587 }),
  cost: (perMonth) => ({
    what: "Amazon SES",
    how: `${perMonth} messages, if all of them go through it`,
    usd: (perMonth / 1000) * usdPerThousand,
  }),
};

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
      value: `feedback-smtp.${region}.${sesSpfInclude}`,
      priority: 10,
      ttl: defaultTtl,
    },
    {
      id: "ses-mail-from-spf",
      type: "TXT",
      name: mailFrom,
      value: buildSpf({ include: [sesSpfInclude], all: "~all" }),
      ttl: defaultTtl,
    },
  ];
}

/** CNAMEs into another zone than the one that SES names never verify. @returns what is wrong; undefined when nothing is, or SES does not say. */
export function signingZoneShortcoming(named: string | undefined, declared: string = defaultSesSigningZone): string | undefined {
  if (named === undefined || named === declared) return undefined;
  return `its DKIM keys are in ${named}, the records point to ${declared}: declare ses.signingZone "${named}"`;
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
