/**
 * How much was sent with a configuration set: SES's metric Send in CloudWatch, which is there because the set publishes it.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html
 */
import type { CloudWatch } from "@aws-sdk/client-cloudwatch";
import { sesMetrics } from "../../declaration/names/ses";
import { callAws } from "../aws/call";

const daySeconds = 86_400;

/** @returns messages that SES accepted; 0 where it has no figures. */
export async function readSendCount(
  cloudwatch: CloudWatch,
  configurationSet: string,
  { since, until }: { since: Date; until: Date },
): Promise<number> {
  const { Datapoints = [] } = await callAws("CloudWatch GetMetricStatistics", () =>
    cloudwatch.getMetricStatistics({
      Namespace: sesMetrics.namespace,
      MetricName: sesMetrics.send,
      Dimensions: [{ Name: sesMetrics.configurationSetDimension, Value: configurationSet }],
      StartTime: since,
      EndTime: until,
      Period: daySeconds,
      Statistics: ["Sum"],
    }),
  );
  return Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0);
}
