/** CloudWatch Logs. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html */
import { requestTags } from "../context";
import { type Asked, need, nothing, type Permission, string, tagsOf } from "../permission";

const aboutNothing =
  /^(DescribeLogGroups|DescribeDestinations|DescribeResourcePolicies|PutResourcePolicy|DescribeQueries|GetQueryResults|StopQuery|TestMetricFilter)$/;

export function logs({ call, input, arn }: Asked): Permission[] | undefined {
  const { operation } = call;
  const action = `logs:${operation}`;
  const tags = tagsOf(input.tags);
  const more = { context: requestTags(tags) };
  if (aboutNothing.test(operation)) return [need(action, nothing, more)];
  if (/^(Tag|Untag|ListTagsFor)Resource$/.test(operation)) return [need(action, { arn: string(input.resourceArn) }, more)];
  const named = string(input.logGroupName) || string(input.logGroupIdentifier);
  if (!named) return undefined;
  const group = named.startsWith("arn:") ? named.replace(/:\*$/, "") : arn("logs", `log-group:${named}`);
  // As AWS names it in refusals: a group ends with an empty stream.
  const resource = { arn: `${group}:log-stream:${string(input.logStreamName)}` };
  const tagging = operation === "CreateLogGroup" && Object.keys(tags).length > 0 ? [need("logs:TagResource", resource, more)] : [];
  return [need(action, resource, more), ...tagging];
}
