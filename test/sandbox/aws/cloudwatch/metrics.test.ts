/** Where metrics come from, and what their statistics are. */
import { gzipSync } from "node:zlib";
import { metricLines } from "../../../../adapters/aws/metric-log";
import type { Call } from "../../../../sandbox/aws/call";
import { type CloudWatch, createCloudWatch } from "../../../../sandbox/aws/cloudwatch/start";
import { account, region } from "../place";
import { ask, askByForm } from "./asked";

const now = Date.UTC(2026, 10, 28, 12);
const minute = 60_000;
const namespace = "Twinpost/Messages";
const dimensions = { Environment: "prod", Provider: "ses", Stream: "invitations" };
const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
const functionArn = `arn:aws:lambda:${region}:${account}:function:twinpost-prod-take-events`;

let cloudwatch: CloudWatch;
beforeEach(() => {
  cloudwatch = createCloudWatch({ now: () => now });
});

const statistics = async (MetricName: string, more: object): Promise<unknown> => {
  const window = { StartTime: (now - 10 * minute) / 1000, EndTime: (now + minute) / 1000, Period: 3600 };
  const { Datapoints } = await ask(cloudwatch, "GetMetricStatistics", { Namespace: namespace, Dimensions, MetricName, ...window, ...more });
  return Datapoints;
};

test("a function's line of metrics is counted under its dimensions, lists included", async () => {
  const values = { Delivered: { unit: "Count", value: 3 }, DeliverySeconds: { unit: "Seconds", value: [1, 2, 3, 10] } } as const;
  for (const line of metricLines({ namespace, dimensions, values }, now)) cloudwatch.readLogLine(functionArn, line);
  cloudwatch.readLogLine(functionArn, "a line of text");

  expect(await statistics("Delivered", { Statistics: ["Sum", "SampleCount"] })).toMatchObject([{ Sum: 3, SampleCount: 1, Unit: "Count" }]);
  expect(await statistics("DeliverySeconds", { Statistics: ["Average", "Maximum"], ExtendedStatistics: ["p50", "p90"] })).toMatchObject([
    { Average: 4, Maximum: 10, Unit: "Seconds", ExtendedStatistics: { p50: 2, p90: 10 } },
  ]);
  const { Metrics } = await ask(cloudwatch, "ListMetrics", { Namespace: namespace, MetricName: "Delivered" });
  expect(Metrics).toEqual([{ Namespace: namespace, MetricName: "Delivered", Dimensions }]);
});

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
test.each([
  ["without a time", { CloudWatchMetrics: [{ Namespace: "n", Dimensions: [[]], Metrics: [{ Name: "m" }] }] }, { m: 1 }],
  [
    "whose dimension has no value",
    { Timestamp: now, CloudWatchMetrics: [{ Namespace: "n", Dimensions: [["d"]], Metrics: [{ Name: "m" }] }] },
    { m: 1 },
  ],
  [
    "whose value is text",
    { Timestamp: now, CloudWatchMetrics: [{ Namespace: "n", Dimensions: [[]], Metrics: [{ Name: "m" }] }] },
    { m: "1" },
  ],
  [
    "with 101 values",
    { Timestamp: now, CloudWatchMetrics: [{ Namespace: "n", Dimensions: [[]], Metrics: [{ Name: "m" }] }] },
    { m: Array(101).fill(1) },
  ],
  [
    "older than two weeks",
    { Timestamp: now - 15 * 86_400_000, CloudWatchMetrics: [{ Namespace: "n", Dimensions: [[]], Metrics: [{ Name: "m" }] }] },
    { m: 1 },
  ],
])("a line %s makes no metric", async (_name, _aws, fields) => {
  cloudwatch.readLogLine(functionArn, JSON.stringify({ _aws, ...fields }));
  expect(cloudwatch.metrics(account, region).metrics()).toEqual([]);
});

test("what is put is what is read; a wrong value keeps the whole call out", async () => {
  const put = (MetricData: object[], Namespace = namespace) => ask(cloudwatch, "PutMetricData", { Namespace, MetricData });
  const MetricName = "Accepted";
  expect(
    await put([
      { MetricName, Dimensions, Value: 2 },
      { MetricName, Dimensions, Values: [1, 5], Counts: [3, 1] },
    ]),
  ).toMatchObject({ status: 200 });
  expect(await statistics(MetricName, { Statistics: ["Sum", "Minimum", "SampleCount"] })).toMatchObject([
    { Sum: 10, Minimum: 1, SampleCount: 5 },
  ]);

  const refused = [
    await put([{ MetricName, Value: 1 }], "AWS/SES"),
    await put([
      { MetricName, Dimensions, Value: 1 },
      { MetricName, Dimensions, Value: 1, Timestamp: now / 1000 - 15 * 86_400 },
    ]),
    await put([{ MetricName, Value: 1, Values: [1] }]),
  ];
  expect(refused.map(({ status, __type }) => `${status} ${__type}`)).toEqual([
    "400 InvalidParameterValueException",
    "400 InvalidParameterValueException",
    "400 InvalidParameterCombinationException",
  ]);
  expect(await statistics(MetricName, { Statistics: ["Sum"] })).toMatchObject([{ Sum: 10 }]);
});

test("values of a minute are kept together, of high resolution those of a second; a set of differing values has no percentile", async () => {
  const at = (seconds: number) => now / 1000 - 120 + seconds;
  const put = (MetricData: object[]) => ask(cloudwatch, "PutMetricData", { Namespace: namespace, MetricData });
  for (const [MetricName, StorageResolution] of [
    ["slow", 60],
    ["fast", 1],
  ] as const) {
    await put([1, 59].map((second) => ({ MetricName, Dimensions, Value: second, Timestamp: at(second), StorageResolution })));
  }
  expect(await statistics("slow", { Period: 1, StartTime: at(0), EndTime: at(60), Statistics: ["Sum"] })).toMatchObject([{ Sum: 60 }]);
  expect(await statistics("fast", { Period: 1, StartTime: at(0), EndTime: at(60), Statistics: ["Sum"] })).toMatchObject([
    { Sum: 1 },
    { Sum: 59 },
  ]);

  const p50 = { ExtendedStatistics: ["p50"] };
  await put([{ MetricName: "same", Dimensions, StatisticValues: { SampleCount: 3, Sum: 6, Minimum: 2, Maximum: 2 } }]);
  await put([{ MetricName: "same", Dimensions, Value: 9 }]);
  expect(await statistics("same", p50)).toMatchObject([{ ExtendedStatistics: { p50: 2 } }]);
  await put([{ MetricName: "same", Dimensions, StatisticValues: { SampleCount: 3, Sum: 6, Minimum: 1, Maximum: 3 } }]);
  expect(await statistics("same", p50)).not.toMatchObject([{ ExtendedStatistics: { p50: expect.anything() } }]);
});

test("a long body comes compressed; one that is no JSON is refused", async () => {
  const input = { Namespace: namespace, MetricData: [{ MetricName: "m", Value: 1 }] };
  const call = { service: "monitoring", operation: "PutMetricData", dialect: "json", account, region } as Call;
  expect(await cloudwatch.answer({ ...call, body: gzipSync(JSON.stringify(input)) })).toMatchObject({ status: 200 });
  expect(cloudwatch.metrics(account, region).metrics()).toHaveLength(1);
  expect(await cloudwatch.answer({ ...call, body: Buffer.from("{") })).toMatchObject({ status: 400 });
});

test("a question has metrics and expressions on them; only what returns data is told", async () => {
  for (const [index, value] of [4, 6].entries()) {
    const line = metricLines({ namespace, dimensions, values: { Accepted: { unit: "Count", value } } }, now + index * minute)[0];
    cloudwatch.readLogLine(functionArn, line ?? "");
  }
  const Metric = { Namespace: namespace, MetricName: "Accepted", Dimensions };
  const MetricDataQueries = [
    { Id: "m", MetricStat: { Metric, Period: 60, Stat: "Sum" }, ReturnData: false },
    { Id: "e", Expression: "m * 2", Label: "twice" },
  ];
  const asked = { MetricDataQueries, StartTime: (now - 5 * minute) / 1000, EndTime: (now + 5 * minute) / 1000 };
  expect(await ask(cloudwatch, "GetMetricData", asked)).toMatchObject({
    MetricDataResults: [{ Id: "e", Label: "twice", Timestamps: [now / 1000 + 60, now / 1000], Values: [12, 8], StatusCode: "Complete" }],
  });
  expect(await ask(cloudwatch, "GetMetricData", { ...asked, MetricDataQueries: [{ Id: "e", Expression: "gone" }] })).toMatchObject({
    status: 400,
    __type: "ValidationError",
  });
  const form = {
    "MetricDataQueries.member.1.Id": "m",
    "MetricDataQueries.member.1.MetricStat.Metric.Namespace": namespace,
    "MetricDataQueries.member.1.MetricStat.Metric.MetricName": "Accepted",
    ...Object.fromEntries(
      Dimensions.flatMap(({ Name, Value }, index) => [
        [`MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.${index + 1}.Name`, Name],
        [`MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.${index + 1}.Value`, Value],
      ]),
    ),
    "MetricDataQueries.member.1.MetricStat.Period": "300",
    "MetricDataQueries.member.1.MetricStat.Stat": "Sum",
    StartTime: new Date(now - 5 * minute).toISOString(),
    EndTime: new Date(now + 5 * minute).toISOString(),
  };
  expect(await askByForm(cloudwatch, "GetMetricData", form)).toContain("<Values><member>10</member></Values>");
});

test("SES counts for the account always, for a set under what it publishes; reputations begin with the first bounce", async () => {
  const DimensionConfigurations = [{ DimensionName: "ses:configuration-set", DefaultDimensionValue: "none" }];
  const destination = { Enabled: true, MatchingEventTypes: ["SEND", "BOUNCE"], CloudWatchDestination: { DimensionConfigurations } };
  const configurationSet = { name: "twinpost-prod", eventDestinations: [destination] };
  const tell = (type: "SEND" | "BOUNCE" | "DELIVERY") => cloudwatch.learnFromSes({ account, region, type, at: now, configurationSet });
  const names = (): string[] =>
    cloudwatch
      .metrics(account, region)
      .metrics()
      .map(({ name, dimensions: of }) => [name, ...Object.values(of)].join(" "));

  for (let sent = 0; sent < 4; sent++) tell("SEND");
  tell("DELIVERY");
  expect(names()).toEqual(["Send", "Send twinpost-prod", "Delivery"]);
  tell("BOUNCE");
  expect(names().slice(3)).toEqual(["Bounce", "Bounce twinpost-prod", "Reputation.BounceRate"]);
  const [rate] = cloudwatch.metrics(account, region).samples({ namespace: "AWS/SES", name: "Reputation.BounceRate", dimensions: {} });
  expect(rate?.max).toBe(0.25);
});
