/** CloudWatch. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html */
import { requestTags } from "../context";
import { type Asked, need, nothing, type Permission, type Resource, string, strings, tagsOf } from "../permission";

const keys = [/^cloudwatch:(namespace|AlarmActions)$/i];
const aboutNothing =
  /^(ListMetrics|ListDashboards|GetMetricData|GetMetricStatistics|PutMetricData|GetMetricWidgetImage|DescribeAlarmsForMetric)$/;

export function cloudwatch({ call, input, arn }: Asked): Permission[] | undefined {
  const { operation, account } = call;
  const tags = tagsOf(input.Tags);
  const context = {
    ...requestTags(tags),
    ...(Array.isArray(input.TagKeys) ? { "aws:TagKeys": input.TagKeys.map(String) } : {}),
    ...(operation === "PutMetricData" ? { "cloudwatch:namespace": string(input.Namespace) } : {}),
    ...(Array.isArray(input.AlarmActions) ? { "cloudwatch:AlarmActions": strings(input.AlarmActions) } : {}),
  };
  const needs = (resources: Resource[]): Permission[] =>
    resources.map((resource) => need(`cloudwatch:${operation}`, resource, { keys, context }));
  // "You must be signed on with the cloudwatch:PutCompositeAlarm permission that is scoped to *", and so with DescribeAlarms of composite ones:
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html, API_DescribeAlarms.html
  const isComposite =
    operation === "PutCompositeAlarm" || (operation === "DescribeAlarms" && strings(input.AlarmTypes).includes("CompositeAlarm"));
  if (aboutNothing.test(operation) || isComposite) return needs([nothing]);
  if (/Dashboards?$/.test(operation)) {
    const names = [...strings(input.DashboardNames), ...(input.DashboardName ? [string(input.DashboardName)] : [])];
    return needs(names.map((name) => ({ arn: `arn:aws:cloudwatch::${account}:dashboard/${name}` })));
  }
  if (/Tag/.test(operation)) return needs([{ arn: string(input.ResourceARN) }]);
  if (!/Alarm/.test(operation)) return undefined;
  const names = [...strings(input.AlarmNames), ...(input.AlarmName ? [string(input.AlarmName)] : [])];
  // Without a name it is about all of them.
  const alarms = (names.length > 0 ? names : ["*"]).map((name) => ({ arn: arn("cloudwatch", `alarm:${name}`) }));
  const tagging = Object.keys(tags).length > 0 ? alarms.map((alarm) => need("cloudwatch:TagResource", alarm, { keys, context })) : [];
  return [...needs(alarms), ...tagging];
}
