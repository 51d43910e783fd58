/**
 * The alert topic: this environment's alarms, and its rules about reads of secrets and the age of credentials, publish to it. Each address and
 * webhook has a subscription. SNS asks each of them to confirm, and sends nothing before; a webhook must answer its SubscriptionConfirmation.
 */
import { createHash } from "node:crypto";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import type { Construct } from "constructs";
import { alarmArns, alertTopic } from "../../declaration/names/alarms";
import { credentialAgeRuleArn, secretReadRuleArn } from "../../declaration/names/secrets";
import { providersWithAge } from "../../declaration/rotation";
import type { Environment } from "../../declaration/schema/environment";
import { PrivateTopic } from "./private-topic";

export interface AlertTopicProps {
  environment: Environment;
  encryptionKey: string;
}

export class AlertTopic extends PrivateTopic {
  constructor(scope: Construct, id: string, { environment, encryptionKey }: AlertTopicProps) {
    const ages = providersWithAge(environment).map((provider) => credentialAgeRuleArn(environment, provider));
    super(scope, id, {
      environment,
      encryptionKey,
      name: alertTopic(environment.name),
      publishers: [
        { sid: "Publisher", service: "cloudwatch.amazonaws.com", onBehalfOf: alarmArns(environment) },
        { sid: "Rules", service: "events.amazonaws.com", onBehalfOf: [secretReadRuleArn(environment), ...ages] },
      ],
    });
    for (const endpoint of new Set(environment.alerts.notify)) {
      const protocol = endpoint.startsWith("https://") ? "https" : "email";
      new SnsTopicSubscription(this, subscriptionId(endpoint), { topicArn: this.arn, protocol, endpoint });
    }
  }
}

/** Made of the entry, not of its index: an entry that moves in the list must not have to confirm again. */
function subscriptionId(endpoint: string): string {
  const words = endpoint.replaceAll(/[^A-Za-z0-9]+/g, "-");
  return `${words}-${createHash("sha256").update(endpoint).digest("hex").slice(0, 6)}`;
}
