/** SQS. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html */
import { requestTags } from "../context";
import { type Asked, need, nothing, type Permission, string, tagsOf } from "../permission";

export async function sqs({ call, input, holdings, arn }: Asked): Promise<Permission[] | undefined> {
  const { operation } = call;
  // A batch needs what one of its messages needs.
  const action = `sqs:${operation.replace(/Batch$/, "")}`;
  if (operation === "ListQueues") return [need(action, nothing)];
  const url = string(input.QueueUrl);
  const name =
    string(input.QueueName) || url.slice(url.lastIndexOf("/") + 1) || string(input.SourceArn ?? input.DestinationArn).split(":")[5];
  if (!name) return undefined;
  const resource = { arn: arn("sqs", name), ...(await holdings.queue(call, name)) };
  const tags = tagsOf(input.Tags ?? input.tags);
  const context = requestTags(tags);
  const tagging = operation === "CreateQueue" && Object.keys(tags).length > 0 ? [need("sqs:TagQueue", resource, { context })] : [];
  return [need(action, resource, { context }), ...tagging];
}
