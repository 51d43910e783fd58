/** CloudWatch's calls about alarms. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Operations.html */
import { type Input, list, object, ServiceError, text } from "../../query-protocol";
import { invalid, metricOf } from "../metric-queries";
import { keyOf } from "../metric-store";
import { type Alarm, readingsOf } from "./alarm";
import type { AlarmBook } from "./alarm-book";
import { describe, describeAlarms } from "./describe-alarms";
import { compositeAlarmOf, metricAlarmOf } from "./put-alarm";
import { type StateValue, stateValues } from "./state-value";

type Operation = (book: AlarmBook, input: Input) => object;

export const alarmOperations: Record<string, Operation> = {
  PutMetricAlarm: (book, input) => {
    book.put(metricAlarmOf(input), tagsOf(input.Tags));
    return {};
  },
  PutCompositeAlarm: (book, input) => {
    book.put(compositeAlarmOf(input), tagsOf(input.Tags));
    return {};
  },
  DescribeAlarms: describeAlarms,
  DescribeAlarmHistory: (book, input) => book.history.describe(input),
  DescribeAlarmsForMetric: (book, input) => {
    const key = keyOf(metricOf(input));
    const watches = (alarm: Alarm): boolean => alarm.kind === "metric" && readingsOf(alarm).some(({ metric }) => keyOf(metric) === key);
    return { MetricAlarms: book.all().filter(watches).map(describe) };
  },
  DeleteAlarms: (book, input) => {
    book.delete(list(input.AlarmNames).map(text));
    return {};
  },
  SetAlarmState: (book, input) => {
    const value = stateValues.find((each) => each === input.StateValue);
    if (!value) throw invalid(`StateValue ${text(input.StateValue)} is not supported`);
    const [reason, data] = [text(input.StateReason), input.StateReasonData];
    if (reason === "") throw invalid("StateReason is needed");
    if (data !== undefined && !isJson(text(data)))
      throw new ServiceError(400, "InvalidFormat", "StateReasonData was not valid JSON", "InvalidFormatFault");
    book.setState(text(input.AlarmName), { value: value satisfies StateValue, reason, data: data === undefined ? undefined : text(data) });
    return {};
  },
  EnableAlarmActions: (book, input) => switchActions(book, input, true),
  DisableAlarmActions: (book, input) => switchActions(book, input, false),
  ListTagsForResource: (book, input) => ({ Tags: [...tagged(book, input).tags].map(([Key, Value]) => ({ Key, Value })) }),
  TagResource: (book, input) => {
    for (const [key, value] of tagsOf(input.Tags)) tagged(book, input).tags.set(key, value);
    return {};
  },
  UntagResource: (book, input) => {
    for (const key of list(input.TagKeys).map(text)) tagged(book, input).tags.delete(key);
    return {};
  },
};

function switchActions(book: AlarmBook, input: Input, isEnabled: boolean): object {
  for (const name of list(input.AlarmNames).map(text)) {
    const found = book.find(name);
    if (found) found.actions.isEnabled = isEnabled;
  }
  return {};
}

function tagged(book: AlarmBook, { ResourceARN }: Input): Alarm {
  const arn = text(ResourceARN);
  const found = book.all().find((each) => each.arn === arn);
  if (!found) throw new ServiceError(404, "ResourceNotFoundException", `${arn} does not exist`);
  return found;
}

const tagsOf = (tags: unknown): Map<string, string> =>
  new Map(list(tags).map((each) => [text(object(each).Key), text(object(each).Value)]));

function isJson(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}
