/**
 * What takes in what becomes of messages: a queue with one for what cannot be taken, the function that takes, the table in which it is kept, and the
 * key of the addresses' digests. Each provider adds how its events come into the queue (stacks/senders/). docs/decisions/0023 says how they are kept.
 */
import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { LambdaEventSourceMapping } from "@cdktf/provider-aws/lib/lambda-event-source-mapping";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { Construct } from "constructs";
import { streamsOf, tellsOutcomes } from "../../declaration/events";
import { sendingEventTopic, topicArn } from "../../declaration/names/alarms";
import {
  addressKeyAlias,
  deadEventQueue,
  eventQueue,
  eventTable,
  eventTableExpiry,
  eventTableIndexes,
  eventTableKey,
  outcomeQueue,
} from "../../declaration/names/events";
import type { Environment } from "../../declaration/schema/environment";
import { deadEventQueueArn, eventQueueArn, outcomeQueueArn } from "../policies/arns";
import { policyDocument, type Statement } from "../policies/document";
import { EventArchive } from "./event-archive";
import { EventFunction } from "./event-function";
import { recoveryDays } from "./secret-container";

const fourteenDays = 14 * 24 * 3600;
/** The function's time-out. A message stays hidden for six times as long: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const takeSeconds = 30;
/** Then a message is dead: five times a minute or more apart, so a store that is down for a moment loses nothing. */
const mostTries = 5;

export class EventPipeline extends Construct {
  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id);
    this.keepMessages(environment);
    this.createAddressKey(environment);
    const archive = new EventArchive(this, "archive", environment);
    const queue = this.createQueues(environment);
    const outcomes = tellsOutcomes(environment) ? this.createOutcomeQueue(environment) : undefined;
    const { functionName } = new EventFunction(this, "take-events", {
      environment,
      name: "take-events",
      purpose: "Takes what became of messages from the queue into the table",
      seconds: takeSeconds,
      variables: {
        TWINPOST_ACCOUNT: environment.aws.account,
        TWINPOST_ARCHIVE: archive.bucket,
        TWINPOST_EVENT_TABLE: eventTable(environment.name),
        TWINPOST_EVENT_TOPIC: topicArn(environment, sendingEventTopic(environment.name)),
        TWINPOST_ADDRESS_KEY: addressKeyAlias(environment.name),
        TWINPOST_STREAMS: streamsOf(environment).join(","),
        ...(outcomes && { TWINPOST_OUTCOME_QUEUE: outcomes.url }),
      },
    });
    new LambdaEventSourceMapping(this, "take-from-queue", {
      eventSourceArn: queue.arn,
      functionName,
      batchSize: 10,
      maximumBatchingWindowInSeconds: 1,
      functionResponseTypes: ["ReportBatchItemFailures"],
      // So that a day's backlog leaves the account's concurrency to its other functions, of which a young account has ten.
      scalingConfig: { maximumConcurrency: 5 },
    });
  }

  /** Losing it loses what became of everybody's invitations: `twinpost destroy` lifts the protection. */
  private keepMessages({ name }: Environment): void {
    const { byProviderId, byRecipient } = eventTableIndexes;
    const type = (attribute: string): string => (attribute === byRecipient.sort ? "N" : "S");
    const keys = [eventTableKey, byProviderId.key, byRecipient.key, byRecipient.sort];
    new DynamodbTable(this, "table", {
      name: eventTable(name),
      billingMode: "PAY_PER_REQUEST",
      hashKey: eventTableKey,
      attribute: keys.map((attribute) => ({ name: attribute, type: type(attribute) })),
      globalSecondaryIndex: [
        { name: byProviderId.name, hashKey: byProviderId.key, projectionType: "KEYS_ONLY" },
        { name: byRecipient.name, hashKey: byRecipient.key, rangeKey: byRecipient.sort, projectionType: "KEYS_ONLY" },
      ],
      ttl: { attributeName: eventTableExpiry, enabled: true },
      pointInTimeRecovery: { enabled: true },
      deletionProtectionEnabled: true,
    });
  }

  /** Of its own: it never leaves KMS, and who may use the secrets' key may not try addresses. HMAC keys cannot be rotated. */
  private createAddressKey(environment: Environment): void {
    const { name } = environment;
    const key = new KmsKey(this, "address-key", {
      description: `Twinpost ${name}: digests of recipients' addresses`,
      customerMasterKeySpec: "HMAC_256",
      keyUsage: "GENERATE_VERIFY_MAC",
      deletionWindowInDays: recoveryDays,
      policy: policyDocument([ofTheAccount(environment)]),
    });
    new KmsAlias(this, "address-key-alias", { name: addressKeyAlias(name), targetKeyId: key.keyId });
  }

  /** For the application, which reads it by an IAM policy of its own. No address is in it. */
  private createOutcomeQueue(environment: Environment): SqsQueue {
    return new SqsQueue(this, "outcomes", {
      name: outcomeQueue(environment.name),
      messageRetentionSeconds: fourteenDays,
      sqsManagedSseEnabled: true,
      policy: policyDocument([tlsOnly(outcomeQueueArn(environment))]),
    });
  }

  /**
   * SQS requires that the dead letters' queue is there, so one comes after the other, though the plugin waits half a minute for each
   * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue.html). Encrypted by SQS's own
   * key, for which SNS and the functions need no permission.
   */
  private createQueues(environment: Environment): SqsQueue {
    const usual = { messageRetentionSeconds: fourteenDays, sqsManagedSseEnabled: true, visibilityTimeoutSeconds: 6 * takeSeconds };
    const deadLetters = new SqsQueue(this, "dead-letters", {
      ...usual,
      name: deadEventQueue(environment.name),
      policy: policyDocument([tlsOnly(deadEventQueueArn(environment))]),
    });
    return new SqsQueue(this, "queue", {
      ...usual,
      name: eventQueue(environment.name),
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: deadEventQueueArn(environment), maxReceiveCount: mostTries }),
      policy: policyDocument(whoMayQueue(environment)),
      dependsOn: [deadLetters],
    });
  }
}

/** Roles of the account by their own policies; SNS for the one topic. A message is believed only with SNS's signature or the webhook's. */
function whoMayQueue(environment: Environment): Statement[] {
  const Resource = eventQueueArn(environment);
  const topic = topicArn(environment, sendingEventTopic(environment.name));
  return [
    {
      Sid: "SendingEvents",
      Effect: "Allow",
      Principal: { Service: "sns.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource,
      Condition: { ArnEquals: { "aws:SourceArn": topic } },
    },
    tlsOnly(Resource),
  ];
}

const tlsOnly = (queue: string): Statement => ({
  Sid: "TlsOnly",
  Effect: "Deny",
  Principal: "*",
  Action: "sqs:*",
  Resource: queue,
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});

/** The account's own IAM policies decide, as in a key's default policy. */
const ofTheAccount = ({ aws }: Environment): Statement => ({
  Sid: "IamPoliciesOfTheAccount",
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${aws.account}:root` },
  Action: "kms:*",
  Resource: "*",
});
