/** Who answers a call: our own stand-ins for what moto does otherwise than AWS, in order, and moto for everything else. */
import type { AccessKeys } from "./access-keys";
import type { BucketPolicies } from "./bucket-policies";
import type { Answer, Answerer, Call } from "./call";
import { ConditionalWrites } from "./conditional-writes";
import { iamChecks } from "./iam-checks";
import { lastUsed } from "./last-used";
import type { MotoClient } from "./moto-client";
import { queueAttributes } from "./queue-attributes";
import type { SecretsManager } from "./secrets/answer";
import { operations as snsOperations } from "./sns/operations";
import { signatureVersions } from "./sns/signature-version";
import { tableAges } from "./table-age";
import type { Kind, Turns } from "./turns";
import { userBoundaries } from "./user-boundaries";
import { awsError } from "./wire";

export interface AnswererOptions {
  moto: MotoClient;
  secrets: SecretsManager;
  keys: AccessKeys;
  turns: Turns;
  buckets: BucketPolicies;
  watching(call: Call): ReturnType<Answerer>;
  /** Milliseconds that were let go by. */
  passed(): number;
  /** Told of every call that was answered. */
  learn(call: Call, answer: Answer): void;
}

export function answererOf({
  moto,
  secrets,
  keys,
  turns,
  buckets,
  watching,
  passed,
  learn,
}: AnswererOptions): (call: Call) => Promise<Answer> {
  const conditionalWrites = new ConditionalWrites();
  const iam = iamChecks();
  const boundaries = userBoundaries(moto);
  const tables = tableAges(moto, passed);
  const answerers: Answerer[] = [
    iam.answer,
    userWithKeys(keys),
    boundaries.answer,
    lastUsed(keys),
    signatureVersions(moto),
    queueAttributes(moto),
    tables.answer,
    watching,
    ({ service, account, request, body }) => (service === "s3" ? buckets.answer(account, request, body) : undefined),
    secrets.answer,
  ];

  async function own(call: Call): Promise<Answer | undefined> {
    for (const answerer of answerers) {
      const answered = await answerer(call);
      if (answered) return answered;
    }
    return undefined;
  }

  async function answer(call: Call): Promise<Answer> {
    const answered = (await own(call)) ?? (await moto.ask({ ...call, account: buckets.accountFor(call) }));
    keys.learn(call, answered);
    iam.learn(call, answered);
    boundaries.learn(call, answered);
    tables.learn(call, answered);
    learn(call, answered);
    return answered;
  }

  return (call) => {
    const kind = kindOf(call);
    if (kind === "free") return answer(call);
    return conditionalWrites.take(call, () => turns.take(`${call.account} ${call.service}`, kind, () => answer(call)));
  };
}

/** What an action that only reads is called, in any service; S3 has methods instead. */
const reads = /^(Get|List|Describe|Head|BatchGet|Query$|Scan$|Search|Lookup|Check|Simulate|Validate)/;

/** Ours, each of which changes things in one step, and may ask other stand-ins meanwhile. */
const isOurs = ({ service, operation }: Call): boolean =>
  service === "secretsmanager" ||
  (service === "monitoring" && !operation.includes("Dashboard")) ||
  (service === "sns" && operation in snsOperations) ||
  (service === "events" && operation === "PutEvents");

/**
 * SQS may hold a ReceiveMessage back for 20 s: it takes no turn, so that what it
 * waits for can be sent.
 */
function kindOf(call: Call): Kind | "free" {
  const { service, operation, request } = call;
  const { method } = request;
  if (isOurs(call) || (service === "sqs" && operation === "ReceiveMessage")) return "free";
  const isRead = service === "s3" || !/^\w+$/.test(operation) ? method === "GET" || method === "HEAD" : reads.test(operation);
  return isRead ? "read" : "write";
}

/** moto would delete the user and leave the keys working. */
const userWithKeys =
  (keys: AccessKeys): Answerer =>
  ({ service, operation, account, resource, dialect }) => {
    if (service !== "iam" || operation !== "DeleteUser" || keys.ofUser(account, resource).length === 0) return undefined;
    return awsError(dialect, 409, "inUse", "Cannot delete entity, must delete access keys first.");
  };
