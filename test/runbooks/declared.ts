/** The alarms, topics and policies of an environment as its stack synthesises them, in the form in which AWS's API takes them. */
import { Testing } from "cdktf";
import type { Environment } from "../../declaration/schema/environment";
import type { PolicyDocument } from "../../sandbox/aws/policy/document";
import { EmailStack } from "../../stacks/email-stack";
import { testingApp } from "../stacks/testing-app";

type Fields = Record<string, unknown>;
type Table = Record<string, Fields>;

interface Stack {
  data: { aws_iam_policy_document: Record<string, { statement: Fields[] }> };
  resource: Record<
    | "aws_cloudwatch_metric_alarm"
    | "aws_cloudwatch_composite_alarm"
    | "aws_sns_topic"
    | "aws_sns_topic_policy"
    | "aws_sns_topic_subscription",
    Table
  > & { aws_kms_key: Record<string, { policy: string }> };
}

export interface DeclaredAlarm {
  operation: "PutMetricAlarm" | "PutCompositeAlarm";
  input: Fields & { AlarmName: string };
}

export interface Declared {
  /** Each after those that it names. */
  alarms: DeclaredAlarm[];
  topics: Map<string, { policy: PolicyDocument; keyId: string }>;
  keyPolicy: PolicyDocument;
  subscriptions: { topicArn: string; protocol: string; endpoint: string }[];
}

export const keyArn = "arn:aws:kms:eu-west-1:111122223333:key/0c7d2f0e-1b4a-4c55-9a53-0d9b8d6f3a11";

export function declaredOf(environment: Environment): Declared {
  const { account, region } = environment.aws;
  const { data, resource } = JSON.parse(Testing.synth(new EmailStack(testingApp(), environment), false)) as Stack;
  const topicArn = (name: unknown): string => `arn:aws:sns:${region}:${account}:${String(name)}`;

  /** What Terraform puts in the place of "${type.name.attribute}". */
  function resolve(reference: string): string {
    const [type = "", name = "", attribute = ""] = reference.split(".");
    if (type === "aws_kms_key") return keyArn;
    if (type === "aws_sns_topic") return topicArn(resource.aws_sns_topic[name]?.name);
    return resolved(String(resource[type as keyof Stack["resource"]]?.[name]?.[attribute as never]));
  }
  const resolved = (text: string): string => text.replaceAll(/\$\{([^}]+)\}/g, (_, reference: string) => resolve(reference));
  const policyOf = (reference: string): PolicyDocument => {
    const [, name = ""] = /aws_iam_policy_document\.([^.]+)\./.exec(reference) ?? [];
    return policy(data.aws_iam_policy_document[name]?.statement ?? []);
  };

  const put = (operation: DeclaredAlarm["operation"], alarms: Table): DeclaredAlarm[] =>
    Object.values(alarms).map((alarm) => ({
      operation,
      input: JSON.parse(resolved(JSON.stringify(inputOf(alarm)))) as DeclaredAlarm["input"],
    }));
  return {
    alarms: [
      ...put("PutMetricAlarm", resource.aws_cloudwatch_metric_alarm),
      ...inOrder(put("PutCompositeAlarm", resource.aws_cloudwatch_composite_alarm)),
    ],
    topics: new Map(
      Object.values(resource.aws_sns_topic_policy).map(({ arn, policy: document }) => [
        resolved(String(arn)),
        { policy: policyOf(String(document)), keyId: keyArn },
      ]),
    ),
    keyPolicy: policyOf(resource.aws_kms_key.secrets_key?.policy ?? ""),
    subscriptions: Object.values(resource.aws_sns_topic_subscription).map(({ topic_arn, protocol, endpoint }) => ({
      topicArn: resolved(String(topic_arn)),
      protocol: String(protocol),
      endpoint: resolved(String(endpoint)),
    })),
  };
}

/** As Terraform's AWS plugin asks. */
function inputOf(alarm: Fields): Fields {
  return Object.fromEntries(
    Object.entries(alarm)
      .filter(([name]) => name !== "actions_suppressor")
      .map(([name, value]) => {
        if (name === "metric_query") return ["Metrics", (value as Fields[]).map(queryOf)];
        if (name === "dimensions") return ["Dimensions", dimensionsOf(value)];
        return [name === "ok_actions" ? "OKActions" : pascal(name), value];
      })
      .concat(suppressorOf(alarm.actions_suppressor as Fields | undefined)),
  );
}

const suppressorOf = (suppressor?: Fields): [string, unknown][] =>
  suppressor
    ? [
        ["ActionsSuppressor", suppressor.alarm],
        ["ActionsSuppressorWaitPeriod", suppressor.wait_period],
        ["ActionsSuppressorExtensionPeriod", suppressor.extension_period],
      ]
    : [];

function queryOf({ id, expression, label, return_data, metric }: Fields): Fields {
  const { namespace, metric_name, dimensions, period, stat } = (metric ?? {}) as Fields;
  const Metric = { Namespace: namespace, MetricName: metric_name, Dimensions: dimensionsOf(dimensions ?? {}) };
  return metric
    ? { Id: id, MetricStat: { Metric, Period: period, Stat: stat }, ReturnData: false }
    : { Id: id, Expression: expression, Label: label, ReturnData: return_data };
}

const dimensionsOf = (value: unknown): Fields[] => Object.entries(value as Fields).map(([Name, Value]) => ({ Name, Value }));
const pascal = (name: string): string => name.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** CloudWatch takes no rule about an alarm that is not there, and no such suppressor. */
function inOrder(alarms: DeclaredAlarm[]): DeclaredAlarm[] {
  const names = new Set(alarms.map(({ input }) => input.AlarmName));
  const needs = ({ input }: DeclaredAlarm): string[] =>
    [...names].filter((name) => String(input.AlarmRule).includes(`"${name}"`) || input.ActionsSuppressor === name);
  const done: DeclaredAlarm[] = [];
  while (done.length < alarms.length) {
    const next = alarms.find(
      (each) => !done.includes(each) && needs(each).every((name) => done.some(({ input }) => input.AlarmName === name)),
    );
    if (!next) throw new Error("the rules of joined alarms go in a circle");
    done.push(next);
  }
  return done;
}

function policy(statements: Fields[]): PolicyDocument {
  const Statement = statements.map(({ sid, effect = "Allow", actions, resources, principals, condition }) => ({
    Sid: sid,
    Effect: effect,
    Action: actions,
    Resource: resources,
    Principal: Object.fromEntries(
      (principals as { type: string; identifiers: string[] }[]).map(({ type, identifiers }) => [type, identifiers]),
    ),
    Condition: conditionsOf((condition ?? []) as { test: string; variable: string; values: string[] }[]),
  }));
  return { Version: "2012-10-17", Statement } as unknown as PolicyDocument;
}

function conditionsOf(
  conditions: readonly { test: string; variable: string; values: string[] }[],
): Record<string, Record<string, string[]>> {
  const all: Record<string, Record<string, string[]>> = {};
  for (const { test, variable, values } of conditions) all[test] = { ...all[test], [variable]: values };
  return all;
}
