/** A chart of a dashboard, as CloudWatch reads it. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
import type { Metric } from "../../declaration/alarms/alarm";
import type { Environment } from "../../declaration/schema/environment";

export interface Chart {
  /** Says what is good. */
  title: string;
  metrics: unknown[];
  stat?: "Sum" | "Maximum";
  seconds?: number;
  /** Where the alarm goes off. */
  alarmAt?: number;
}

/** @param options such as its id in an expression. */
export const line = ({ namespace, name, dimensions, stat }: Metric, options: object = {}): unknown[] => [
  namespace,
  name,
  ...Object.entries(dimensions).flat(),
  { stat, ...options },
];

/** 0.025 is "2.5 %". */
export const percent = (share: number): string => `${Number((share * 100).toPrecision(3))} %`;

export const chartProperties = ({ aws }: Environment, { title, metrics, stat = "Sum", seconds = 3600, alarmAt }: Chart): object => ({
  title,
  metrics,
  stat,
  period: seconds,
  region: aws.region,
  view: "timeSeries",
  yAxis: { left: { min: 0 } },
  ...(alarmAt === undefined ? {} : { annotations: { horizontal: [{ label: "alarm", value: alarmAt }] } }),
});
