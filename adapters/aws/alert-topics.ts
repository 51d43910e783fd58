/** A topic's subscribers, and one message to it. SNS speaks forms and XML: https://docs.aws.amazon.com/sns/latest/api. */
import { type AwsServiceSettings, elementsOf, form, signedCall } from "./signed-call";

export interface TopicSubscriber {
  protocol: string;
  endpoint: string;
  isConfirmed: boolean;
}

const version = "2010-03-31";

function ask(fields: Record<string, string>, settings: AwsServiceSettings): Promise<{ text: string }> {
  const question = form({ Version: version, ...fields });
  return signedCall({ called: `SNS ${fields.Action}`, service: "sns", host: `sns.${settings.region}`, ...question }, settings);
}

/** @returns the message's id. */
export async function publishToTopic(
  topic: string,
  message: { subject: string; text: string },
  settings: AwsServiceSettings,
): Promise<string> {
  const { text } = await ask({ Action: "Publish", TopicArn: topic, Subject: message.subject, Message: message.text }, settings);
  return elementsOf(text, "MessageId")[0] ?? "";
}

/** All of them, page by page. */
export async function topicSubscribers(topic: string, settings: AwsServiceSettings): Promise<TopicSubscriber[]> {
  const found: TopicSubscriber[] = [];
  for (let token: string | undefined; ; ) {
    const { text } = await ask({ Action: "ListSubscriptionsByTopic", TopicArn: topic, ...(token ? { NextToken: token } : {}) }, settings);
    for (const [member] of text.matchAll(/<member>[\s\S]*?<\/member>/g)) {
      const of = (name: string): string => elementsOf(member, name)[0] ?? "";
      found.push({ protocol: of("Protocol"), endpoint: of("Endpoint"), isConfirmed: of("SubscriptionArn").startsWith("arn:") });
    }
    token = elementsOf(text, "NextToken")[0];
    if (!token) return found;
  }
}
