/** CloudWatch's alarms by name. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
import type { CloudWatch, StateValue } from "@aws-sdk/client-cloudwatch";
import { callAws } from "./call";

/** @param names at most 100. @returns those that ring now. */
export async function ringingAlarms(cloudwatch: CloudWatch, names: readonly string[]): Promise<string[]> {
  const { MetricAlarms = [] } = await callAws("CloudWatch DescribeAlarms", () =>
    cloudwatch.describeAlarms({ AlarmNames: [...names], StateValue: "ALARM" }),
  );
  // moto leaves the state out of the question when it is asked by name.
  return MetricAlarms.flatMap(({ AlarmName, StateValue }) => (AlarmName && StateValue === "ALARM" ? [AlarmName] : []));
}

/** @returns those whose name begins so and that ring now, joined ones too. */
export async function ringingBelow(cloudwatch: CloudWatch, AlarmNamePrefix: string): Promise<string[]> {
  const { MetricAlarms = [], CompositeAlarms = [] } = await callAws("CloudWatch DescribeAlarms", () =>
    cloudwatch.describeAlarms({ AlarmNamePrefix, StateValue: "ALARM", AlarmTypes: ["MetricAlarm", "CompositeAlarm"], MaxRecords: 100 }),
  );
  return [...MetricAlarms, ...CompositeAlarms].flatMap(({ AlarmName, StateValue }) =>
    AlarmName && StateValue === "ALARM" ? [AlarmName] : [],
  );
}

/** @param names at most 100. @returns the state of each that is there, by its ARN; joined ones too. */
export async function alarmStates(cloudwatch: CloudWatch, names: readonly string[]): Promise<Map<string, StateValue>> {
  const { MetricAlarms = [], CompositeAlarms = [] } = await callAws("CloudWatch DescribeAlarms", () =>
    cloudwatch.describeAlarms({ AlarmNames: [...names], AlarmTypes: ["MetricAlarm", "CompositeAlarm"], MaxRecords: 100 }),
  );
  return new Map(
    [...MetricAlarms, ...CompositeAlarms].flatMap(({ AlarmArn, StateValue }) =>
      AlarmArn && StateValue ? [[AlarmArn, StateValue] as [string, StateValue]] : [],
    ),
  );
}
