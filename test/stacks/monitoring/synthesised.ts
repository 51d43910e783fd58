/** The monitoring of staging as it is synthesised, typed as far as tests look at it. */
import { Testing } from "cdktf";
import type { Environment } from "../../../declaration/schema/environment";
import { EmailStack } from "../../../stacks/email-stack";
import { staging } from "../../fixtures/environments/staging";
import { testingApp } from "../testing-app";

type Named<T> = Record<string, T>;

interface Alarm {
  alarm_name: string;
  alarm_description: string;
  metric_name?: string;
  dimensions?: Named<string>;
  statistic?: string;
  period?: number;
  comparison_operator: string;
  threshold: number;
  evaluation_periods: number;
  treat_missing_data: string;
  alarm_actions: string[];
  ok_actions: string[];
  insufficient_data_actions?: string[];
  metric_query?: {
    id: string;
    expression?: string;
    return_data?: boolean;
    metric?: { metric_name: string; period: number; dimensions: Named<string> };
  }[];
}

export interface Statement {
  sid?: string;
  effect?: string;
  actions: string[];
  resources: string[];
  principals: { type: string; identifiers: string[] }[];
  condition?: { test: string; variable: string; values: string[] }[];
}

interface Widget {
  type: string;
  x: number;
  y: number;
  width: number;
  height: number;
  properties: { title: string; region?: string; alarms?: string[]; metrics?: unknown[][] };
}

export interface Synthesised {
  data: { aws_iam_policy_document: Named<{ statement: Statement[] }> };
  resource: {
    aws_cloudwatch_metric_alarm: Named<Alarm>;
    aws_cloudwatch_composite_alarm: Named<
      Pick<Alarm, "alarm_name" | "alarm_description" | "alarm_actions" | "ok_actions"> & { alarm_rule: string; actions_suppressor?: object }
    >;
    aws_cloudwatch_dashboard: Named<{ dashboard_body: string; dashboard_name: string }>;
    aws_cloudwatch_event_rule: Named<{ event_pattern: string; state: string }>;
    aws_cloudwatch_event_target: Named<{ arn: string }>;
    aws_sesv2_email_identity_feedback_attributes: Named<unknown>;
    aws_kms_key: Named<{ policy: string }>;
    aws_sns_topic: Named<{ name: string; kms_master_key_id: string }>;
    aws_sns_topic_policy: Named<{ arn: string; policy: string }>;
    aws_sns_topic_subscription: Named<{ topic_arn: string; protocol: string; endpoint: string }>;
    aws_sesv2_configuration_set: Named<unknown>;
    aws_sesv2_configuration_set_event_destination: Named<{
      event_destination: {
        enabled: boolean;
        matching_event_types: string[];
        sns_destination?: { topic_arn: string };
        cloud_watch_destination?: { dimension_configuration: { dimension_name: string }[] };
      };
    }>;
  };
}

export const synthesise = (environment: Environment): Synthesised =>
  JSON.parse(Testing.synth(new EmailStack(testingApp(), environment), false)) as Synthesised;

export const stack = synthesise(staging);
/** On what SES counts itself. */
export const alarms = Object.values(stack.resource.aws_cloudwatch_metric_alarm).filter(({ alarm_name }) => !alarm_name.includes("/"));
export const alarm = (kind: string): Alarm => stack.resource.aws_cloudwatch_metric_alarm[`alarm_${kind}`] as Alarm;
export const reference = (path: string): string => `\${${path}}`;

export const widgets = ({ resource: { aws_cloudwatch_dashboard } }: Synthesised): Widget[] =>
  (JSON.parse(aws_cloudwatch_dashboard.dashboard_sending?.dashboard_body ?? "") as { widgets: Widget[] }).widgets;
