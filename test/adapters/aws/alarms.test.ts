import type { CloudWatch } from "@aws-sdk/client-cloudwatch";
import { ringingAlarms } from "../../../adapters/aws/alarms";

const alarms = (states: Record<string, string>): CloudWatch =>
  ({
    describeAlarms: async () => ({ MetricAlarms: Object.entries(states).map(([AlarmName, StateValue]) => ({ AlarmName, StateValue })) }),
  }) as unknown as CloudWatch;

test("only an alarm in the state ALARM rings: a service that answers with all of them makes none ring", async () => {
  const cloudwatch = alarms({ bounces: "OK", complaints: "INSUFFICIENT_DATA", failures: "ALARM" });
  await expect(ringingAlarms(cloudwatch, ["bounces", "complaints", "failures"])).resolves.toEqual(["failures"]);
});
