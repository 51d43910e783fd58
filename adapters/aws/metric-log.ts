/**
 * Metrics as a line of a function's log, which CloudWatch turns into metrics by itself: no call, and nothing to wait for.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */

export interface MetricLine {
  namespace: string;
  dimensions: Readonly<Record<string, string>>;
  /** A list is several values of one metric. */
  values: Readonly<Record<string, { unit: "Count" | "Seconds" | "None"; value: number | readonly number[] }>>;
}

/** A metric holds 100 values on a line. */
const mostValues = 100;

/** One line for all, or several where a metric has more values than fit on one. Nothing without values. */
export function metricLines({ namespace, dimensions, values }: MetricLine, at: number): string[] {
  const lines: string[] = [];
  for (let from = 0; ; from += mostValues) {
    const part = Object.entries(values).flatMap(([name, { unit, value }]) => {
      const list = typeof value === "number" ? (from === 0 ? value : undefined) : value.slice(from, from + mostValues);
      const isEmpty = list === undefined || (typeof list !== "number" && list.length === 0);
      return isEmpty ? [] : [{ name, unit, list }];
    });
    if (part.length === 0) return lines;
    const metrics = part.map(({ name, unit }) => ({ Name: name, Unit: unit }));
    const directive = { Namespace: namespace, Dimensions: [Object.keys(dimensions)], Metrics: metrics };
    lines.push(
      JSON.stringify({
        _aws: { Timestamp: at, CloudWatchMetrics: [directive] },
        ...dimensions,
        ...Object.fromEntries(part.map(({ name, list }) => [name, list])),
      }),
    );
  }
}
