/** SNS. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html */
import { requestTags } from "../context";
import { type Asked, need, nothing, type Permission, string, tagsOf } from "../permission";

const keys = [/^sns:(Endpoint|Protocol)$/i, /^aws:SourceOwner$/i];
const aboutNothing =
  /^(ListTopics|ListSubscriptions|GetSubscriptionAttributes|SetSubscriptionAttributes|Unsubscribe|ListPlatformApplications)$/;

export async function sns({ call, input, holdings, arn }: Asked): Promise<Permission[] | undefined> {
  const { operation } = call;
  const action = `sns:${operation.replace(/Batch$/, "")}`;
  if (aboutNothing.test(operation)) return [need(action, nothing, { keys })];
  const named = [input.TopicArn, input.ResourceArn, input.TargetArn].map(string).find((value) => value !== "");
  const topic = named ?? (input.Name ? arn("sns", string(input.Name)) : undefined);
  if (!topic) return undefined;
  const tags = tagsOf(input.Tags);
  const context = {
    "AWS:SourceOwner": call.account,
    ...requestTags(tags),
    ...(Array.isArray(input.TagKeys) ? { "aws:TagKeys": input.TagKeys.map(String) } : {}),
    ...(input.Protocol ? { "sns:Protocol": string(input.Protocol) } : {}),
    ...(input.Endpoint ? { "sns:Endpoint": string(input.Endpoint) } : {}),
  };
  const { attributes, ...described } = await holdings.topic(call, topic);
  const resource = { arn: topic, ...described };
  const tagging = operation === "CreateTopic" && Object.keys(tags).length > 0;
  return [
    need(action, resource, { keys, context }),
    ...(tagging ? [need("sns:TagResource", resource, { keys, context })] : []),
    ...(action === "sns:Publish" ? await useOfKey(topic, attributes?.KmsMasterKeyId, { call, holdings }) : []),
  ];
}

const keysOfKms = [/^kms:(CallerAccount|ViaService|EncryptionContextKeys|EncryptionContext:.*)$/i];

/** Who publishes to an encrypted topic uses its key. https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html */
async function useOfKey(
  topic: string,
  id: string | undefined,
  { call, holdings }: Pick<Asked, "call" | "holdings">,
): Promise<Permission[]> {
  const key = id ? await holdings.key(call, id) : undefined;
  if (!key) return [];
  const context = {
    "kms:CallerAccount": call.account,
    "kms:ViaService": `sns.${call.region}.amazonaws.com`,
    "kms:EncryptionContext:aws:sns:topicArn": topic,
    "kms:EncryptionContextKeys": ["aws:sns:topicArn"],
  };
  return ["kms:GenerateDataKey", "kms:Decrypt"].map((action) => need(action, { ...key, decides: true }, { keys: keysOfKms, context }));
}
