/**
 * SNS's calls about subscriptions, and Publish. Topics, their attributes, policies and tags are moto's.
 * https://docs.aws.amazon.com/sns/latest/api/API_Operations.html
 */
import { type Input, object, ServiceError, text } from "../query-protocol";
import { invalid, type Subscription, type Subscriptions } from "./subscriptions";

export interface Sent {
  topicArn: string;
  message: string;
  subject?: string | undefined;
  attributes?: Record<string, { Type: string; Value: string }> | undefined;
}

export interface SnsPlace {
  account: string;
  subscriptions: Subscriptions;
  /** @throws ServiceError when there is no such topic. */
  requireTopic(arn: string): Promise<void>;
  /** Told of a subscription that waits for its owner's word. */
  askOwner(subscription: Subscription): void;
  /** @returns the message's id */
  send(sent: Sent): Promise<string>;
}

type Operation = (place: SnsPlace, input: Input) => Promise<object> | object;

const pending = "PendingConfirmation";

export const operations: Record<string, Operation> = {
  async Subscribe({ account, subscriptions, requireTopic, askOwner }, input) {
    const topicArn = text(input.TopicArn);
    await requireTopic(topicArn);
    const attributes = object(input.Attributes) as Record<string, string>;
    const asked = { topicArn, owner: account, protocol: text(input.Protocol), endpoint: text(input.Endpoint), attributes };
    const { subscription, isNew } = subscriptions.subscribe(asked);
    if (isNew && !subscription.isConfirmed) askOwner(subscription);
    const isTold = subscription.isConfirmed || String(input.ReturnSubscriptionArn) === "true";
    return { SubscriptionArn: isTold ? subscription.arn : "pending confirmation" };
  },
  ConfirmSubscription: ({ subscriptions }, input) => {
    const isAuthenticated = String(input.AuthenticateOnUnsubscribe) === "true";
    return { SubscriptionArn: subscriptions.confirm(text(input.TopicArn), text(input.Token), isAuthenticated).arn };
  },
  Unsubscribe: ({ subscriptions }, input) => {
    subscriptions.unsubscribe(text(input.SubscriptionArn));
    return {};
  },
  GetSubscriptionAttributes: ({ subscriptions }, input) => {
    const found = subscriptions.find(text(input.SubscriptionArn));
    return {
      Attributes: new Map(
        Object.entries({
          SubscriptionArn: found.arn,
          TopicArn: found.topicArn,
          Owner: found.owner,
          Protocol: found.protocol,
          Endpoint: found.endpoint,
          PendingConfirmation: String(!found.isConfirmed),
          ConfirmationWasAuthenticated: String(found.isAuthenticated),
          RawMessageDelivery: "false",
          SubscriptionPrincipal: `arn:aws:iam::${found.owner}:root`,
          ...found.attributes,
        }),
      ),
    };
  },
  SetSubscriptionAttributes: ({ subscriptions }, input) => {
    subscriptions.set(text(input.SubscriptionArn), text(input.AttributeName), text(input.AttributeValue));
    return {};
  },
  ListSubscriptions: ({ subscriptions }) => ({ Subscriptions: subscriptions.all().map(listed) }),
  async ListSubscriptionsByTopic({ subscriptions, requireTopic }, input) {
    await requireTopic(text(input.TopicArn));
    return { Subscriptions: subscriptions.ofTopic(text(input.TopicArn)).map(listed) };
  },
  async Publish({ requireTopic, send }, input) {
    const topicArn = text(input.TopicArn) || text(input.TargetArn);
    await requireTopic(topicArn);
    if (input.MessageStructure !== undefined) throw new ServiceError(501, "NotImplemented", "the sandbox has no MessageStructure");
    const message = text(input.Message);
    if (message === "") throw invalid("Empty message");
    if (Buffer.byteLength(message) > 256 * 1024) throw invalid("Message too long");
    const subject = input.Subject === undefined ? undefined : text(input.Subject);
    if (subject !== undefined && !/^[!-~][ -~]{0,99}$/.test(subject)) throw invalid("Subject");
    return { MessageId: await send({ topicArn, message, subject, attributes: attributesOf(input.MessageAttributes) }) };
  },
  PublishBatch: () => {
    throw new ServiceError(501, "NotImplemented", "the sandbox has no PublishBatch");
  },
};

const listed = ({ arn, owner, protocol, endpoint, topicArn, isConfirmed }: Subscription): object => ({
  SubscriptionArn: isConfirmed ? arn : pending,
  Owner: owner,
  Protocol: protocol,
  Endpoint: endpoint,
  TopicArn: topicArn,
});

/** In a form their map's entries are called Name and Value. */
function attributesOf(input: unknown): Sent["attributes"] {
  const entries = Object.entries(object(input));
  if (entries.length === 0) return undefined;
  return Object.fromEntries(
    entries.map(([name, value]) => [name, { Type: text(object(value).DataType), Value: text(object(value).StringValue) }]),
  );
}
