/**
 * What holds back a composite alarm's actions.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm_Suppression.html (its six examples, a unit being a minute)
 */
import { stateChangeOf } from "../../../../../sandbox/aws/cloudwatch/alarms/actions";
import type { Alarm } from "../../../../../sandbox/aws/cloudwatch/alarms/alarm";
import { type AlarmWorld, minute, startAlarmWorld, topicArn } from "./world";

let world: AlarmWorld;
const suppressed = { ActionsSuppressor: "suppressor", ActionsSuppressorWaitPeriod: 120, ActionsSuppressorExtensionPeriod: 180 };
const put = (more: object = suppressed) =>
  world.ask("PutCompositeAlarm", {
    AlarmName: "main",
    AlarmRule: "ALARM(child)",
    AlarmActions: [topicArn],
    OKActions: [topicArn],
    ...more,
  });

beforeEach(async () => {
  world = startAlarmWorld();
  for (const name of ["child", "suppressor", "another"]) {
    const rules = { Statistic: "Sum", Period: 60, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: "GreaterThanOrEqualToThreshold" };
    // Keeps the state that a test gives it.
    const input = { AlarmName: name, Namespace: "Twinpost/Messages", MetricName: name, TreatMissingData: "ignore", ...rules };
    await world.ask("PutMetricAlarm", input);
    await become(name, "OK");
  }
  await put();
  // A new one tells that all is well.
  world.wait(3 * minute);
  world.told.length = 0;
});

const become = (AlarmName: string, StateValue: string) => world.ask("SetAlarmState", { AlarmName, StateValue, StateReason: "a test" });
const told = (): string[] =>
  world.told.filter(({ subject }) => subject.includes('"main"')).map(({ subject }) => subject.replace(/:.*/, ""));
const described = async () => {
  const { CompositeAlarms } = await world.ask("DescribeAlarms", { AlarmTypes: ["CompositeAlarm"] });
  return (CompositeAlarms as Record<string, unknown>[])[0];
};
const by = async (): Promise<unknown> => (await described())?.ActionsSuppressedBy;

/** What happens at each minute, and who holds the actions back then. */
type Step = [at: number, happens: [alarm: string, state: string] | undefined, by: string | undefined, told: string[]];
test.each<[string, Step[]]>([
  [
    "1: actions are not suppressed after the wait period",
    [
      [2, ["child", "ALARM"], "WaitPeriod", []],
      [3, undefined, "WaitPeriod", []],
      [4, undefined, undefined, ["ALARM"]],
      [9, undefined, undefined, ["ALARM"]],
    ],
  ],
  [
    "2: the suppressor rings before the wait period expires",
    [
      [2, ["child", "ALARM"], "WaitPeriod", []],
      [3, ["suppressor", "ALARM"], "Alarm", []],
      [60, undefined, "Alarm", []],
    ],
  ],
  [
    "3: the state changes while actions wait",
    [
      [2, ["child", "ALARM"], "WaitPeriod", []],
      [3, ["child", "OK"], "WaitPeriod", []],
      [4, undefined, "WaitPeriod", []],
      [5, undefined, undefined, ["OK"]],
    ],
  ],
  [
    "4: the suppressor rings already",
    [
      [1, ["suppressor", "ALARM"], "Alarm", []],
      [2, ["child", "ALARM"], "Alarm", []],
      [9, undefined, "Alarm", []],
    ],
  ],
  [
    "5: actions are not suppressed after the extension period",
    [
      [2, ["child", "ALARM"], "WaitPeriod", []],
      [3, ["suppressor", "ALARM"], "Alarm", []],
      [6, ["suppressor", "OK"], "ExtensionPeriod", []],
      [8, undefined, "ExtensionPeriod", []],
      [9, undefined, undefined, ["ALARM"]],
    ],
  ],
  [
    "6: the state changes in the extension period",
    [
      [2, ["child", "ALARM"], "WaitPeriod", []],
      [3, ["suppressor", "ALARM"], "Alarm", []],
      [6, ["suppressor", "OK"], "ExtensionPeriod", []],
      [7, ["child", "OK"], "WaitPeriod", []],
      [8, undefined, "WaitPeriod", []],
      [9, undefined, undefined, ["OK"]],
    ],
  ],
  [
    "a belief: what was told is not told again",
    [
      [2, ["child", "ALARM"], "WaitPeriod", []],
      [5, ["suppressor", "ALARM"], "Alarm", ["ALARM"]],
      [8, ["suppressor", "OK"], "ExtensionPeriod", ["ALARM"]],
      [20, undefined, undefined, ["ALARM"]],
    ],
  ],
])("%s", async (_, steps) => {
  let now = 0;
  for (const [at, happens, suppressedBy, messages] of steps) {
    world.wait((at - now) * minute);
    now = at;
    if (happens) await become(...happens);
    expect([at, await by(), told()]).toEqual([at, suppressedBy, messages]);
  }
});

test("the clock that is moved by hours moves the periods too", async () => {
  await become("child", "ALARM");
  world.cloudwatch.pass(119_000);
  expect([await by(), told()]).toEqual(["WaitPeriod", []]);
  world.cloudwatch.pass(1_000);
  expect([await by(), told()]).toEqual([undefined, ["ALARM"]]);
});

test("DescribeAlarms tells the suppressor as it was given, and why actions are held back", async () => {
  await become("child", "ALARM");
  const reason = { ActionsSuppressedBy: "WaitPeriod", ActionsSuppressedReason: "Actions suppressed by WaitPeriod" };
  expect(await described()).toMatchObject({ ...suppressed, ...reason, StateValue: "ALARM" });
});

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html, "a composite alarm with a suppressor alarm"
test("EventBridge hears of a change whose actions are held back", async () => {
  const before = { ...(world.alarms.find("main") as Alarm).state };
  await become("child", "ALARM");
  const { detail } = stateChangeOf({ alarm: world.alarms.find("main") as Alarm, before, children: [] });
  expect(detail).toMatchObject({
    state: { value: "ALARM", actionsSuppressedBy: "WaitPeriod", actionsSuppressedReason: "Actions suppressed by WaitPeriod" },
    previousState: { value: "OK" },
    configuration: { actionsSuppressor: "suppressor", actionsSuppressorWaitPeriod: 120, actionsSuppressorExtensionPeriod: 180 },
  });
});

test("another suppressor ends a period; none acts at once", async () => {
  await become("child", "ALARM");
  await put({ ...suppressed, ActionsSuppressor: "another" });
  expect([await by(), told()]).toEqual([undefined, ["ALARM"]]);
  await put({});
  await become("child", "OK");
  expect(told()).toEqual(["ALARM", "OK"]);
});

test.each<[string, object]>([
  ["a suppressor that is not there", { ...suppressed, ActionsSuppressor: "gone" }],
  ["no wait period", { ActionsSuppressor: "suppressor", ActionsSuppressorExtensionPeriod: 180 }],
  ["no extension period", { ActionsSuppressor: "suppressor", ActionsSuppressorWaitPeriod: 120 }],
])("refuses %s", async (_, input) => {
  expect(await put(input)).toMatchObject({ status: 400, __type: "ValidationError" });
});
