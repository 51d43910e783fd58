/** When metric alarms ring, and when they are silent. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html */
import { failureRate } from "../../../../../stacks/senders/ses-alarms";
import { type AlarmWorld, hourly, minute, startAlarmWorld, topicArn } from "./world";

let world: AlarmWorld;
beforeEach(() => {
  world = startAlarmWorld();
});

const bounces = {
  AlarmName: "bounces",
  Namespace: "Twinpost/Messages",
  MetricName: "Bounced",
  Statistic: "Sum",
  Period: 300,
  EvaluationPeriods: 1,
  Threshold: 3,
  ComparisonOperator: "GreaterThanOrEqualToThreshold",
  TreatMissingData: "notBreaching",
  AlarmActions: [topicArn],
  OKActions: [topicArn],
};
const put = async (alarm: object): Promise<void> => expect(await world.ask("PutMetricAlarm", alarm)).toMatchObject({ status: 200 });

test("a new alarm has no data; it rings as soon as its data breach, and is over when they have left the window", async () => {
  await put(bounces);
  expect(world.state("bounces")).toBe("INSUFFICIENT_DATA");
  world.wait(minute);
  expect(world.state("bounces")).toBe("OK");
  world.count("Bounced", 2);
  world.tick();
  expect(world.state("bounces")).toBe("OK");
  world.count("Bounced");
  world.tick();
  expect(world.state("bounces")).toBe("ALARM");
  // The newest point decides while there is one in the evaluation range, which is longer than the period.
  world.wait(14 * minute);
  expect(world.state("bounces")).toBe("ALARM");
  world.wait(minute);
  expect(world.state("bounces")).toBe("OK");
  expect(world.told.map(({ subject }) => subject)).toEqual([
    'OK: "bounces" in EU (Frankfurt)',
    'ALARM: "bounces" in EU (Frankfurt)',
    'OK: "bounces" in EU (Frankfurt)',
  ]);
});

test("a period of an hour rings within a minute, and passing time ends it", async () => {
  await put({ ...bounces, Period: 3600 });
  world.count("Bounced", 3);
  world.tick();
  expect(world.state("bounces")).toBe("ALARM");
  world.cloudwatch.pass(2 * 60 * minute);
  expect(world.state("bounces")).toBe("ALARM");
  world.cloudwatch.pass(61 * minute);
  expect(world.state("bounces")).toBe("OK");
});

test("two of three periods: the window slides by the minute", async () => {
  await put({ ...bounces, EvaluationPeriods: 3, DatapointsToAlarm: 2 });
  world.count("Bounced", 5);
  world.wait(5 * minute);
  expect(world.state("bounces")).toBe("OK");
  world.count("Bounced", 5);
  world.tick();
  expect(world.state("bounces")).toBe("ALARM");
});

test.each([
  ["missing", "INSUFFICIENT_DATA"],
  ["breaching", "ALARM"],
  ["notBreaching", "OK"],
  ["ignore", "INSUFFICIENT_DATA"],
])("without any data, treated as %s, the state is %s", async (TreatMissingData, expected) => {
  await put({ ...bounces, TreatMissingData });
  world.wait(minute);
  expect(world.state("bounces")).toBe(expected);
});

test("a changed alarm keeps its state until it is evaluated; a state by hand lasts as long, and acts", async () => {
  await put(bounces);
  world.wait(minute);
  await world.ask("SetAlarmState", { AlarmName: "bounces", StateValue: "ALARM", StateReason: "trying the way to us" });
  expect(JSON.parse(world.told.at(-1)?.message ?? "")).toMatchObject({ NewStateReason: "trying the way to us", OldStateValue: "OK" });
  await put({ ...bounces, Threshold: 9 });
  expect(world.state("bounces")).toBe("ALARM");
  world.wait(minute);
  expect(world.state("bounces")).toBe("OK");
  expect(await world.ask("SetAlarmState", { AlarmName: "gone", StateValue: "OK", StateReason: "x" })).toMatchObject({ status: 404 });
});

test("the failure rate of SES's alarm rings from 20 messages an hour on", async () => {
  const Metrics = [
    hourly("send", "Send"),
    hourly("bounce", "Bounce"),
    hourly("reject", "Reject"),
    { Id: "failed", Expression: failureRate, Label: "failure rate", ReturnData: true },
  ];
  const alarm = { EvaluationPeriods: 1, Threshold: 0.05, ComparisonOperator: "GreaterThanThreshold", TreatMissingData: "notBreaching" };
  await put({ AlarmName: "rate", Metrics, ...alarm });
  world.count("Send", 19);
  world.count("Bounce", 2);
  world.tick();
  expect(world.state("rate")).toBe("OK");
  world.count("Send");
  world.tick();
  expect(world.state("rate")).toBe("ALARM");
});

test("alarms on nothing that comes are told apart by FILL", async () => {
  const Metrics = [hourly("seen", "Delivered"), { Id: "silent", Expression: "FILL(seen, 0)" }];
  await put({ AlarmName: "silent", Metrics, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: "LessThanThreshold" });
  world.wait(minute);
  expect(world.state("silent")).toBe("ALARM");
  world.count("Delivered");
  world.tick();
  expect(world.state("silent")).toBe("OK");
});

test("an expression that fails on its data leaves the state, and other alarms, alone", async () => {
  const Metrics = [hourly("m", "Send"), hourly("n", "Bounce"), { Id: "e", Expression: "IF(m > 0, [m, n], 0)" }];
  await put({ AlarmName: "wrong", Metrics, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: "GreaterThanThreshold" });
  await put(bounces);
  world.count("Send");
  world.count("Bounced", 3);
  world.tick();
  expect([world.state("wrong"), world.state("bounces")]).toEqual(["INSUFFICIENT_DATA", "ALARM"]);
});

/** "This setting would be used if there were fewer than 1000 samples for an alarm on a p99 percentile." */
test.each([
  [999, "INSUFFICIENT_DATA"],
  [1000, "ALARM"],
])("p99 of %i samples, few of which are ignored: %s", async (samples, expected) => {
  const { Statistic: _, ...rest } = bounces;
  await put({ ...rest, ExtendedStatistic: "p99", EvaluateLowSampleCountPercentile: "ignore" });
  const at = world.now();
  world.metrics.put(
    { namespace: "Twinpost/Messages", name: "Bounced", dimensions: {} },
    { at, unit: "Count", sum: 9 * samples, min: 9, max: 9, count: samples, values: new Map([[9, samples]]) },
  );
  world.tick();
  expect(world.state("bounces")).toBe(expected);
});

test.each<[string, object]>([
  ["no statistic", { Statistic: undefined }],
  ["both statistics", { ExtendedStatistic: "p90" }],
  ["more datapoints to alarm than periods", { DatapointsToAlarm: 2 }],
  ["a period of 90 s", { Period: 90 }],
  ["25 hours of short periods", { EvaluationPeriods: 300 }],
  ["eight days", { Period: 86_400, EvaluationPeriods: 8 }],
  ["an action that is no ARN", { AlarmActions: ["alerts"] }],
  ["six actions", { AlarmActions: Array(6).fill(topicArn) }],
  ["an unknown treatment", { TreatMissingData: "guess" }],
  ["a metric and expressions", { Metrics: [{ Id: "e", Expression: "TIME_SERIES(1)" }] }],
  ["a number", { MetricName: undefined, Metrics: [hourly("m", "Send"), { Id: "e", Expression: "SUM(m)" }] }],
  ["several series", { MetricName: undefined, Metrics: [hourly("m", "Send"), hourly("n", "Bounce"), { Id: "e", Expression: "[m, n]" }] }],
  ["two that return data", { MetricName: undefined, Metrics: [hourly("m", "Send", true), hourly("n", "Bounce", true)] }],
  ["eleven metrics", { MetricName: undefined, Metrics: [..."abcdefghijk"].map((id) => hourly(id, "Send", id === "a")) }],
])("an alarm with %s is refused", async (_name, wrong) => {
  const refused = await world.ask("PutMetricAlarm", { ...bounces, ...wrong });
  expect(refused).toMatchObject({ status: 400, __type: expect.stringMatching(/ValidationError|InvalidParameterValue/) });
});

test("an alarm is described as it was put, by form too", async () => {
  await put(bounces);
  const { MetricAlarms } = await world.ask("DescribeAlarms", {});
  expect(MetricAlarms).toMatchObject([{ ...bounces, ActionsEnabled: true, InsufficientDataActions: [], StateValue: "INSUFFICIENT_DATA" }]);
  const xml = await world.askByForm("DescribeAlarms", { "AlarmNames.member.1": "bounces" });
  expect(xml).toContain("<Period>300</Period>");
  expect(xml).toContain(`<AlarmActions><member>${topicArn}</member></AlarmActions>`);
});

test("what happened is told, newest first", async () => {
  await put(bounces);
  world.wait(minute);
  expect((await world.ask("DescribeAlarmHistory", { AlarmName: "bounces" })).AlarmHistoryItems).toMatchObject([
    { HistorySummary: "Alarm updated from INSUFFICIENT_DATA to OK" },
    { HistorySummary: 'Alarm "bounces" created' },
  ]);
});
