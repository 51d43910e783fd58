import type { CloudWatch } from "@aws-sdk/client-cloudwatch";
import { alarmStates } from "../../../adapters/aws/alarms";
import { findDashboard, metricData } from "../../../adapters/aws/dashboards";

const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 29, 3, minute));

test("a line that is told on two pages is one line, in order of time", async () => {
  const asked: object[] = [];
  const pages = [
    { MetricDataResults: [{ Id: "m", Label: "sent", Timestamps: [at(0)], Values: [1] }], NextToken: "next" },
    {
      MetricDataResults: [
        { Id: "m", Label: "sent", Timestamps: [at(5)], Values: [2] },
        { Id: "n", Timestamps: [], Values: [] },
      ],
    },
  ];
  const cloudwatch = { getMetricData: async (input: object) => pages[asked.push(input) - 1] } as unknown as CloudWatch;
  await expect(metricData(cloudwatch, { MetricDataQueries: [], StartTime: at(0), EndTime: at(9) })).resolves.toEqual([
    {
      id: "m",
      label: "sent",
      points: [
        [at(0).getTime(), 1],
        [at(5).getTime(), 2],
      ],
    },
    { id: "n", label: "n", points: [] },
  ]);
  expect(asked).toMatchObject([{ ScanBy: "TimestampAscending", NextToken: undefined }, { NextToken: "next" }]);
});

test.each(["ResourceNotFound", "DashboardNotFoundError"])("no dashboard is no error: %s", async (name) => {
  const fail = (code: string) =>
    ({
      getDashboard: async () => Promise.reject(Object.assign(new Error("no"), { name: code, $fault: "client" })),
    }) as unknown as CloudWatch;
  await expect(findDashboard(fail(name), "twinpost-any")).resolves.toBeUndefined();
  await expect(findDashboard(fail("AccessDenied"), "twinpost-any")).rejects.toThrow("AccessDenied");
});

test("states of both kinds of alarms, by ARN", async () => {
  const MetricAlarms = [{ AlarmArn: "arn:a", StateValue: "OK" }];
  const CompositeAlarms = [{ AlarmArn: "arn:b", StateValue: "ALARM" }];
  const cloudwatch = { describeAlarms: async () => ({ MetricAlarms, CompositeAlarms }) } as unknown as CloudWatch;
  await expect(alarmStates(cloudwatch, ["a", "b"])).resolves.toEqual(
    new Map([
      ["arn:a", "OK"],
      ["arn:b", "ALARM"],
    ]),
  );
});
