/**
 * Metrics in a line of a function's log. A line that is none, or breaks the format's limits, makes no metric, and nobody is told.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
import { type MetricStore, sampleOf } from "./metric-store";

interface Directive {
  Namespace?: unknown;
  Dimensions?: unknown;
  Metrics?: unknown;
}

interface Definition {
  Name?: unknown;
  Unit?: unknown;
  StorageResolution?: unknown;
}

type Fields = Record<string, unknown>;

const mostDimensions = 30;
const mostMetrics = 100;
const mostValues = 100;
const twoWeeks = 14 * 24 * 3_600_000;
const twoHours = 2 * 3_600_000;

export function countEmbedded(store: MetricStore, line: string, now: number): void {
  const fields = line.startsWith("{") ? parse(line) : undefined;
  const { Timestamp: at, CloudWatchMetrics: directives } = (fields?._aws ?? {}) as { Timestamp?: unknown; CloudWatchMetrics?: unknown };
  if (!fields || typeof at !== "number" || !Array.isArray(directives)) return;
  if (at < now - twoWeeks || at > now + twoHours) return;
  for (const directive of directives as Directive[]) countDirective(store, fields, directive, at);
}

function countDirective(store: MetricStore, fields: Fields, { Namespace: namespace, Dimensions, Metrics }: Directive, at: number): void {
  if (typeof namespace !== "string" || !Array.isArray(Dimensions) || !Array.isArray(Metrics) || Metrics.length > mostMetrics) return;
  for (const names of Dimensions as unknown[]) {
    const dimensions = dimensionsOf(fields, names);
    if (!dimensions) continue;
    for (const { Name, Unit, StorageResolution } of Metrics as Definition[]) {
      const values = typeof Name === "string" ? valuesOf(fields[Name]) : undefined;
      if (!values) continue;
      const counted = values.map((value) => [value, 1] as const);
      const sample = sampleOf(at, counted, typeof Unit === "string" ? Unit : "None");
      store.put({ namespace, name: String(Name), dimensions }, sample, StorageResolution === 1 ? "second" : "minute");
    }
  }
}

/** The dimensions' values are fields of the line, and text. */
function dimensionsOf(fields: Fields, names: unknown): Record<string, string> | undefined {
  if (!Array.isArray(names) || names.length > mostDimensions) return undefined;
  const entries = names.map((name) => [String(name), fields[String(name)]] as const);
  if (!entries.every(([, value]) => typeof value === "string" && value !== "")) return undefined;
  return Object.fromEntries(entries as [string, string][]);
}

function valuesOf(value: unknown): number[] | undefined {
  const values = Array.isArray(value) ? value : [value];
  const isGood = values.length > 0 && values.length <= mostValues && values.every((each) => Number.isFinite(each));
  return isGood ? (values as number[]) : undefined;
}

function parse(line: string): Fields | undefined {
  try {
    return JSON.parse(line) as Fields;
  } catch {
    return undefined;
  }
}
