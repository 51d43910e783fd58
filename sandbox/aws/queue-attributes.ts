/**
 * SQS gives a queue's redrive policy as compact JSON; moto writes blanks into it, which Terraform takes for a change.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html (its example response)
 */
import type { Answerer } from "./call";
import type { MotoClient } from "./moto-client";

const documents = ["RedrivePolicy", "RedriveAllowPolicy"];

export const queueAttributes =
  (moto: Pick<MotoClient, "ask">): Answerer =>
  async (call) => {
    if (call.service !== "sqs" || call.operation !== "GetQueueAttributes" || call.dialect !== "json") return undefined;
    const answer = await moto.ask(call);
    if (answer.status !== 200) return answer;
    const { Attributes, ...rest } = JSON.parse(String(answer.body)) as { Attributes?: Record<string, string> };
    if (!Attributes) return answer;
    for (const name of documents) if (Attributes[name]) Attributes[name] = JSON.stringify(JSON.parse(Attributes[name]));
    const { "content-length": _, ...headers } = answer.headers;
    return { ...answer, headers, body: JSON.stringify({ Attributes, ...rest }) };
  };
