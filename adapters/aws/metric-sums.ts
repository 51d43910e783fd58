/** How much a metric counted. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html */
import { z } from "zod";
import type { Metric } from "../../declaration/alarms/alarm";
import { awsJsonCall, jsonServices } from "./json-call";
import type { AwsServiceSettings } from "./signed-call";

const answer = z.object({ Datapoints: z.array(z.looseObject({ Sum: z.number().nullish() })).nullish() });

export type SumOf = (metric: Pick<Metric, "namespace" | "name" | "dimensions">, span: { since: Date; until: Date }) => Promise<number>;

export function metricSums(settings: AwsServiceSettings): SumOf {
  const call = awsJsonCall(jsonServices.cloudwatch, settings);
  return async ({ namespace, name, dimensions }, { since, until }) => {
    const { Datapoints } = await call(
      "GetMetricStatistics",
      {
        Namespace: namespace,
        MetricName: name,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
        StartTime: Math.floor(since.getTime() / 1000),
        EndTime: Math.floor(until.getTime() / 1000),
        Period: 3600,
        Statistics: ["Sum"],
      },
      answer,
    );
    return (Datapoints ?? []).reduce((sum, { Sum }) => sum + (Sum ?? 0), 0);
  };
}
