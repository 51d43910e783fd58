/** Schedules, with the examples of https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html */
import { dueBetween, parseSchedule } from "../../../../sandbox/aws/events/schedule";
import { inputOf } from "../../../../sandbox/aws/events/target-input";

const minute = 60_000;
const at = (text: string): number => Date.parse(`${text}Z`);
const firstAfter = (expression: string, from: string): string | undefined => {
  const [first] = dueBetween(parseSchedule(expression), at("2026-01-01T00:00"), at(from), at(from) + 100 * 24 * 60 * minute);
  return first === undefined ? undefined : new Date(first).toISOString().slice(0, 16);
};

test.each([
  ["cron(0 10 * * ? *)", "2026-11-28T12:00", "2026-11-29T10:00"],
  ["cron(15 12 * * ? *)", "2026-11-28T12:00", "2026-11-28T12:15"],
  ["cron(0 18 ? * MON-FRI *)", "2026-11-28T12:00", "2026-11-30T18:00"],
  ["cron(0 8 1 * ? *)", "2026-11-28T12:00", "2026-12-01T08:00"],
  ["cron(0/15 * * * ? *)", "2026-11-28T12:01", "2026-11-28T12:15"],
  ["cron(0/10 * ? * MON-FRI *)", "2026-11-28T12:01", "2026-11-30T00:00"],
  ["cron(0/5 8-17 ? * MON-FRI *)", "2026-11-30T17:56", "2026-12-01T08:00"],
  ["cron(0 9 ? * 2#1 *)", "2026-11-28T12:00", "2026-12-07T09:00"],
  ["cron(0 9 L * ? *)", "2026-11-28T12:00", "2026-11-30T09:00"],
  ["cron(0 9 ? * 6L *)", "2026-11-28T12:00", "2026-12-25T09:00"],
  ["cron(30 7 5 3 ? 2027)", "2026-11-28T12:00", "2027-03-05T07:30"],
  ["cron(30 7 5 3 ? 2025)", "2026-11-28T12:00", undefined],
])("%s after %s is due at %s", (expression, from, expected) => {
  expect(firstAfter(expression, from)).toBe(expected);
});

test("a rate counts from when the rule began, and not at once", () => {
  const began = at("2026-11-28T12:03");
  const due = dueBetween(parseSchedule("rate(10 minutes)"), began, began - 5 * minute, began + 25 * minute);
  expect(due.map((each) => (each - began) / minute)).toEqual([10, 20]);
  expect(dueBetween(parseSchedule("rate(10 minutes)"), began, began + 20 * minute, began + 29 * minute)).toEqual([]);
});

test.each([
  "rate(1 minutes)",
  "rate(5 minute)",
  "rate(0 minutes)",
  "rate(5 weeks)",
  "cron(0 10 * * * *)",
  "cron(0 10 ? * ? *)",
  "cron(0 24 * * ? *)",
  "cron(0 10 * * ?)",
  "at(2026-01-01)",
])("%s is refused", (expression) => expect(() => parseSchedule(expression)).toThrow("ScheduleExpression is not valid"));

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html */
test.each([
  ["the event", {}, '{"id":"7","detail":{"instance-id":"i-1","state":"RUNNING","n":3},"list":["a"]}'],
  ["a constant", { Input: '{"x":1}' }, '{"x":1}'],
  ["a part", { InputPath: "$.detail.n" }, "3"],
  [
    "a template of text",
    {
      InputTransformer: {
        InputPathsMap: { instance: "$.detail.instance-id", status: "$.detail.state" },
        InputTemplate: '"instance <instance> is in <status>"',
      },
    },
    '"instance i-1 is in RUNNING"',
  ],
  [
    "a template of JSON",
    {
      InputTransformer: {
        InputPathsMap: { n: "$.detail.n", gone: "$.x", one: "$.list[0]" },
        InputTemplate: '{"n": <n>, "gone": "<gone>", "one": "<one>"}',
      },
    },
    '{"n": 3, "gone": "", "one": "a"}',
  ],
])("a target gets %s", (_name, target, expected) => {
  const event = { id: "7", detail: { "instance-id": "i-1", state: "RUNNING", n: 3 }, list: ["a"] };
  expect(inputOf({ Id: "t", Arn: "arn", ...target }, event)).toBe(expected);
});
