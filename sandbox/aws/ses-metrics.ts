/**
 * SES's metric Send in CloudWatch, of a configuration set that publishes it, counted from the mail that SES's stand-in really took. Everything else
 * about metrics is moto's. Only as the SDKs ask it, in JSON. Not here: the minutes until a figure appears; moto's ListMetrics knows nothing of it.
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-cloudwatch.html
 */
import type { Answerer } from "./call";

/** When messages were sent with a set, in milliseconds since 1970; empty where it publishes no such metric. */
export type SesSends = (account: string, region: string, configurationSet: string) => readonly number[];

interface Question {
  Namespace?: string;
  MetricName?: string;
  Dimensions?: { Name: string; Value: string }[];
  /** Seconds, as are the next ones. */
  StartTime: number;
  EndTime: number;
  Period: number;
}

export const sesMetrics =
  (sends: SesSends): Answerer =>
  ({ service, operation, account, region, dialect, body }) => {
    if (service !== "monitoring" || operation !== "GetMetricStatistics" || dialect !== "json") return undefined;
    const { Namespace, MetricName, Dimensions = [], StartTime, EndTime, Period } = JSON.parse(body.toString()) as Question;
    const [dimension] = Dimensions;
    if (Namespace !== "AWS/SES" || MetricName !== "Send" || dimension?.Name !== "ses:configuration-set") return undefined;
    const sums = new Map<number, number>();
    for (const at of sends(account, region, dimension.Value)) {
      const second = Math.floor(at / 1000);
      if (second < StartTime || second >= EndTime) continue;
      const begins = second - (second % Period);
      sums.set(begins, (sums.get(begins) ?? 0) + 1);
    }
    const Datapoints = [...sums].map(([Timestamp, Sum]) => ({ Timestamp, Sum, Unit: "Count" }));
    return {
      status: 200,
      headers: { "content-type": "application/x-amz-json-1.0" },
      body: JSON.stringify({ Label: MetricName, Datapoints }),
    };
  };
