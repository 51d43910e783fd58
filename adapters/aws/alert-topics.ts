/** A topic's subscribers, and one message to it. SNS speaks forms and XML: https://docs.aws.amazon.com/sns/latest/api. */
import { type AwsServiceSettings, elementsOf, form, nextPage, requireElement, signedCall } from "./signed-call";

export interface TopicSubscriber {
  protocol: string;
  endpoint: string;
  isConfirmed: boolean;
}

const version = "2010-03-31";

async function ask(fields: Record<string, string>, settings: AwsServiceSettings): Promise<string> {
  const called = `SNS ${fields.Action}`;
  const question = form({ Version: version, ...fields });
  const answer = await signedCall({ called, service: "sns", host: `sns.${settings.region}`, ...question }, settings);
  requireElement(called, answer, `${fields.Action}Result`);
  return answer.text;
}

/** @returns the message's id. @throws AwsError */
export async function publishToTopic(
  topic: string,
  message: { subject: string; text: string },
  settings: AwsServiceSettings,
): Promise<string> {
  const text = await ask({ Action: "Publish", TopicArn: topic, Subject: message.subject, Message: message.text }, settings);
  return elementsOf(text, "MessageId")[0] ?? "";
}

/** All of them, page by page. @throws AwsError */
export async function topicSubscribers(topic: string, settings: AwsServiceSettings): Promise<TopicSubscriber[]> {
  const found: TopicSubscriber[] = [];
  for (let token: string | undefined; ; ) {
    const text = await ask({ Action: "ListSubscriptionsByTopic", TopicArn: topic, ...(token ? { NextToken: token } : {}) }, settings);
    for (const [member] of text.matchAll(/<member>[\s\S]*?<\/member>/g)) {
      const of = (name: string): string => elementsOf(member, name)[0] ?? "";
      found.push({ protocol: of("Protocol"), endpoint: of("Endpoint"), isConfirmed: of("SubscriptionArn").startsWith("arn:") });
    }
    token = nextPage("SNS ListSubscriptionsByTopic", token, elementsOf(text, "NextToken")[0]);
    if (!token) return found;
  }
}
