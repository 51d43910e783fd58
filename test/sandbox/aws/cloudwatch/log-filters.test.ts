/**
 * Metric filters of functions' logs. Patterns and lines are those of AWS's page:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
import type { Answer, Call } from "../../../../sandbox/aws/call";
import { LogFilters } from "../../../../sandbox/aws/cloudwatch/log-filters/filters";
import { parsePattern } from "../../../../sandbox/aws/cloudwatch/log-filters/pattern";
import { MetricStore } from "../../../../sandbox/aws/cloudwatch/metric-store";
import { account, region } from "../place";

const requests = [
  "[ERROR 400] BAD REQUEST",
  "[ERROR 401] UNAUTHORIZED REQUEST",
  "[ERROR 419] MISSING ARGUMENTS",
  "[ERROR 420] INVALID ARGUMENTS",
];
const event = {
  eventType: "UpdateTrail",
  sourceIPAddress: "111.111.111.111",
  arrayKey: ["value", "another value"],
  objectList: [
    { name: "a", id: 1 },
    { name: "b", id: 2 },
  ],
  SomeObject: null,
  "cluster.name": "c",
};
const user = {
  user: { id: 1, email: "John.Stiles@example.com" },
  users: [
    { id: 2, email: "John.Doe@example.com" },
    { id: 3, email: "Jane.Doe@example.com" },
  ],
  actions: ["GET", "PUT", "DELETE"],
  coordinates: [
    [0, 1, 2],
    [4, 5, 6],
    [7, 8, 9],
  ],
  flag: true,
};

test.each<[string, number[]]>([
  ["", [0, 1, 2, 3]],
  ['" "', [0, 1, 2, 3]],
  ["ERROR", [0, 1, 2, 3]],
  ["Error", []],
  ["ERROR ARGUMENTS", [2, 3]],
  ["?MISSING ?UNAUTHORIZED", [1, 2]],
  ['"BAD REQUEST"', [0]],
  ["ERROR -ARGUMENTS", [0, 1]],
  ['ERROR -"INVALID ARGUMENTS" -REQUEST', [2]],
])("the terms %j are in the lines %j", (pattern, lines) => {
  const matches = parsePattern(pattern);
  expect(requests.flatMap((line, index) => (matches(line, undefined) ? [index] : []))).toEqual(lines);
});

test.each<[string, object, boolean]>([
  ['{ $.eventType = "UpdateTrail" }', event, true],
  ['{$.eventType="UpdateTrail"}', event, true],
  ['{ $.eventType = "Update" }', event, false],
  ["{ $.sourceIPAddress != 123.123.* }", event, true],
  ["{ $.sourceIPAddress = 111.111.* }", event, true],
  ['{ $.arrayKey[0] = "value" }', event, true],
  ["{ $.objectList[1].id = 2 }", event, true],
  ["{ $.objectList[1].id > 2 }", event, false],
  ["{ $.objectList[1].id <= 2 }", event, true],
  ['{ $.objectList[1].id = "2" }', event, false],
  ["{ $.SomeObject IS NULL }", event, true],
  ["{ $.eventType IS NULL }", event, false],
  ["{ $.SomeOtherObject NOT EXISTS }", event, true],
  ["{ $.SomeObject NOT EXISTS }", event, false],
  ['{ $.SomeOtherObject != "x" }', event, false],
  ['{ $.["cluster.name"] = "c" }', event, true],
  [`{ $.['cluster.name'] = "c" }`, event, true],
  ["{ $.flag IS TRUE }", user, true],
  ["{ $.flag IS FALSE }", user, false],
  ["{ $.coordinates[0][1] = 1 }", user, true],
  ['{ ($.user.id = 1) && ($.users[0].email = "John.Doe@example.com") }', user, true],
  ['{ $.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = "nonmatch" && $.actions[2] = "nonmatch" }', user, true],
  ['{ ($.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = "nonmatch") && $.actions[2] = "nonmatch" }', user, false],
  ["{ $.user.id = 1e0 }", user, true],
  ["{ $.constructor NOT EXISTS }", user, true],
])("%s", (pattern, fields, isMatch) => {
  expect(parsePattern(pattern)(JSON.stringify(fields), fields)).toBe(isMatch);
  expect(parsePattern(pattern)("no JSON", undefined)).toBe(false);
});

test.each([
  ["[ip, user, status = 4*]", 501],
  ["%ERROR [0-9]+%", 501],
  ["{ $.a = %x% }", 501],
  ["?ERROR WARN", 501],
  ["a:b", 400],
  ['"open', 400],
  ["{ $.a = }", 400],
  ["{ $.a = 1", 400],
  ["{ a = 1 }", 400],
  ["{ ($.a = 1 }", 400],
  ['{ $.a > "x" }', 400],
  ["{ $.a IS MAYBE }", 400],
  ["{ }", 400],
  ["x".repeat(1025), 400],
])("the pattern %s is refused with %d", (pattern, status) => {
  expect(() => parsePattern(pattern)).toThrow(expect.objectContaining({ status }));
});

describe("a filter", () => {
  let now = Date.parse("2026-11-29T03:00:10Z");
  const store = new MetricStore();
  const filters = new LogFilters({ metrics: () => store, now: () => now });
  const arn = `arn:aws:lambda:${region}:${account}:function:any`;
  const ask = (operation: string, input: object): Answer | undefined => {
    const call = { service: "logs", operation, dialect: "json", account, region, body: Buffer.from(JSON.stringify(input)) } as Call;
    const answer = filters.answer(call);
    if (!answer) filters.learn(call, { status: 200, headers: {}, body: "" });
    return answer;
  };
  const put = (filterPattern: string, transformation: object, filterName = "one") =>
    ask("PutMetricFilter", {
      ...{ logGroupName: "/aws/lambda/any", filterName, filterPattern },
      metricTransformations: [{ metricNamespace: "Any", metricName: filterName, metricValue: "1", ...transformation }],
    });
  const sum = (name: string, dimensions: Record<string, string> = {}): number =>
    store.samples({ namespace: "Any", name, dimensions }).reduce((all, each) => all + each.sum, 0);

  test("counts lines of its group, until it or the group is deleted", () => {
    expect(put("ERROR", {})).toBeUndefined();
    for (const line of [...requests, "fine"]) filters.readLogLine(arn, line);
    filters.readLogLine(`${arn}-other`, "ERROR");
    expect(sum("one")).toBe(4);
    ask("DeleteMetricFilter", { logGroupName: "/aws/lambda/any", filterName: "one" });
    filters.readLogLine(arn, "ERROR");
    put("ERROR", {}, "two");
    ask("DeleteLogGroup", { logGroupName: "/aws/lambda/any" });
    filters.readLogLine(arn, "ERROR");
    expect([sum("one"), sum("two")]).toEqual([4, 0]);
  });

  test("takes its value and its dimensions from the line, with its unit", () => {
    put("{ $.ms = * }", {}, "never");
    put("{ $.ms > 0 }", { metricValue: "$.ms", unit: "Milliseconds", dimensions: { Route: "$.route" } }, "slow");
    for (const line of [
      '{"ms":120,"route":"/a"}',
      '{"ms":30,"route":"/a"}',
      '{"ms":7,"route":"/b"}',
      '{"ms":9}',
      '{"ms":"x","route":"/a"}',
    ])
      filters.readLogLine(arn, line);
    expect([sum("slow", { Route: "/a" }), sum("slow", { Route: "/b" }), sum("slow")]).toEqual([150, 7, 0]);
    expect(store.samples({ namespace: "Any", name: "slow", dimensions: { Route: "/a" } })[0]?.unit).toBe("Milliseconds");
  });

  test("a default value counts once for a minute in which nothing matched", () => {
    put("ERROR", { metricValue: "5", defaultValue: 1 }, "default");
    for (const line of ["fine", "fine"]) filters.readLogLine(arn, line);
    expect(sum("default")).toBe(1);
    now += 60_000;
    for (const line of ["ERROR", "fine"]) filters.readLogLine(arn, line);
    expect(sum("default")).toBe(6);
  });

  test("what the sandbox does not know is a gap, and makes no filter", () => {
    expect(put("%x%", {}, "gap")).toMatchObject({ status: 501, gap: expect.stringContaining("regular expression") });
    expect(put("ERROR", { metricValue: "$ms" }, "gap")).toBeUndefined();
    expect(put("ERROR", { metricValue: "many" }, "gap")).toMatchObject({ status: 501 });
    expect(put("{ $.a = 1 }", { defaultValue: 0, dimensions: { A: "$.a" } }, "gap")).toMatchObject({ status: 400 });
  });

  test("a pattern can be tried", () => {
    const answer = ask("TestMetricFilter", { filterPattern: "ARGUMENTS", logEventMessages: requests });
    expect(JSON.parse(String(answer?.body))).toMatchObject({ matches: [{ eventNumber: 3 }, { eventNumber: 4 }] });
  });
});
