/** Bodies of dashboards, as AWS documents them: CloudWatch-Dashboard-Body-Structure.html of the API reference. */
import { type MetricWidget, readDashboard } from "../../../reports/dashboard/body";
import { questionOf, timeOf } from "../../../reports/dashboard/questions";

const now = Date.parse("2026-11-29T03:30:15Z");
const read = (...widgets: object[]) => readDashboard(JSON.stringify({ widgets })).widgets;
const metric = (properties: object): MetricWidget => {
  const [widget] = read({ type: "metric", properties });
  if (widget?.kind !== "metric") throw new Error(JSON.stringify(widget));
  return widget;
};

test("what the format leaves out is as documented", () => {
  const [first, second] = read(
    { type: "metric", height: 4, properties: { metrics: [["AWS/EC2", "CPUUtilization"]] } },
    { type: "text", properties: { markdown: "Hello" } },
  );
  expect(first).toMatchObject({
    x: 0,
    y: 0,
    width: 6,
    height: 4,
    view: "timeSeries",
    lines: [{ period: 300, metric: { stat: "Average" } }],
  });
  expect(second).toMatchObject({ kind: "text", y: 4, width: 6, height: 6 });
  expect(readDashboard('{"widgets":[]}').start).toBe("-PT3H");
});

test("a dot stands for what the metric before has, three for all that is not said", () => {
  const { lines } = metric({
    metrics: [
      ["AWS/EC2", "DiskReadBytes", "InstanceId", "i-0", "Kind", "a"],
      [".", "DiskWriteBytes", ".", "i-1", ".", ".", { stat: "Maximum" }],
      ["...", "b"],
      ["...", { yAxis: "right" }],
    ],
  });
  expect(lines.map(({ metric }) => [metric?.name, metric?.dimensions.map(([, value]) => value).join(), metric?.stat])).toEqual([
    ["DiskReadBytes", "i-0,a", "Average"],
    ["DiskWriteBytes", "i-1,a", "Maximum"],
    ["DiskWriteBytes", "i-1,b", "Average"],
    ["DiskWriteBytes", "i-1,b", "Average"],
  ]);
  expect(lines.map(({ axis }) => axis)).toEqual(["left", "left", "left", "right"]);
});

test.each([
  ["log", { query: "fields @message" }, /type "log"/],
  ["explorer", {}, /type "explorer"/],
  ["metric", { view: "pie", metrics: [["A", "b"]] }, /view "pie"/],
  ["metric", { annotations: { alarms: ["arn"] } }, /metrics/],
  ["metric", { metrics: [["A", "b", "name without value"]] }, /metrics\.0/],
  ["metric", { metrics: [["A", 7]] }, /metrics\.0/],
  ["alarm", {}, /alarms/],
  ["text", { markdown: 7 }, /markdown/],
])("a widget %s %j is not dropped: it says why it is not drawn", (type, properties, why) => {
  expect(read({ type, properties: { title: "one", ...properties } })).toEqual([
    expect.objectContaining({ kind: "unread", title: "one", why: expect.stringMatching(why), x: 0, width: 6 }),
  ]);
});

test.each(["", "[]", "{", '{"widgets":[{"type":"text","x":24}]}'])("%j is no dashboard", (text) => {
  expect(() => readDashboard(text)).toThrow("the dashboard's body cannot be read");
});

test.each([
  ["-PT3H", "2026-11-29T00:30:15Z"],
  ["-PT15M", "2026-11-29T03:15:15Z"],
  ["-P14D", "2026-11-15T03:30:15Z"],
  ["-P1W", "2026-11-22T03:30:15Z"],
  ["-P1DT12H", "2026-11-27T15:30:15Z"],
  ["2026-11-01T00:00:00.000Z", "2026-11-01T00:00:00Z"],
  ["yesterday", "2026-11-29T00:30:15Z"],
  ["2027-01-01T00:00:00Z", "2026-11-29T00:30:15Z"],
])("%s begins at %s", (start, begins) => {
  expect(new Date(timeOf(start, now)).toISOString()).toBe(new Date(begins).toISOString());
});

test("periods begin at round times, and a widget's own time wins", () => {
  const hourly = metric({
    metrics: [["A", "b", "D", "v", { id: "m", visible: false }], [{ expression: "m * 2", label: "twice" }]],
    period: 3600,
  });
  expect(questionOf(hourly, { start: "-P1D" }, now)).toEqual({
    from: Date.parse("2026-11-28T03:00:00Z"),
    to: now,
    queries: [
      {
        Id: "m",
        ReturnData: false,
        MetricStat: { Metric: { Namespace: "A", MetricName: "b", Dimensions: [{ Name: "D", Value: "v" }] }, Period: 3600, Stat: "Average" },
      },
      { Id: "line1", Label: "twice", ReturnData: true, Expression: "m * 2", Period: 3600 },
    ],
  });
  expect(questionOf({ ...hourly, start: "-PT3H" }, { start: "-P1D" }, now).from).toBe(Date.parse("2026-11-29T00:00:00Z"));
});

test("numbers of the whole time are of one period, which ends now", () => {
  const whole = metric({ metrics: [["A", "b"]], view: "singleValue", setPeriodToTimeRange: true });
  const { from, to, queries } = questionOf(whole, { start: "-P1D" }, now);
  expect([to - from, to, queries[0]?.MetricStat?.Period]).toEqual([86_400_000, now, 86_400]);
});
