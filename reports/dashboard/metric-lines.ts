/** The metrics of a widget, each written out: "." and "..." stand for what the one before has. */
import { z } from "zod";

export interface MetricLine {
  /** What an expression calls it. */
  id: string;
  label?: string | undefined;
  color?: string | undefined;
  isVisible: boolean;
  axis: "left" | "right";
  /** Seconds. */
  period: number;
  region?: string | undefined;
  /** A metric, or an expression on others. */
  metric?: { namespace: string; name: string; dimensions: readonly (readonly [name: string, value: string])[]; stat: string };
  expression?: string | undefined;
}

const options = z.looseObject({
  id: z.string().optional(),
  label: z.string().optional(),
  color: z.string().optional(),
  visible: z.boolean().default(true),
  yAxis: z.enum(["left", "right"]).default("left"),
  stat: z.string().optional(),
  period: z.number().int().positive().optional(),
  region: z.string().optional(),
  expression: z.string().optional(),
});

/** @returns why they cannot be read, in words. */
export function metricLines(metrics: readonly (readonly unknown[])[], usual: { stat: string; period: number }): MetricLine[] | string {
  let before: readonly string[] = [];
  const lines: MetricLine[] = [];
  for (const [index, metric] of metrics.entries()) {
    const last = metric.at(-1);
    const hasOptions = typeof last === "object" && last !== null;
    const { data } = options.safeParse(hasOptions ? last : {});
    const words = hasOptions ? metric.slice(0, -1) : metric;
    if (!data || !words.every((word) => typeof word === "string")) return `metrics.${index}: not as documented`;
    const { id = `line${index}`, visible, yAxis, stat = usual.stat, period = usual.period, ...rest } = data;
    const line = { id, isVisible: visible, axis: yAxis, period, label: rest.label, color: rest.color, region: rest.region };
    if (rest.expression !== undefined) {
      lines.push({ ...line, expression: rest.expression });
      continue;
    }
    before = writtenOut(words, before);
    const [namespace, name, ...pairs] = before;
    if (namespace === undefined || name === undefined || pairs.length % 2 !== 0) return `metrics.${index}: not as documented`;
    const dimensions = pairs.flatMap((each, at) => (at % 2 === 0 ? [[each, pairs[at + 1] ?? ""] as const] : []));
    lines.push({ ...line, metric: { namespace, name, dimensions, stat } });
  }
  return lines;
}

function writtenOut(words: readonly string[], before: readonly string[]): string[] {
  const rest = words[0] === "..." ? [...before.slice(0, Math.max(0, before.length - words.length + 1)), ...words.slice(1)] : words;
  return rest.map((word, index) => (word === "." ? (before[index] ?? "") : word));
}
