/**
 * Subscriptions of SNS's topics, in one account and region. Knows no HTTP and delivers nothing.
 * https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html Not here: filter policies (501), expiry of what is not confirmed, redrive policies.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { ServiceError } from "../query-protocol";

type Protocol = (typeof protocols)[number];

export interface Subscription {
  arn: string;
  topicArn: string;
  owner: string;
  protocol: Protocol;
  endpoint: string;
  /** Until then nothing is delivered. */
  isConfirmed: boolean;
  /** By a signed call, so that a link in a message cannot end it. */
  isAuthenticated: boolean;
  token: string;
  isRaw: boolean;
  /** As they were set. */
  attributes: Record<string, string>;
}

const protocols = ["email", "https", "http", "sqs", "lambda"] as const;
const settable = /^(RawMessageDelivery|DeliveryPolicy|RedrivePolicy|SubscriptionRoleArn)$/;
const filters = /^FilterPolicy/;

export class Subscriptions {
  readonly #all = new Map<string, Subscription>();

  /** The same endpoint again is the same subscription. @returns whether it is new. */
  subscribe(asked: { topicArn: string; owner: string; protocol: string; endpoint: string; attributes: Record<string, string> }): {
    subscription: Subscription;
    isNew: boolean;
  } {
    const { topicArn, owner, endpoint, attributes } = asked;
    const protocol = protocolOf(asked.protocol);
    requireEndpoint(protocol, endpoint);
    const known = [...this.#all.values()].find(
      (each) => each.topicArn === topicArn && each.protocol === protocol && each.endpoint === endpoint,
    );
    if (known) return { subscription: known, isNew: false };
    // A function and a queue of the topic's own account need nobody's word.
    const isConfirmed = (protocol === "sqs" || protocol === "lambda") && endpoint.split(":")[4] === topicArn.split(":")[4];
    const subscription: Subscription = {
      arn: `${topicArn}:${randomUUID()}`,
      ...{ topicArn, owner, protocol, endpoint, isConfirmed },
      isAuthenticated: isConfirmed,
      token: randomBytes(128).toString("hex"),
      isRaw: false,
      attributes: {},
    };
    for (const [name, value] of Object.entries(attributes)) set(subscription, name, value);
    this.#all.set(subscription.arn, subscription);
    return { subscription, isNew: true };
  }

  confirm(topicArn: string, token: string, isAuthenticated: boolean): Subscription {
    const found = this.ofTopic(topicArn).find((each) => each.token === token);
    if (!found) throw invalid("Token");
    found.isConfirmed = true;
    found.isAuthenticated = found.isAuthenticated || isAuthenticated;
    return found;
  }

  unsubscribe(arn: string): void {
    const found = this.find(arn);
    if (found.isConfirmed) this.#all.delete(arn);
    // Terraform's AWS provider knows these words, and lets the subscription be: it ends with its topic, or after three days.
    else throw invalid("SubscriptionArn Reason: Cannot unsubscribe a subscription that is pending confirmation");
  }

  set(arn: string, name: string, value: string): void {
    set(this.find(arn), name, value);
  }

  find(arn: string): Subscription {
    const found = this.#all.get(arn);
    if (!found) throw new ServiceError(404, "NotFound", "Subscription does not exist");
    return found;
  }

  all = (): Subscription[] => [...this.#all.values()];
  ofTopic = (topicArn: string): Subscription[] => this.all().filter((each) => each.topicArn === topicArn);

  forgetTopic(topicArn: string): void {
    for (const { arn } of this.ofTopic(topicArn)) this.#all.delete(arn);
  }
}

function set(subscription: Subscription, name: string, value: string): void {
  if (filters.test(name)) throw new ServiceError(501, "NotImplemented", `the sandbox has no ${name}`);
  if (!settable.test(name)) throw invalid("AttributeName");
  if (value === "") delete subscription.attributes[name];
  else subscription.attributes[name] = value;
  if (name === "RawMessageDelivery") subscription.isRaw = value === "true";
}

function protocolOf(protocol: string): Protocol {
  const found = protocols.find((each) => each === protocol);
  if (found) return found;
  if (/^(email-json|sms|application|firehose)$/.test(protocol)) {
    throw new ServiceError(501, "NotImplemented", `the sandbox has no protocol ${protocol}`);
  }
  throw invalid(`Amazon SNS does not support this protocol string: ${protocol}`);
}

function requireEndpoint(protocol: Protocol, endpoint: string): void {
  if (protocol === "email" && !/^[^\s@]+@[^\s@]+$/.test(endpoint)) throw invalid("Email address");
  if (/^https?$/.test(protocol) && !endpoint.startsWith(`${protocol}://`)) throw invalid(`Endpoint must match the specified protocol`);
  if (protocol === "sqs" && !/^arn:aws[a-z-]*:sqs:[\w-]+:\d{12}:[\w-]+$/.test(endpoint)) throw invalid("SQS endpoint ARN");
  if (protocol === "lambda" && !/^arn:aws[a-z-]*:lambda:[\w-]+:\d{12}:function:[\w-]+$/.test(endpoint))
    throw invalid("Lambda endpoint ARN");
}

export const invalid = (what: string): ServiceError =>
  new ServiceError(400, "InvalidParameter", `Invalid parameter: ${what}`, "InvalidParameterException");
