/**
 * How a topic's messages are signed, which moto forgets: "1" is SHA-1 and what a topic has without being told, "2" is SHA-256.
 * https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html. Belief: a topic that was never told shows none.
 */
import type { Answer, Answerer, Call } from "../call";
import type { MotoClient } from "../moto-client";
import { object, readInput, text } from "../query-protocol";
import { awsError, elements } from "../wire";

export function signatureVersions(moto: MotoClient): Answerer {
  const versions = new Map<string, string>();

  async function create(call: Call): Promise<Answer> {
    const version = object(readInput(call).Attributes).SignatureVersion;
    const answer = version !== undefined && !isVersion(version) ? invalid(call) : await moto.ask(call);
    const [arn] = elements(String(answer.body), "TopicArn");
    if (arn !== undefined && version !== undefined && answer.status === 200) versions.set(arn, text(version));
    return answer;
  }

  async function change(call: Call): Promise<Answer | undefined> {
    const { TopicArn, AttributeName, AttributeValue } = readInput(call);
    if (AttributeName !== "SignatureVersion") return undefined;
    if (!isVersion(AttributeValue)) return invalid(call);
    const answer = await moto.ask(call);
    if (answer.status === 200) versions.set(text(TopicArn), text(AttributeValue));
    return answer;
  }

  async function show(call: Call): Promise<Answer | undefined> {
    const version = versions.get(text(readInput(call).TopicArn));
    if (version === undefined) return undefined;
    const answer = await moto.ask(call);
    const entry = `<entry><key>SignatureVersion</key><value>${version}</value></entry>`;
    return { ...answer, body: String(answer.body).replace("</Attributes>", `${entry}</Attributes>`) };
  }

  return (call) => {
    if (call.service !== "sns" || call.dialect !== "query") return undefined;
    if (call.operation === "CreateTopic") return create(call);
    if (call.operation === "SetTopicAttributes") return change(call);
    if (call.operation === "DeleteTopic") versions.delete(text(readInput(call).TopicArn));
    return call.operation === "GetTopicAttributes" ? show(call) : undefined;
  };
}

const isVersion = (value: unknown): boolean => value === "1" || value === "2";
const invalid = ({ dialect }: Call): Answer => awsError(dialect, 400, "invalid", "Invalid parameter: Attributes Reason: SignatureVersion");
