import type { CloudWatch } from "@aws-sdk/client-cloudwatch";
import { ringingBelow } from "../../../adapters/aws/alarms";
import { lastCounted, oldestWaitSeconds } from "../../../adapters/aws/event-metrics";

const now = new Date("2026-11-28T12:00:00Z");
const at = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

/** @param points by metric */
function cloudwatch(points: Record<string, { Timestamp: Date; Maximum?: number }[]>) {
  const asked: { Period: number; StartTime: Date; EndTime: Date }[] = [];
  const client = {
    getMetricStatistics: async (input: { MetricName: string } & (typeof asked)[number]) => {
      asked.push(input);
      return points[input.MetricName] ? { Datapoints: points[input.MetricName] } : {};
    },
  } as unknown as CloudWatch;
  return { client, asked };
}

const metric = (name: string) => ({ namespace: "Twinpost/Messages", name, dimensions: {}, stat: "SampleCount" as const });

test("the newest of all metrics, in any order of points; none is undefined", async () => {
  const { client, asked } = cloudwatch({
    Accepted: [{ Timestamp: at(60) }, { Timestamp: at(10) }, { Timestamp: at(30) }],
    Delivered: [{ Timestamp: at(20) }],
  });
  expect(await lastCounted(client, ["Accepted", "Delivered", "Rejected"].map(metric), now)).toEqual(at(10));
  expect(await lastCounted(client, [metric("Rejected")], now)).toBeUndefined();
  // A call answers 1,440 points at most.
  for (const { Period, StartTime, EndTime } of asked)
    expect((EndTime.getTime() - StartTime.getTime()) / 1000 / Period).toBeLessThanOrEqual(1440);
});

test("the oldest waits as long as the newest figure says", async () => {
  const { client } = cloudwatch({
    ApproximateAgeOfOldestMessage: [
      { Timestamp: at(5), Maximum: 900 },
      { Timestamp: at(1), Maximum: 40 },
    ],
  });
  expect(await oldestWaitSeconds(client, "twinpost-prod-events", now)).toBe(40);
  expect(await oldestWaitSeconds(cloudwatch({}).client, "twinpost-prod-events", now)).toBeUndefined();
});

test("alarms below a name, joined ones too, and only those that ring", async () => {
  const alarm = (AlarmName: string, StateValue: string) => ({ AlarmName, StateValue });
  const client = {
    describeAlarms: async () => ({ MetricAlarms: [alarm("a", "ALARM"), alarm("b", "OK")], CompositeAlarms: [alarm("c", "ALARM")] }),
  } as unknown as CloudWatch;
  expect(await ringingBelow(client, "twinpost-prod/")).toEqual(["a", "c"]);
});
