/** CloudWatch's dashboards, and what their widgets show. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Operations.html */
import type { CloudWatch, GetMetricDataInput, MetricDataResult } from "@aws-sdk/client-cloudwatch";
import { callAws, findInAws } from "./call";

/** @returns its body; undefined when there is none of that name. */
export const findDashboard = async (cloudwatch: CloudWatch, DashboardName: string): Promise<string | undefined> =>
  (
    await findInAws("CloudWatch GetDashboard", ["ResourceNotFound", "DashboardNotFoundError"], () =>
      cloudwatch.getDashboard({ DashboardName }),
    )
  )?.DashboardBody;

interface Series {
  id: string;
  label: string;
  /** Milliseconds since 1970, and the value; in order of time. */
  points: [at: number, value: number][];
}

/** Page by page: a line may be told in parts. */
export async function metricData(cloudwatch: CloudWatch, input: Omit<GetMetricDataInput, "NextToken" | "ScanBy">): Promise<Series[]> {
  const found = new Map<string, Series>();
  let NextToken: string | undefined;
  do {
    const asked = { ...input, ScanBy: "TimestampAscending" as const, NextToken };
    const answer = await callAws("CloudWatch GetMetricData", () => cloudwatch.getMetricData(asked));
    for (const result of answer.MetricDataResults ?? []) add(found, result);
    NextToken = answer.NextToken;
  } while (NextToken);
  return [...found.values()];
}

function add(found: Map<string, Series>, { Id = "", Label = Id, Timestamps = [], Values = [] }: MetricDataResult): void {
  const key = JSON.stringify([Id, Label]);
  const series = found.get(key) ?? { id: Id, label: Label, points: [] };
  for (const [index, time] of Timestamps.entries()) series.points.push([time.getTime(), Values[index] ?? 0]);
  found.set(key, series);
}
