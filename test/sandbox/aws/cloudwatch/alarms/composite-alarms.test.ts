/** Composite alarms. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
import { alarmsIn, holds, parseRule } from "../../../../../sandbox/aws/cloudwatch/alarms/composite-rule";
import type { StateValue } from "../../../../../sandbox/aws/cloudwatch/alarms/state-value";
import { account, region } from "../../place";
import { type AlarmWorld, minute, startAlarmWorld, topicArn } from "./world";

const arn = (name: string): string => `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;

describe("rules", () => {
  const states: Record<string, StateValue> = { ringing: "ALARM", fine: "OK", new: "INSUFFICIENT_DATA", "a/b c": "ALARM" };

  test.each([
    ["ALARM(ringing)", true],
    ['ALARM("ringing")', true],
    ['ALARM("a/b c")', true],
    [`ALARM("${arn("ringing")}")`, true],
    ["OK(ringing)", false],
    ["ALARM(ringing) AND OK(fine)", true],
    ["ALARM(fine) OR OK(fine) AND ALARM(fine)", false],
    ["(ALARM(fine) OR OK(fine)) AND ALARM(ringing)", true],
    ["NOT ALARM(ringing) OR INSUFFICIENT_DATA(new)", true],
    ["NOT (ALARM(ringing) OR ALARM(fine))", false],
    ["TRUE AND NOT FALSE", true],
    ["ALARM(gone)", false],
  ])("%s", (rule, expected) => {
    expect(holds(parseRule(rule), (name) => states[name])).toBe(expected);
  });

  test.each(["", "ALARM", "ALARM()", "ALARM(a", "ALARM(a) ALARM(b)", "a", "AND ALARM(a)", "ALARM(a) XOR ALARM(b)", "BROKEN(a)"])(
    "%j is refused",
    (rule) => expect(() => parseRule(rule)).toThrow(expect.objectContaining({ code: "ValidationError" })),
  );

  test("the alarms of a rule, each once", () => {
    expect(alarmsIn(parseRule(`ALARM(a) OR (OK("b") AND NOT ALARM("${arn("a")}"))`))).toEqual(["a", "b"]);
  });
});

let world: AlarmWorld;
const metric = { Namespace: "Twinpost/Messages", Statistic: "Sum", Period: 300, EvaluationPeriods: 1, Threshold: 1 };
beforeEach(async () => {
  world = startAlarmWorld();
  for (const name of ["a", "b"]) {
    const comparison = { ComparisonOperator: "GreaterThanOrEqualToThreshold", TreatMissingData: "notBreaching" };
    await world.ask("PutMetricAlarm", { AlarmName: name, MetricName: name, ...metric, ...comparison });
  }
  world.wait(minute);
});
const put = (AlarmRule: string, AlarmName = "both") => world.ask("PutCompositeAlarm", { AlarmName, AlarmRule, AlarmActions: [topicArn] });

test("one message for two causes, which says which one", async () => {
  expect(await put("ALARM(a) OR ALARM(b)")).toMatchObject({ status: 200 });
  expect(world.state("both")).toBe("OK");
  world.count("a");
  world.tick();
  world.count("b");
  world.tick();
  expect(world.told.filter(({ subject }) => subject.startsWith('ALARM: "both"'))).toHaveLength(1);
  const message = world.told.find(({ subject }) => subject.startsWith('ALARM: "both"'))?.message ?? "";
  expect(JSON.parse(message)).toMatchObject({
    AlarmName: "both",
    AlarmRule: "ALARM(a) OR ALARM(b)",
    NewStateReason: `${arn("a")} transitioned to ALARM at Saturday 28 November, 2026 12:16:00 UTC`,
    TriggeringChildren: [{ Arn: arn("a"), State: { Value: "ALARM", Timestamp: "2026-11-28T12:16:00.000+0000" } }],
  });
  expect(JSON.parse(message)).not.toHaveProperty("Trigger");
});

test("a composite alarm of a composite one follows it", async () => {
  await put("ALARM(a)");
  await put("ALARM(both) AND OK(b)", "outer");
  world.count("a");
  world.tick();
  expect(world.state("outer")).toBe("ALARM");
  world.count("b");
  world.tick();
  expect(world.state("outer")).toBe("OK");
});

test("alarms that do not exist, and circles, are refused; what a rule names cannot be deleted", async () => {
  expect(await put("ALARM(gone)")).toMatchObject({ status: 400, __type: "ValidationError" });
  await put("ALARM(a)");
  await put("ALARM(both)", "outer");
  expect(await put("ALARM(outer)")).toMatchObject({ status: 400, __type: "ValidationError" });
  expect(await world.ask("DeleteAlarms", { AlarmNames: ["a", "b"] })).toMatchObject({ status: 400, __type: "ValidationError" });
  expect(world.state("b")).toBe("OK");
  for (const name of ["outer", "both", "a"]) {
    expect(await world.ask("DeleteAlarms", { AlarmNames: [name] })).toMatchObject({ status: 200 });
  }
});

test("a changed rule counts at once", async () => {
  world.count("a");
  world.tick();
  await put("ALARM(b)");
  expect(world.state("both")).toBe("OK");
  await put("ALARM(a)");
  expect(JSON.parse(world.told.at(-1)?.message ?? "")).toMatchObject({
    NewStateReason: `${arn("both")} was updated and its alarm rule evaluates to ALARM`,
    TriggeringChildren: [],
  });
});

test("it is told only to those who ask for its kind", async () => {
  await put("ALARM(a)");
  expect((await world.ask("DescribeAlarms", {})).CompositeAlarms).toEqual([]);
  expect((await world.ask("DescribeAlarms", { AlarmTypes: ["CompositeAlarm"] })).CompositeAlarms).toMatchObject([
    { AlarmName: "both", AlarmRule: "ALARM(a)", StateValue: "OK" },
  ]);
  const { MetricAlarms } = await world.ask("DescribeAlarms", { ChildrenOfAlarmName: "both" });
  expect(MetricAlarms).toMatchObject([{ AlarmName: "a" }]);
});
