/**
 * The body of a CloudWatch dashboard as values.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 * Read are metric widgets (views timeSeries and singleValue), alarm widgets and text widgets. Everything else is an unread widget, which says why.
 */
import { z } from "zod";
import { OperatorError } from "../../declaration/operator-error";
import { jsonOf } from "../../mail/json";
import { type MetricLine, metricLines } from "./metric-lines";

/** In units of the grid, which is 24 wide. */
interface Placed {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Threshold {
  label?: string | undefined;
  value: number;
  color?: string | undefined;
  /** What is coloured besides the line: all that is above it, or below. */
  fill?: "above" | "below" | "none" | undefined;
  axis: "left" | "right";
}

export interface Axis {
  label?: string | undefined;
  min?: number | undefined;
  max?: number | undefined;
}

export interface MetricWidget extends Placed {
  kind: "metric";
  title: string;
  view: "timeSeries" | "singleValue";
  isStacked: boolean;
  lines: readonly MetricLine[];
  region?: string | undefined;
  /** ISO 8601, or relative such as "-PT3H". */
  start?: string | undefined;
  /** The value of the whole time, in place of the last period's. */
  isOfWholeTime: boolean;
  axes: { left: Axis; right: Axis };
  thresholds: readonly Threshold[];
}

export interface AlarmWidget extends Placed {
  kind: "alarm";
  title: string;
  /** ARNs. */
  alarms: readonly string[];
}

interface TextWidget extends Placed {
  kind: "text";
  markdown: string;
}

interface UnreadWidget extends Placed {
  kind: "unread";
  title: string;
  why: string;
}

export type Widget = MetricWidget | AlarmWidget | TextWidget | UnreadWidget;

export interface Dashboard {
  /** As a widget's. CloudWatch's console shows three hours where nothing is said. */
  start: string;
  widgets: readonly Widget[];
}

const axis = z.looseObject({ label: z.string().optional(), min: z.number().optional(), max: z.number().optional() });
const threshold = z.looseObject({
  label: z.string().optional(),
  value: z.number(),
  color: z.string().optional(),
  fill: z.enum(["above", "below", "none"]).optional(),
  yAxis: z.enum(["left", "right"]).default("left"),
});
const metricProperties = z.looseObject({
  title: z.string().default(""),
  view: z.string().default("timeSeries"),
  stacked: z.boolean().default(false),
  metrics: z.array(z.array(z.unknown()).min(1)).min(1),
  stat: z.string().default("Average"),
  period: z.number().int().positive().default(300),
  region: z.string().optional(),
  start: z.string().optional(),
  setPeriodToTimeRange: z.boolean().default(false),
  yAxis: z.looseObject({ left: axis.default({}), right: axis.default({}) }).default({ left: {}, right: {} }),
  annotations: z.looseObject({ horizontal: z.array(threshold).default([]) }).default({ horizontal: [] }),
});
const alarmProperties = z.looseObject({ title: z.string().default("Alarms"), alarms: z.array(z.string()) });
const textProperties = z.looseObject({ markdown: z.string() });
const placed = z.looseObject({
  type: z.string(),
  x: z.number().int().min(0).max(23).optional(),
  y: z.number().int().min(0).optional(),
  width: z.number().int().min(1).max(24).default(6),
  height: z.number().int().min(1).max(1000).default(6),
  properties: z.record(z.string(), z.unknown()).optional(),
});
const dashboard = z.looseObject({ start: z.string().default("-PT3H"), widgets: z.array(placed) });

/** @throws OperatorError for what is no dashboard. A widget that cannot be read is told in its place. */
export function readDashboard(text: string): Dashboard {
  const { data, error } = dashboard.safeParse(jsonOf(text));
  if (!data) throw new OperatorError(`the dashboard's body cannot be read: ${problemOf(error)}`);
  const { start, widgets } = data;
  let bottom = 0;
  return {
    start,
    widgets: widgets.map(({ x = 0, y = bottom, width, height, type, properties }) => {
      bottom = Math.max(bottom, y + height);
      return { x, y, width: Math.min(width, 24 - x), height, ...widgetOf(type, properties) };
    }),
  };
}

type Read<W> = W extends Widget ? Omit<W, keyof Placed> : never;

function widgetOf(type: string, properties: Record<string, unknown> = {}): Read<Widget> {
  const title = typeof properties.title === "string" ? properties.title : "";
  const unread = (why: string): Read<Widget> => ({ kind: "unread", title, why });
  if (type === "text") {
    const { data, error } = textProperties.safeParse(properties);
    return data ? { kind: "text", markdown: data.markdown } : unread(problemOf(error));
  }
  if (type === "alarm") {
    const { data, error } = alarmProperties.safeParse(properties);
    return data ? { kind: "alarm", title: data.title, alarms: data.alarms } : unread(problemOf(error));
  }
  if (type !== "metric") return unread(`a widget of type "${type}"`);
  const { data, error } = metricProperties.safeParse(properties);
  if (!data) return unread(problemOf(error));
  const { view, stacked, metrics, stat, period, region, start, setPeriodToTimeRange, yAxis, annotations } = data;
  if (view !== "timeSeries" && view !== "singleValue") return unread(`the view "${view}"`);
  const lines = metricLines(metrics, { stat, period });
  if (typeof lines === "string") return unread(lines);
  const thresholds = annotations.horizontal.map(({ yAxis: axis, ...rest }) => ({ ...rest, axis }));
  return {
    ...{ kind: "metric", title, view, isStacked: stacked, lines, region, start, isOfWholeTime: setPeriodToTimeRange },
    ...{ axes: yAxis, thresholds },
  };
}

const problemOf = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => `${path.join(".") || "it"}: ${message}`).join("; ");
