/** EventBridge. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html Rules and buses only. */
import { requestTags } from "../context";
import { type Asked, need, nothing, type Permission, string, tagsOf } from "../permission";
import { passRole } from "./iam";

type Target = { Arn: string; RoleArn?: string };
const keys = [/^events:(TargetArn|creatorAccount|ManagedBy|eventBusInvocation)$/i];

export function events({ call, input, arn }: Asked): Permission[] | undefined {
  const { operation, account } = call;
  const tags = tagsOf(input.Tags);
  const targets = (Array.isArray(input.Targets) ? input.Targets : []) as Target[];
  const context = {
    "events:creatorAccount": account,
    ...requestTags(tags),
    ...(Array.isArray(input.TagKeys) ? { "aws:TagKeys": input.TagKeys.map(String) } : {}),
    ...(targets.length > 0 ? { "events:TargetArn": targets.map(({ Arn }) => Arn) } : {}),
  };
  const more = { keys, context };
  const action = `events:${operation}`;
  if (operation === "PutEvents") {
    const buses = ((input.Entries ?? []) as { EventBusName?: string }[]).map(({ EventBusName = "default" }) => busArn(EventBusName, arn));
    return [...new Set(buses)].map((bus) => need(action, { arn: bus }, more));
  }
  if (/^(ListRules|ListEventBuses|ListRuleNamesByTarget|TestEventPattern)$/.test(operation)) return [need(action, nothing, more)];
  if (/Tag/.test(operation)) return [need(action, { arn: string(input.ResourceARN) }, more)];
  if (/EventBus$/.test(operation)) return [need(action, { arn: busArn(string(input.Name) || "default", arn) }, more)];
  const rule = string(input.Rule) || string(input.Name);
  if (!/(Rule|Targets|TargetsByRule)$/.test(operation) || !rule) return undefined;
  const bus = string(input.EventBusName);
  const resource = { arn: arn("events", bus && bus !== "default" ? `rule/${bus}/${rule}` : `rule/${rule}`) };
  const passed = [...targets.flatMap(({ RoleArn }) => RoleArn ?? []), ...(input.RoleArn ? [string(input.RoleArn)] : [])];
  const tagging = operation === "PutRule" && Object.keys(tags).length > 0 ? [need("events:TagResource", resource, more)] : [];
  return [need(action, resource, more), ...tagging, ...passed.map((role) => passRole(role, "events.amazonaws.com"))];
}

const busArn = (name: string, arn: Asked["arn"]): string => (name.startsWith("arn:") ? name : arn("events", `event-bus/${name}`));
