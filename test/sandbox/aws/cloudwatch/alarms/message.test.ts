/**
 * The fields of https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-sns-schema.html, with the forms of values that
 * messages of real alarms have: times without a colon in their zone, dimensions with small letters, Java's numbers in the reason.
 */
import { hourly, minute, startAlarmWorld, topicArn } from "./world";

const common = { EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: "GreaterThanThreshold", TreatMissingData: "notBreaching" };

test("of one metric", async () => {
  const world = startAlarmWorld();
  const Dimensions = [{ Name: "Provider", Value: "ses" }];
  const metric = { Namespace: "Twinpost/Messages", MetricName: "Bounced", Dimensions, Statistic: "Sum", Period: 300 };
  await world.ask("PutMetricAlarm", { AlarmName: "a", AlarmDescription: "d", ...metric, ...common, AlarmActions: [topicArn] });
  world.wait(minute);
  world.count("Bounced", 2, { Provider: "ses" });
  world.tick();
  const { message, subject, mail } = world.told.at(-1) ?? { message: "", subject: "", mail: "" };
  expect(subject).toBe('ALARM: "a" in EU (Frankfurt)');
  expect(JSON.parse(message)).toEqual({
    AlarmName: "a",
    AlarmDescription: "d",
    AWSAccountId: "480312345678",
    AlarmConfigurationUpdatedTimestamp: "2026-11-28T12:15:00.000+0000",
    NewStateValue: "ALARM",
    NewStateReason:
      "Threshold Crossed: 1 out of the last 1 datapoints [2.0 (28/11/26 12:12:00)] was greater than the threshold (1.0) (minimum 1 datapoint for OK -> ALARM transition).",
    StateChangeTime: "2026-11-28T12:16:00.000+0000",
    Region: "EU (Frankfurt)",
    AlarmArn: "arn:aws:cloudwatch:eu-central-1:480312345678:alarm:a",
    OldStateValue: "OK",
    OKActions: [],
    AlarmActions: [topicArn],
    InsufficientDataActions: [],
    Trigger: {
      MetricName: "Bounced",
      Namespace: "Twinpost/Messages",
      StatisticType: "Statistic",
      Statistic: "SUM",
      Unit: null,
      Dimensions: [{ value: "ses", name: "Provider" }],
      Period: 300,
      EvaluationPeriods: 1,
      DatapointsToAlarm: 1,
      ComparisonOperator: "GreaterThanThreshold",
      Threshold: 1,
      TreatMissingData: "notBreaching",
      EvaluateLowSampleCountPercentile: "",
    },
  });
  expect(mail).toContain(
    'You are receiving this email because your Amazon CloudWatch Alarm "a" in the EU (Frankfurt) region has entered the ALARM state',
  );
  expect(mail).toContain("- State Change:               OK -> ALARM\n");
});

test("of expressions, and without data", async () => {
  const world = startAlarmWorld();
  const Metrics = [hourly("m", "Bounced"), { Id: "e", Expression: "m / 2", Label: "half", ReturnData: true }];
  await world.ask("PutMetricAlarm", { AlarmName: "a", Metrics, ...common });
  world.wait(minute);
  const { NewStateReason, Trigger } = JSON.parse(world.told[0]?.message ?? "") as Record<string, unknown>;
  expect(NewStateReason).toBe(
    "Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].",
  );
  expect(Trigger).toMatchObject({
    Period: 3600,
    Metrics: [
      { Id: "m", MetricStat: { Metric: { Dimensions: [], MetricName: "Bounced" }, Period: 3600, Stat: "Sum" }, ReturnData: false },
      { Id: "e", Expression: "m / 2", Label: "half", ReturnData: true },
    ],
  });
});
