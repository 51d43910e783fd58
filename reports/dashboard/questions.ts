/** What a widget asks GetMetricData: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
import type { Dashboard, MetricWidget } from "./body";

/** As the API writes it. */
interface MetricDataQuery {
  Id: string;
  Label?: string;
  ReturnData: boolean;
  Period?: number;
  Expression?: string;
  MetricStat?: {
    Metric: { Namespace: string; MetricName: string; Dimensions: { Name: string; Value: string }[] };
    Period: number;
    Stat: string;
  };
}

/** Milliseconds since 1970. */
export interface TimeRange {
  from: number;
  to: number;
}

export interface WidgetQuestion extends TimeRange {
  queries: MetricDataQuery[];
}

/** The periods that are declared, as with `"periodOverride": "inherit"`. They begin at round times, as in CloudWatch's own pictures. */
export function questionOf(widget: MetricWidget, { start }: Pick<Dashboard, "start">, now: number): WidgetQuestion {
  const begins = timeOf(widget.start ?? start, now);
  const longest = Math.max(...widget.lines.map(({ period }) => period)) * 1000;
  const to = now;
  const wholeSeconds = Math.max(60, Math.ceil((to - begins) / 60_000) * 60);
  const from = widget.isOfWholeTime ? to - wholeSeconds * 1000 : Math.floor(begins / longest) * longest;
  const queries = widget.lines.map(({ id, label, isVisible, metric, expression, period }): MetricDataQuery => {
    const Period = widget.isOfWholeTime ? wholeSeconds : period;
    const about = { Id: id, ...(label === undefined ? {} : { Label: label }), ReturnData: isVisible };
    if (!metric) return { ...about, Expression: expression ?? "", Period };
    const Dimensions = metric.dimensions.map(([Name, Value]) => ({ Name, Value }));
    return {
      ...about,
      MetricStat: { Metric: { Namespace: metric.namespace, MetricName: metric.name, Dimensions }, Period, Stat: metric.stat },
    };
  });
  return { queries, from, to };
}

const seconds = { W: 604_800, D: 86_400, H: 3_600, m: 60, S: 1 };
const month = 30 * seconds.D;
const relative = /^-P(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** @param text what cannot be read is three hours ago. */
export function timeOf(text: string, now: number): number {
  const [whole, ...parts] = relative.exec(text) ?? [];
  const [months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, rest = 0] = parts.map((part) => Number(part ?? 0));
  const ago = months * month + weeks * seconds.W + days * seconds.D + hours * seconds.H + minutes * seconds.m + rest * seconds.S;
  if (whole !== undefined && ago > 0) return now - ago * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) || at >= now ? now - 3 * seconds.H * 1000 : at;
}
