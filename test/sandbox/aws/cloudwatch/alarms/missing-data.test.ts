/**
 * The tables of https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html, row by row: X breaches, 0 does not,
 * - is missing; the newest is on the right. "keep" is the page's "Retain current state".
 */
import { stateOf } from "../../../../../sandbox/aws/cloudwatch/alarms/missing-data";

type Row = [points: string, missing: string, ignore: string, breaching: string, notBreaching: string];

const threeOfThree: Row[] = [
  ["0 - X - X", "OK", "OK", "OK", "OK"],
  ["0 - - - -", "OK", "OK", "OK", "OK"],
  ["- - - - -", "INSUFFICIENT_DATA", "keep", "ALARM", "OK"],
  ["0 X X - X", "ALARM", "ALARM", "ALARM", "ALARM"],
  ["- - X - -", "ALARM", "keep", "ALARM", "OK"],
];
const twoOfThree: Row[] = [
  ["0 - X - X", "ALARM", "ALARM", "ALARM", "ALARM"],
  ["0 0 X 0 X", "ALARM", "ALARM", "ALARM", "ALARM"],
  ["0 - X - -", "OK", "OK", "ALARM", "OK"],
  ["- - - - 0", "OK", "OK", "ALARM", "OK"],
  ["- - - X -", "ALARM", "keep", "ALARM", "OK"],
];
/** "The alarm does not go immediately into ALARM state when the data is either `- - - - X` or `- - - X -`", and what may follow. */
const premature: [string, string][] = [
  ["- - - - X", "OK"],
  ["- - - X -", "OK"],
  ["- - - X 0", "OK"],
  ["- - X - 0", "OK"],
  ["- - X - -", "ALARM"],
];

const parse = (points: string): (boolean | undefined)[] => points.split(" ").map((point) => (point === "-" ? undefined : point === "X"));
const treatments = ["missing", "ignore", "breaching", "notBreaching"] as const;

const cases = [...threeOfThree.map((row) => [row, 3] as const), ...twoOfThree.map((row) => [row, 2] as const)].flatMap(
  ([[points, ...states], datapointsToAlarm]) =>
    treatments.map((treatMissingData, index) => ({ points, datapointsToAlarm, treatMissingData, expected: states[index] })),
);

test.each(cases)("$datapointsToAlarm of 3, $treatMissingData: $points is $expected", ({ points, expected, ...alarm }) => {
  expect(stateOf(parse(points), { ...alarm, evaluationPeriods: 3 })).toBe(expected);
});

test.each(premature)("3 of 3, missing: %s is %s", (points, expected) => {
  expect(stateOf(parse(points), { evaluationPeriods: 3, datapointsToAlarm: 3, treatMissingData: "missing" })).toBe(expected);
});
