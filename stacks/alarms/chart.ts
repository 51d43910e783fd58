/** A chart of a dashboard, as CloudWatch reads it. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
import type { Metric, MetricAlarm, Urgency } from "../../declaration/alarms/alarm";
import { alarmsOf } from "../../declaration/alarms/alarms";
import type { Environment } from "../../declaration/schema/environment";
import { colourOfMark } from "./colours";

/** A line across a chart, from which somebody is told. */
export interface Mark {
  urgency: Urgency;
  at: number;
  label?: string;
}

export interface Chart {
  /** Says what is good. */
  title: string;
  /** What is counted: one unit for all lines of a chart. */
  unit: "%" | "messages" | "events" | "seconds" | "days" | "answer";
  metrics: unknown[][];
  stat?: "Sum" | "Maximum" | "Minimum";
  seconds?: number;
  marks?: readonly Mark[];
  isStacked?: boolean;
  /** In place of the dashboard's: what is counted by the day is seen over two weeks. */
  start?: typeof twoWeeks;
  /** Values of the dashboard's whole time, in place of lines. */
  isNumbers?: true;
}

export const twoWeeks = "-P14D";

/** @param options such as its id in an expression. */
export const line = ({ namespace, name, dimensions, stat }: Metric, options: object = {}): unknown[] => [
  namespace,
  name,
  ...Object.entries(dimensions).flat(),
  { stat, ...options },
];

/** 0.025 is 2.5. */
export const inPercent = (share: number): number => Number((share * 100).toPrecision(3));
export const percent = (share: number): string => `${inPercent(share)} %`;

/** Metric math with the metrics that it is made of, which are not shown themselves. @param id begins theirs too: several may be in one chart. */
export function mathLines(
  expression: string,
  metrics: Readonly<Record<string, Metric>>,
  options: { id: string; label: string; color: string },
): unknown[][] {
  const renamed = expression.replaceAll(/\b[a-z]\w*\b/g, (word) => (word in metrics ? `${options.id}_${word}` : word));
  const hidden = Object.entries(metrics).map(([name, metric]) => line(metric, { id: `${options.id}_${name}`, visible: false }));
  return [[{ expression: renamed, ...options }], ...hidden];
}

export function requiredAlarm(environment: Environment, id: string): MetricAlarm {
  const found = alarmsOf(environment).metric.find((each) => each.id === id);
  if (!found) throw new Error(`no alarm has the id ${id}`);
  return found;
}

export const chartProperties = ({ aws }: Environment, chart: Chart): object => {
  const { title, metrics, stat = "Sum", seconds = 3600, unit, marks = [], isStacked, start, isNumbers } = chart;
  const horizontal = marks.map(({ urgency, at, label = urgency }) => ({ label, value: at, color: colourOfMark[urgency] }));
  const common = { title, metrics, stat, period: seconds, region: aws.region };
  if (isNumbers) return { ...common, view: "singleValue", setPeriodToTimeRange: true };
  return {
    ...common,
    view: "timeSeries",
    stacked: isStacked === true,
    yAxis: { left: { min: 0, label: unit, showUnits: false } },
    ...(start === undefined ? {} : { start }),
    ...(horizontal.length > 0 ? { annotations: { horizontal } } : {}),
  };
};
