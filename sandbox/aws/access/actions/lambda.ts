/** Lambda. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html */
import { requestTags } from "../context";
import { type Asked, need, nothing, type Permission, string, tagsOf } from "../permission";
import { passRole } from "./iam";

/** By the route, as the stand-in of Lambda has it. */
const actions: Readonly<Record<string, string>> = {
  "POST /2015-03-31/functions": "CreateFunction",
  "GET /2015-03-31/functions/{name}": "GetFunction",
  "GET /2015-03-31/functions/{name}/configuration": "GetFunctionConfiguration",
  "GET /2015-03-31/functions/{name}/versions": "ListVersionsByFunction",
  "GET /2020-06-30/functions/{name}/code-signing-config": "GetFunctionCodeSigningConfig",
  "PUT /2015-03-31/functions/{name}/code": "UpdateFunctionCode",
  "PUT /2015-03-31/functions/{name}/configuration": "UpdateFunctionConfiguration",
  "DELETE /2015-03-31/functions/{name}": "DeleteFunction",
  "POST /2015-03-31/functions/{name}/policy": "AddPermission",
  "GET /2015-03-31/functions/{name}/policy": "GetPolicy",
  "DELETE /2015-03-31/functions/{name}/policy/{sid}": "RemovePermission",
  "POST /2015-03-31/functions/{name}/invocations": "InvokeFunction",
  "POST /2015-03-31/event-source-mappings": "CreateEventSourceMapping",
  "GET /2015-03-31/event-source-mappings": "ListEventSourceMappings",
  "GET /2015-03-31/event-source-mappings/{id}": "GetEventSourceMapping",
  "PUT /2015-03-31/event-source-mappings/{id}": "UpdateEventSourceMapping",
  "DELETE /2015-03-31/event-source-mappings/{id}": "DeleteEventSourceMapping",
  "GET /2017-03-31/tags/{arn}": "ListTags",
  "POST /2017-03-31/tags/{arn}": "TagResource",
  "DELETE /2017-03-31/tags/{arn}": "UntagResource",
};

const keys = [/^lambda:(FunctionArn|Principal|FunctionUrlAuthType|Layer|VpcIds|SubnetIds|SecurityGroupIds|CodeSigningConfigArn)$/i];

export function lambda({ call, input, arn, functionOfMapping }: Asked): Permission[] | undefined {
  const action = actions[call.operation];
  if (action === undefined) return undefined;
  const parts = new URL(call.request.url ?? "/", "http://gateway").pathname.split("/").slice(2).map(decodeURIComponent);
  const [kind, id = ""] = parts;
  const functionArn = (name: string): string => (name.startsWith("arn:") ? name : arn("lambda", `function:${name}`));
  const tags = tagsOf(input.Tags);
  // Of a mapping that is there, the function that it feeds; one that is made or changed names it.
  const fed = kind === "event-source-mappings" ? string(input.FunctionName) || functionOfMapping(id) : undefined;
  const more = {
    keys,
    context: {
      ...requestTags(tags),
      ...(input.Principal ? { "lambda:Principal": string(input.Principal) } : {}),
      ...(fed ? { "lambda:FunctionArn": functionArn(fed) } : {}),
    },
  };
  const resource =
    kind === "tags"
      ? id
      : kind === "functions"
        ? functionArn(id || string(input.FunctionName))
        : arn("lambda", `event-source-mapping:${id}`);
  // A mapping that is not there yet has no ARN: the function is what a policy can name.
  const isAboutAny = action === "ListEventSourceMappings" || action === "CreateEventSourceMapping";
  const passing = input.Role ? [passRole(string(input.Role), "lambda.amazonaws.com")] : [];
  return [need(`lambda:${action}`, isAboutAny ? nothing : { arn: resource }, more), ...passing];
}
