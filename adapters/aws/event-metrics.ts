/**
 * What CloudWatch knows of an environment's events: when one was last counted, and how long the oldest waits. Metrics come some minutes late.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html
 */
import type { CloudWatch } from "@aws-sdk/client-cloudwatch";
import type { Metric } from "../../declaration/alarms/alarm";
import { callAws } from "./call";

const minuteMs = 60_000;
/** So far back one looks, in parts of five minutes: a call answers 1,440 at most. */
const lookBackMs = 3 * 24 * 3600 * 1000;
const partSeconds = 300;

/** @returns when one of the metrics last had a value, to five minutes; undefined when none had within three days. */
export async function lastCounted(cloudwatch: CloudWatch, metrics: readonly Metric[], now: Date): Promise<Date | undefined> {
  const span = { StartTime: new Date(now.getTime() - lookBackMs), EndTime: now, Period: partSeconds };
  const answers = await Promise.all(
    metrics.map(({ namespace, name, dimensions }) => {
      const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
      const metric = { Namespace: namespace, MetricName: name, Dimensions };
      return callAws("CloudWatch GetMetricStatistics", () =>
        cloudwatch.getMetricStatistics({ ...metric, ...span, Statistics: ["SampleCount"] }),
      );
    }),
  );
  const times = answers.flatMap(({ Datapoints = [] }) => Datapoints.flatMap(({ Timestamp }) => Timestamp?.getTime() ?? []));
  return times.length === 0 ? undefined : new Date(Math.max(...times));
}

/** @returns how long the oldest message of a queue waits; undefined where CloudWatch has no figure of the last minutes. */
export async function oldestWaitSeconds(cloudwatch: CloudWatch, queue: string, now: Date): Promise<number | undefined> {
  const { Datapoints = [] } = await callAws("CloudWatch GetMetricStatistics", () =>
    cloudwatch.getMetricStatistics({
      Namespace: "AWS/SQS",
      MetricName: "ApproximateAgeOfOldestMessage",
      Dimensions: [{ Name: "QueueName", Value: queue }],
      StartTime: new Date(now.getTime() - 15 * minuteMs),
      EndTime: now,
      Period: 60,
      Statistics: ["Maximum"],
    }),
  );
  const newest = Datapoints.sort((one, other) => (other.Timestamp?.getTime() ?? 0) - (one.Timestamp?.getTime() ?? 0))[0];
  return newest?.Maximum;
}
