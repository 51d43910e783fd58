/**
 * A topic that tells people: tickets or pages. This environment's alarms publish to it; to the one of tickets also its rules about reads of secrets
 * and the age of credentials. Each address and webhook has a subscription. SNS asks each of them to confirm, and sends nothing before; a webhook must
 * answer its SubscriptionConfirmation.
 */
import { createHash } from "node:crypto";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import type { Construct } from "constructs";
import type { Urgency } from "../../declaration/alarms/alarm";
import { alarmArns, alertTopic, pageTopic } from "../../declaration/names/alarms";
import { credentialAgeRuleArn, secretReadRuleArn } from "../../declaration/names/secrets";
import { providersWithAge } from "../../declaration/rotation";
import type { Environment } from "../../declaration/schema/environment";
import { PrivateTopic } from "./private-topic";

export interface AlertTopicProps {
  environment: Environment;
  encryptionKey: string;
  urgency: Urgency;
}

export class AlertTopic extends PrivateTopic {
  constructor(scope: Construct, id: string, { environment, encryptionKey, urgency }: AlertTopicProps) {
    const alarms = { sid: "Publisher", service: "cloudwatch.amazonaws.com", onBehalfOf: alarmArns(environment) };
    super(scope, id, {
      environment,
      encryptionKey,
      name: urgency === "page" ? pageTopic(environment.name) : alertTopic(environment.name),
      publishers: [alarms, ...(urgency === "page" ? [] : [rules(environment)])],
    });
    for (const endpoint of new Set(toldOf(environment, urgency))) {
      const protocol = endpoint.startsWith("https://") ? "https" : "email";
      new SnsTopicSubscription(this, subscriptionId(endpoint), { topicArn: this.arn, protocol, endpoint });
    }
  }
}

function rules(environment: Environment) {
  const ages = providersWithAge(environment).map((provider) => credentialAgeRuleArn(environment, provider));
  return { sid: "Rules", service: "events.amazonaws.com", onBehalfOf: [secretReadRuleArn(environment), ...ages] };
}

/** Who gets a page when nobody is declared for it: whoever gets tickets. */
const toldOf = ({ alerts }: Environment, urgency: Urgency): readonly string[] =>
  urgency === "page" ? (alerts.pages ?? alerts.notify) : alerts.notify;

/** Made of the entry, not of its index: an entry that moves in the list must not have to confirm again. */
function subscriptionId(endpoint: string): string {
  const words = endpoint.replaceAll(/[^A-Za-z0-9]+/g, "-");
  return `${words}-${createHash("sha256").update(endpoint).digest("hex").slice(0, 6)}`;
}
