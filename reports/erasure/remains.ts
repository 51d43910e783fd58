/** What an erasure does not reach, and until when it lives: in our stores, at the providers, elsewhere. docs/data-map.md has all of it. */
import { archiveDays } from "../../declaration/names/events";
import { type ProviderName, sendingProviders } from "../../mail/providers/sending-providers";

export interface Remaining {
  where: string;
  what: string;
  until: string;
}

/** Of DynamoDB, to any second of: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html */
const recoveryDays = 35;
/** The longest that SQS keeps: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html */
const queueDays = 14;

const ours: readonly Remaining[] = [
  { where: "the table's backups", what: "the message with a digest of the address", until: `${recoveryDays} days` },
  {
    where: "the queue of events, and its dead letters",
    what: "events that could not be taken yet, with the address",
    until: `${queueDays} days`,
  },
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html: its time is rounded up to midnight, and S3 may take longer.
  {
    where: "the archive of raw events",
    what: "what providers told of the message, with the address",
    until: `${archiveDays} days, and then until S3's next nightly deletion`,
  },
];

const elsewhere: readonly Remaining[] = [
  { where: "the application", what: "its own data and its outbox", until: "it erases them itself" },
  { where: "the receiver's server and mailbox", what: "the message", until: "the receiver deletes it" },
];

export const remainingAfter = (providers: readonly ProviderName[]): Remaining[] => [
  ...ours,
  ...providers.flatMap((name) => (sendingProviders[name].keeps ?? []).map((each) => ({ where: sendingProviders[name].title, ...each }))),
  ...elsewhere,
];
