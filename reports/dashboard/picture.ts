/** All that a picture of a dashboard is drawn from, and which colour each line has. */
import type { Dashboard, MetricWidget, Widget } from "./body";
import type { TimeRange } from "./questions";

/** Milliseconds since 1970 at which the period begins, and its value. */
export type Point = readonly [at: number, value: number];

/** As GetMetricData answers. */
export interface AnsweredLine {
  id: string;
  label: string;
  /** In order of time. A period without data has none. */
  points: readonly Point[];
}

export type WidgetAnswer = (TimeRange & { lines: readonly AnsweredLine[] }) | { failed: string };

export type AlarmState = "ALARM" | "OK" | "INSUFFICIENT_DATA";

export interface DashboardPicture {
  name: string;
  dashboard: Dashboard;
  /** Of metric widgets. */
  answers: ReadonlyMap<Widget, WidgetAnswer>;
  /** By ARN. One that is not there has no state. */
  alarms: ReadonlyMap<string, AlarmState>;
  now: Date;
}

export interface DrawnLine {
  label: string;
  color: string;
  axis: "left" | "right";
  /** Milliseconds. */
  period: number;
  points: readonly Point[];
}

/** CloudWatch's own, in its order. */
const palette = ["#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#e377c2", "#7f7f7f", "#bcbd22", "#17becf"] as const;

/** One line of a widget may be answered by several: an expression can be many. */
export function drawnLines(widget: MetricWidget, answered: readonly AnsweredLine[]): DrawnLine[] {
  const lines = widget.lines.flatMap((line) => answered.filter(({ id }) => id === line.id).map((answer) => ({ line, answer })));
  return lines.map(({ line, answer }, index) => ({
    label: answer.label,
    color: colourOf(line.color, palette[index % palette.length] ?? palette[0]),
    axis: line.axis,
    period: line.period * 1000,
    points: answer.points,
  }));
}

/** What is no colour could be anything. */
export const colourOf = (asked: string | undefined, usual: string): string =>
  asked !== undefined && /^#[0-9a-f]{6}$/i.test(asked) ? asked : usual;
