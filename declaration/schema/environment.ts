/**
 * What an environment declares, strictly: an unknown key is a fault. Each rule says what is wrong, what is allowed and what to do;
 * load.ts turns broken rules into faults. Types are inferred from here, and docs/configuration.md is written from what `describe` says.
 */
import { z } from "zod";
import { sendgridRegions, warmsDedicatedIp } from "../../mail/providers/sendgrid-use";
import { type ProviderName, providerNames } from "../../mail/providers/sending-providers";
import { dnsSchema } from "../dns-hosts/dns-hosts";
import {
  address,
  count,
  type EmailAddress,
  fqdn,
  group,
  isAddress,
  isFqdn,
  isPlainHttpsUrl,
  isSentence,
  number,
  oneOf,
  region,
  sendgridUsername,
  text,
} from "./field-kinds";
import { mailPolicyShape } from "./mail-policy-shape";

export type { ProviderName };
export type EnvironmentName = Environment["name"];
export type Environment = z.infer<typeof environmentSchema>;

// As CODEOWNERS has them: a user's name, or an organisation's with the slug of one of its teams.
const reviewerPattern = /^@[A-Za-z0-9](-?[A-Za-z0-9]){0,38}(\/[a-z0-9][a-z0-9_-]{0,99})?$/;

const priority = z.custom<number>((value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 65_535, {
  error: "is not a priority",
  params: { rule: { problem: "is not a priority", expected: "a whole number from 0 to 65535", remedy: "the lowest is tried first" } },
});
export const environmentSchema = z.strictObject({
  name: text<string>((value) => /^[a-z][a-z0-9-]{1,15}$/.test(value), {
    problem: "is not an environment name",
    expected: "2 to 16 lower-case letters, digits or dashes, a letter first",
    remedy: 'use the name of its file, such as "staging"',
  }).describe("What the environment is called: in `--env`, and in the names of its stack, secrets and alarms."),
  aws: group("Where in AWS.", {
    account: text<string>((value) => /^\d{12}$/.test(value), {
      problem: "is not an AWS account id",
      expected: "12 digits in quotes",
      remedy: "`aws sts get-caller-identity --query Account` prints it",
    }).describe("The AWS account that it lives in; declared in `environments/accounts.ts` too."),
    region: region("choose a region in which SES sends mail").describe(
      "The AWS region of SES, the secrets, the alarms and Terraform's state.",
    ),
  }),
  secretReaders: z.array(
    text<string>((value) => /^arn:aws:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/.test(value), {
      problem: "is not the ARN of an IAM role or user",
      expected: "arn:aws:iam::<account>:role/<name> without wildcards",
      remedy:
        'name the application\'s role and your own, such as "arn:aws:iam::111122223333:role/market-edge-backend", or leave the list empty',
    }).describe("Who may read the values of its secrets besides its own roles. Empty: everybody whom IAM allows to."),
  ),
  secrets: group("Copies of what the application needs; left out, there are none.", {
    replicaRegion: region('name the region that the application moves to, such as "eu-central-1", or leave `secrets` out').describe(
      "A second AWS region, in which the application's settings and the sending credentials can be read while the first is down.",
    ),
  }).optional(),
  dns: dnsSchema.describe(
    "Where its DNS records are. At `cloudflare` Terraform makes them; `by-hand` is any other DNS host: you publish what `twinpost records` prints.",
  ),
  sendingDomain: fqdn("mail.example.com").describe("The domain that mail is sent from. The environment owns every name at or below it."),
  sender: group("Who mail is from.", {
    address: address("invitations@mail.example.com").describe("The From address, in the sending domain."),
    name: text<string>((value) => value.length >= 1 && value.length <= 64 && !/\p{Cc}/u.test(value), {
      problem: "is not a display name",
      expected: "1 to 64 characters without line breaks",
      remedy: 'write the name that recipients see, such as "Market Edge Platform"',
    }).describe("The name that recipients see."),
    replyTo: address("support@example.com").describe("Where answers go; somebody must read it."),
  }),
  frontendUrl: text<`https://${string}`>((value) => isPlainHttpsUrl(value) && !value.endsWith("/"), {
    problem: "is not a web address",
    expected: "https://… in lower case, without a user, a query, a fragment or a final slash",
    remedy: 'write it like "https://app.example.com"; links in invitations start with it',
  }).describe("The web address that links in mail start with."),
  sendingProviders: group("Who carries the mail.", {
    primary: oneOf(providerNames, "name the sending provider that is used every day").describe("The one used every day."),
    standby: oneOf(providerNames, "name the sending provider to fail over to, or leave it out")
      .optional()
      .describe("The one to fail over to."),
  }),
  ...mailPolicyShape,
  mx: z
    .array(
      group("A mail server.", {
        host: fqdn("mx.example.com").describe("Its name."),
        priority: priority.describe("The lowest is tried first."),
      }),
    )
    .optional()
    .describe("Servers that receive mail for the sending domain; left out, nobody does."),
  ses: group("For SES's newer regions, which have a signing zone of their own.", {
    signingZone: fqdn("dkim.amazonses.com").describe("Where SES keeps the DKIM keys that our records point to."),
  }).optional(),
  sendgrid: group("How SendGrid is used. Left out: the account itself, in the global region, from addresses that its customers share.", {
    region: oneOf(sendgridRegions, '"eu" needs a subuser that was made in the EU, with a dedicated IP address there')
      .optional()
      .describe("Where SendGrid keeps and sends the mail; `global` unless told."),
    subuser: sendgridUsername("make it under Settings, Subuser Management, and copy its name from there")
      .optional()
      .describe("The subuser that sends, instead of the account. It belongs to this environment alone."),
    ip: oneOf(["shared", "dedicated"], 'write "dedicated" when the account has a plan with an IP address of its own (Pro or above)')
      .optional()
      .describe("Whose addresses mail leaves from; `dedicated` with a subuser, else `shared`, unless told."),
    coldIpBecause: text<string>(isSentence, {
      problem: "is no reason",
      expected: "a sentence that says what keeps the address warm, or why it may stay cold",
      remedy: `a dedicated IP address wants about ${warmsDedicatedIp} messages a month (docs/decisions/0014)`,
    })
      .optional()
      .describe("Why mail leaves from a dedicated address although there is too little of it to keep that one warm."),
    unsubscribeGroup: group(
      "A group that recipients can unsubscribe from; mail whose recipients asked for it, such as an invitation, needs none.",
      {
        name: text<string>((value) => value.trim() === value && value.length >= 1 && value.length <= 30 && !/\p{Cc}/u.test(value), {
          problem: "is not the name of an unsubscribe group",
          expected: "1 to 30 characters without line breaks or spaces around them",
          remedy: 'write what people unsubscribe from, such as "Product news"',
        }).describe("Its name, as recipients see it."),
        description: text<string>((value) => value.trim() === value && value.length >= 1 && value.length <= 100 && !/\p{Cc}/u.test(value), {
          problem: "is not the description of an unsubscribe group",
          expected: "1 to 100 characters without line breaks or spaces around them",
          remedy: 'write what a member gets, such as "What is new, once a month"',
        }).describe("What its mail is about, as recipients see it."),
      },
    ).optional(),
    linkBranding: group("Tracked links under a name of our own. Matters only where click tracking is switched on, which we keep off.", {
      subdomain: text<string>((value) => /^(?=.*[a-z])[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(value), {
        problem: "is not a label",
        expected: "1 to 63 lower-case letters, digits or inner dashes, a letter among them",
        remedy: 'write the label below the sending domain that tracked links get, such as "links"',
      }).describe("The label below the sending domain that tracked links get."),
    }).optional(),
  }).optional(),
  capture: group('The test server of an environment whose sending provider is "capture".', {
    host: text<string>((value) => /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(value), {
      problem: "is not a host",
      expected: "a host name in lower case, or an IPv4 address",
      remedy: 'write "localhost" for the container of compose.yaml',
    }).describe("Where it takes mail."),
    port: number((value) => Number.isInteger(value) && value >= 1 && value <= 65_535, {
      problem: "is not a port",
      expected: "a whole number from 1 to 65535",
      remedy: "write 1025 for the container of compose.yaml",
    }).describe("Its SMTP port."),
    api: text<`http${string}`>((value) => URL.canParse(value) && /^https?:\/\/[^/?#@\s]+$/.test(value), {
      problem: "is not the address of a mailbox API",
      expected: "http://… or https://… without user, path or final slash",
      remedy: 'write "http://localhost:8025" for the container of compose.yaml',
    }).describe("Where its mailbox is read."),
  }).optional(),
  recipients: group("Who may be written to; left out, anybody.", {
    allow: z
      .array(
        text<string>((value) => (isAddress(value) && !/[*?]/.test(value)) || isFqdn(value), {
          problem: "is neither an address nor a domain",
          expected: "name@domain without wildcards, or a domain for everybody in it",
          remedy: 'write it like "ada@example.com" or "example.com"',
        }).describe("One address, or one domain."),
      )
      .min(1)
      .describe("Addresses, and domains for everybody in them; the seed mailboxes among them."),
    notRefusedBy: group("Sending providers that cannot refuse strangers, each with the reason why they may be used all the same.", {
      sendgrid: text<string>(isSentence, {
        problem: "is no reason",
        expected: "a sentence that says who keeps strangers away instead",
        remedy: "SendGrid cannot limit recipients: say what does, or use another sending provider (docs/decisions/0008)",
      }).describe("Why SendGrid may be used all the same."),
    }).optional(),
  }).optional(),
  review: group(
    "Who approves at GitHub before a job may change the environment. Needed where anybody may be written to; left out, nobody.",
    {
      reviewers: z
        .array(
          text<`@${string}`>((value) => reviewerPattern.test(value), {
            problem: "is neither a user nor a team of GitHub",
            expected: '"@user" or "@organisation/team", as in CODEOWNERS',
            remedy: 'write it like "@ada" or "@market-edge/platform"; a team by the name in its address',
          }).describe("One user, or one team."),
        )
        .min(1)
        .max(6)
        .describe("Users and teams who can read the repository. One approval is enough, whoever gives it."),
      selfReview: oneOf(["prevent", "allow"], 'write "allow" only where one person works alone')
        .optional()
        .describe('Whether those who started a job may approve it themselves; "prevent" unless told.'),
      waitMinutes: number((value) => Number.isInteger(value) && value >= 0 && value <= 43_200, {
        problem: "is not a time to wait",
        expected: "whole minutes from 0 to 43200, which are 30 days",
        remedy: "write 0 for none",
      })
        .optional()
        .describe("How long a job waits besides; left out, what is set at GitHub stays."),
    },
  ).optional(),
  alerts: group("Who is told of trouble, and when.", {
    notify: z
      .array(
        text<EmailAddress | `https://${string}`>((value) => isAddress(value) || isPlainHttpsUrl(value), {
          problem: "is neither an address nor a webhook",
          expected: "name@domain, or https://… without a user, a query or a fragment",
          remedy: 'write it like "on-call@example.com"; an address with a secret in it must not be in this repository',
        }).describe("Addresses and webhooks; SNS asks each of them to confirm first."),
      )
      .min(1),
    failureRate: number((value) => value >= 0.001 && value <= 0.5, {
      problem: "is not a share of the mail",
      expected: "0.001 to 0.5, where 0.05 is 5 %",
      remedy: "write 0.05 unless you know your mail's own rate",
    }).describe("The share of mail that may fail before the alarm rings."),
  }),
  rotation: group("How often sending credentials are replaced.", {
    everyDays: number((value) => Number.isInteger(value) && value >= 1 && value <= 365, {
      problem: "is not a number of days",
      expected: "a whole number from 1 to 365",
      remedy: "write 90 unless somebody demands less",
    }).describe("Days after which they are due. A week later people are told that they are too old."),
  }),
  limits: group("What is too much.", {
    sendsPerDay: number((value) => Number.isInteger(value) && value >= 1, {
      problem: "is not a number of messages",
      expected: "a whole number of 1 or more",
      remedy: "write how many messages a day SES may send, at most its quota for the region; the alarm is at 80 % of it",
    }).describe("Messages that SES may send a day; the alarm is at 80 % of it."),
  }),
  capacity: group("What the sending providers' quotas must allow: `twinpost doctor` compares it with what the accounts have.", {
    perMonth: count({ remedy: "write how many messages are sent in a busy month" }).describe("Messages in a busy month."),
    atOnce: count({ remedy: "write how many messages the largest burst has" }).describe("Messages in the largest burst."),
    withinSeconds: count({ remedy: "write within how many seconds that burst must be handed over" }).describe(
      "Seconds within which that burst must be handed over.",
    ),
  }),
  seedMailboxes: z.array(address("seed@gmail.com").describe("Mailboxes at receivers that `twinpost seed-test` sends to and reads.")).min(1),
});

/** The primary first; alone when no standby is declared. */
export const sendingProvidersOf = ({ sendingProviders: { primary, standby } }: Pick<Environment, "sendingProviders">): ProviderName[] =>
  standby ? [primary, standby] : [primary];
