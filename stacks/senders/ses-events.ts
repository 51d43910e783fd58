/**
 * SES's events about each message. Single events go to a topic for programs, instead of mail to the sender. Counts per configuration set go to
 * CloudWatch, for the alarms and the dashboard. The topic is not the alert topic: every message has an event, which names its recipient.
 */
import { Sesv2ConfigurationSetEventDestination } from "@cdktf/provider-aws/lib/sesv2-configuration-set-event-destination";
import { Sesv2EmailIdentityFeedbackAttributes } from "@cdktf/provider-aws/lib/sesv2-email-identity-feedback-attributes";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import { sendingEventTopic } from "../../declaration/names/alarms";
import { sesMetrics } from "../../declaration/names/ses";
import type { Environment } from "../../declaration/schema/environment";
import { PrivateTopic } from "../constructs/private-topic";
import { eventQueueArn } from "../policies/arns";
import type { SesSender } from "./ses-sender";

/**
 * In SES's own, alphabetical order: earlier versions of the AWS provider planned a change for any other (hashicorp/aws #36896). Opens and
 * clicks are not tracked; SMTP renders no templates and knows no subscriptions.
 */
const followed = ["BOUNCE", "COMPLAINT", "DELIVERY", "DELIVERY_DELAY", "REJECT", "SEND"];
const counted = ["BOUNCE", "COMPLAINT", "DELIVERY", "REJECT", "SEND"];

export interface SendingEventsProps {
  environment: Environment;
  ses: SesSender;
  encryptionKey: string;
}

export class SendingEvents extends Construct {
  constructor(scope: Construct, id: string, { environment, ses, encryptionKey }: SendingEventsProps) {
    super(scope, id);
    const { configurationSetName } = ses.configurationSet;
    const topic = new PrivateTopic(this, "events", {
      environment,
      encryptionKey,
      name: sendingEventTopic(environment.name),
      signatureVersion: 2,
      publishers: [{ sid: "Publisher", service: "ses.amazonaws.com", onBehalfOf: [ses.configurationSet.arn] }],
    });
    // Each with SNS's signature, which the function that takes it from the queue requires.
    new SnsTopicSubscription(this, "to-queue", { topicArn: topic.arn, protocol: "sqs", endpoint: eventQueueArn(environment) });
    const toTopic = new Sesv2ConfigurationSetEventDestination(this, "to-topic", {
      configurationSetName,
      eventDestinationName: "topic",
      eventDestination: { enabled: true, matchingEventTypes: followed, snsDestination: { topicArn: topic.arn } },
    });
    new Sesv2ConfigurationSetEventDestination(this, "to-cloudwatch", {
      configurationSetName,
      eventDestinationName: "cloudwatch",
      eventDestination: {
        enabled: true,
        matchingEventTypes: counted,
        cloudWatchDestination: { dimensionConfiguration: [byConfigurationSet] },
      },
    });
    // Otherwise SES mails every bounce and complaint to the return path, which nobody reads. SES requires the topic first.
    new Sesv2EmailIdentityFeedbackAttributes(this, "feedback", {
      emailIdentity: ses.identity.emailIdentity,
      emailForwardingEnabled: false,
      dependsOn: [toTopic],
    });
  }
}

/** SES tags every message with its configuration set by itself; the default is for messages without the tag, of which there are none. */
const byConfigurationSet = {
  dimensionName: sesMetrics.configurationSetDimension,
  dimensionValueSource: "MESSAGE_TAG",
  defaultDimensionValue: "none",
};
