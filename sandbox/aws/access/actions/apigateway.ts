/**
 * API Gateway, version 2: its actions are the methods of its own HTTP API, and tags in a request need TagResource beside them
 * (aws-amplify/amplify-cli#12316 has AWS's refusal). https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagementv2.html
 * Belief: that a tag call is about `/tags/<the encoded ARN>` (iann0036/iam-dataset#39 has it of version 1).
 */
import { requestTags } from "../context";
import { type Asked, need, type Permission, tagsOf } from "../permission";

const keys = [/^apigateway:(Request|Resource)\/\w+$/i];

export function apigateway({ call, input }: Asked): Permission[] | undefined {
  const { method = "GET", url = "/" } = call.request;
  const { pathname, searchParams } = new URL(url, "http://gateway");
  const [, path] = /^\/v2(\/.+)$/.exec(pathname) ?? [];
  if (path === undefined) return undefined;
  // "%24default" is "$default"; a tagged ARN stays as it is written.
  const arn = `arn:aws:apigateway:${call.region}::${path.startsWith("/tags/") ? path : decodeURIComponent(path)}`;
  const tags = tagsOf(input.tags);
  const tagKeys = searchParams.getAll("tagKeys");
  const context = { ...requestTags(tags), ...(tagKeys.length > 0 ? { "aws:TagKeys": tagKeys } : {}) };
  const isTagging = method === "POST" && !path.startsWith("/tags/") && Object.keys(tags).length > 0;
  const actions = [method, ...(isTagging ? ["TagResource"] : [])];
  return actions.map((action) => need(`apigateway:${action}`, { arn }, { keys, context }));
}
