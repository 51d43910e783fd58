/**
 * Where alarms go: a topic that CloudWatch's alarms of this environment may publish to, and a subscription for each address and webhook.
 * SNS asks each of them to confirm, and sends nothing before; a webhook must answer its SubscriptionConfirmation.
 */
import { createHash } from "node:crypto";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import type { Construct } from "constructs";
import { alarmArns, alertTopic } from "../../environments/names";
import type { Environment } from "../../environments/schema";
import { PrivateTopic } from "./private-topic";

export interface AlertTopicProps {
  environment: Environment;
  encryptionKey: string;
}

export class AlertTopic extends PrivateTopic {
  constructor(scope: Construct, id: string, { environment, encryptionKey }: AlertTopicProps) {
    super(scope, id, {
      environment,
      encryptionKey,
      name: alertTopic(environment.name),
      publisher: { service: "cloudwatch.amazonaws.com", onBehalfOf: alarmArns(environment) },
    });
    for (const endpoint of new Set(environment.alerts.notify)) {
      const protocol = endpoint.startsWith("https://") ? "https" : "email";
      new SnsTopicSubscription(this, subscriptionId(endpoint), { topicArn: this.arn, protocol, endpoint });
    }
  }
}

/** By what it is, not by its place: an entry that moves in the list must not be asked to confirm again. */
function subscriptionId(endpoint: string): string {
  const words = endpoint.replaceAll(/[^A-Za-z0-9]+/g, "-");
  return `${words}-${createHash("sha256").update(endpoint).digest("hex").slice(0, 6)}`;
}
