/**
 * What an environment declares, strictly: an unknown key is a fault. Each rule says what is wrong, what is allowed and what to do;
 * load.ts turns broken rules into faults. Types are inferred from here, and docs/configuration.md is written from what `describe` says.
 */
import { z } from "zod";
import { type ProviderName, providerNames } from "../../mail/providers/sending-providers";
import { dnsMeaning, dnsSchema } from "../dns-hosts/dns-hosts";
import { environmentFields, unenforcedFields } from "../providers/provider-fields";
import { alertsSchema } from "./alerts-shape";
import { address, count, fqdn, group, isAddress, isFqdn, isPlainHttpsUrl, number, oneOf, region, text } from "./field-kinds";
import { mailPolicyShape } from "./mail-policy-shape";
import { promotionSchema } from "./promotion-shape";
import { consumersSchema, rotationSchema } from "./rotation-shape";

export type { ProviderName };
export type EnvironmentName = Environment["name"];
export type Environment = z.infer<typeof environmentSchema>;

// As CODEOWNERS has them: a user's name, or an organisation's with the slug of one of its teams.
const reviewerPattern = /^@[A-Za-z0-9](-?[A-Za-z0-9]){0,38}(\/[a-z0-9][a-z0-9_-]{0,99})?$/;

const priority = z.custom<number>((value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 65_535, {
  error: "is not a priority",
  params: {
    rule: { problem: "is not a priority", expected: "a whole number from 0 to 65535", remedy: "write 10; senders try the lowest first" },
  },
});
export const environmentSchema = z.strictObject({
  name: text<string>((value) => /^[a-z][a-z0-9-]{1,15}$/.test(value), {
    problem: "is not an environment name",
    expected: "2 to 16 lower-case letters, digits or dashes, a letter first",
    remedy: 'use the name of its file, such as "staging"',
  }).describe("The name of the environment in `--env`, and in the names of its stack, secrets and alarms."),
  aws: group("The AWS account and region.", {
    account: text<string>((value) => /^\d{12}$/.test(value), {
      problem: "is not an AWS account id",
      expected: "12 digits in quotes",
      remedy: "run `aws sts get-caller-identity --query Account`, which prints it",
    }).describe("The AWS account of the environment. Declare it in `environments/accounts.ts` too."),
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
    }).describe("IAM principals, other than its own roles, that may read the values of its secrets. Empty: everybody whom IAM allows."),
  ),
  secrets: group("Copies of the secrets that the application needs. Left out: none.", {
    replicaRegion: region('name the region that the application fails over to, such as "eu-central-1", or leave `secrets` out').describe(
      "A second AWS region, where the application's settings and the sending credentials can be read while the first is down.",
    ),
  }).optional(),
  dns: dnsSchema.describe(dnsMeaning),
  sendingDomain: fqdn("mail.example.com").describe("The domain that sends the mail. The environment owns every name at or below it."),
  sender: group("The sender of the mail.", {
    address: address("invitations@mail.example.com").describe("The From address, in the sending domain."),
    name: text<string>((value) => value.length >= 1 && value.length <= 64 && !/\p{Cc}/u.test(value), {
      problem: "is not a display name",
      expected: "1 to 64 characters without line breaks",
      remedy: 'write the name that recipients see, such as "Market Edge Platform"',
    }).describe("The name that recipients see."),
    replyTo: address("support@example.com").describe("The address for replies. A person must read it."),
  }),
  frontendUrl: text<`https://${string}`>((value) => isPlainHttpsUrl(value) && !value.endsWith("/"), {
    problem: "is not a web address",
    expected: "https://… in lower case, without a user, a query, a fragment or a final slash",
    remedy: 'write it like "https://app.example.com"; links in invitations start with it',
  }).describe("The web address at the start of links in mail."),
  sendingProviders: group("The providers that send the mail.", {
    primary: oneOf(providerNames, "name the sending provider for everyday use").describe("The one for everyday use."),
    standby: oneOf(providerNames, "name the sending provider to fail over to, or leave it out")
      .optional()
      .describe("The one to fail over to. Left out: none."),
  }),
  ...mailPolicyShape,
  mx: z
    .array(
      group("A mail server.", {
        host: fqdn("mx.example.com").describe("Its name."),
        priority: priority.describe("Senders try the lowest first."),
      }),
    )
    .optional()
    .describe("Servers that receive mail for the sending domain. Left out: the domain receives none."),
  ...environmentFields,
  recipients: group("The allowed recipients. Left out: everybody.", {
    allow: z
      .array(
        text<string>((value) => (isAddress(value) && !/[*?]/.test(value)) || isFqdn(value), {
          problem: "is neither an address nor a domain",
          expected: "name@domain without wildcards, or a domain for everybody in it",
          remedy: 'write it like "ada@example.com" or "example.com"',
        }).describe("One address, or one domain."),
      )
      .min(1)
      .describe("Addresses, and domains for everybody in them. Include the seed mailboxes."),
    unenforced: group(
      "Sending providers that cannot refuse other recipients, each with a reason for using it anyway.",
      unenforcedFields,
    ).optional(),
  }).optional(),
  streams: z
    .array(
      text<string>((value) => /^[a-z][a-z0-9-]{0,31}$/.test(value) && value !== "all" && value !== "other", {
        problem: "is not the name of a stream",
        expected: '1 to 32 lower-case letters, digits or dashes, a letter first, and neither "all" nor "other"',
        remedy: 'write what the application tags its messages with, such as "invitations"',
      }).describe("What the application tags messages with (`twinpost_stream`)."),
    )
    .min(1)
    .max(5)
    .optional()
    .describe(
      'Kinds of mail that are counted apart, since each is a dimension of paid metrics. Others, and untagged ones, are counted as "other". Default: `["invitations"]`.',
    ),
  outcomes: oneOf(["queue"], 'write "queue", and let the application read it')
    .optional()
    .describe(
      "How the application hears what became of its messages (delivered, bounced, rejected, suppressed, complained): in a queue of SQS, `twinpost-<env>-outcomes` (docs/consumers.md). Left out: not at all. Over SMTP, a message to a suppressed recipient is accepted like any other.",
    ),
  review: group(
    "Who must approve at GitHub before a job may change the environment. Required when `recipients` is not set. Left out: nobody.",
    {
      reviewers: z
        .array(
          text<`@${string}`>((value) => reviewerPattern.test(value), {
            problem: "is neither a user nor a team of GitHub",
            expected: '"@user" or "@organisation/team", as in CODEOWNERS',
            remedy: 'write it like "@ada" or "@market-edge/platform"; write a team as in the URL of its page',
          }).describe("One user, or one team."),
        )
        .min(1)
        .max(6)
        .describe("Users and teams who can read the repository. One approval by any of them is enough."),
      selfReview: oneOf(["prevent", "allow"], 'write "allow" only where one person works alone')
        .optional()
        .describe("Whether the person who started a job may approve it. Default: `prevent`."),
      waitMinutes: number((value) => Number.isInteger(value) && value >= 0 && value <= 43_200, {
        problem: "is not a wait time",
        expected: "whole minutes from 0 to 43200, which are 30 days",
        remedy: "write 0 for no wait",
      })
        .optional()
        .describe("How many minutes a job also waits. Left out: the time set at GitHub stays."),
    },
  ).optional(),
  promotion: promotionSchema.optional(),
  alerts: alertsSchema,
  rotation: rotationSchema,
  consumers: consumersSchema,
  warmStandby: group(
    "How much the standby has to send, so that receivers know it when all mail comes from it. `twinpost status` warns. Declared, the workflow `rotate` gives it a day once a fortnight, unless the share is 0.",
    {
      share: number((value) => value >= 0 && value <= 0.5, {
        problem: "is not a share",
        expected: "0 to 0.5, where 0.1 is 10 %",
        remedy: "write 0.1: that is one working day in a fortnight; 0 expects nothing",
      })
        .optional()
        .describe("The standby's share of the mail of 30 days. Default: 0.1."),
    },
  ).optional(),
  limits: group("Limits for alarms.", {
    sendsPerDay: number((value) => Number.isInteger(value) && value >= 1, {
      problem: "is not a number of messages",
      expected: "a whole number of 1 or more",
      remedy: "write how many messages a day SES may send, at most its quota for the region; the alarm starts at 80 %",
    }).describe("Messages that SES may send a day. The alarm starts at 80 %."),
  }),
  capacity: group("The volume that the quotas must allow. `twinpost doctor` compares it with the accounts.", {
    perMonth: count({ remedy: "write the number of messages in a busy month" }).describe("Messages in a busy month."),
    atOnce: count({ remedy: "write the number of messages in the largest burst" }).describe("Messages in the largest burst."),
    withinSeconds: count({ remedy: "write the number of seconds in which that burst must be sent" }).describe(
      "Seconds in which that burst must be sent.",
    ),
  }),
  seedMailboxes: z.array(address("seed@gmail.com").describe("Mailboxes at receivers that `twinpost seed-test` sends to and reads.")).min(1),
});

/** The primary first; alone when no standby is declared. */
export const sendingProvidersOf = ({ sendingProviders: { primary, standby } }: Pick<Environment, "sendingProviders">): ProviderName[] =>
  standby ? [primary, standby] : [primary];
