/** What happened to alarms. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html */
import { type Input, list, number, text, time } from "../../query-protocol";
import type { Alarm, AlarmState } from "./alarm";
import { timeText } from "./evaluate-metric";

type Kind = "ConfigurationUpdate" | "StateUpdate" | "Action";

interface Note {
  summary: string;
  at: number;
  states?: { oldState: AlarmState; newState: AlarmState };
  more?: object;
}

interface Item {
  alarm: string;
  type: "MetricAlarm" | "CompositeAlarm";
  kind: Kind;
  at: number;
  summary: string;
  data: string;
}

export class History {
  readonly #items: Item[] = [];

  add({ name, kind }: Alarm, what: Kind, { summary, at, states, more = {} }: Note): void {
    const told = (state: AlarmState) => ({
      stateValue: state.value,
      stateReason: state.reason,
      ...(state.data ? { stateReasonData: JSON.parse(state.data) as unknown } : {}),
    });
    const ofStates = states && { oldState: told(states.oldState), newState: told(states.newState) };
    this.#items.push({
      alarm: name,
      type: kind === "metric" ? "MetricAlarm" : "CompositeAlarm",
      kind: what,
      at,
      summary,
      data: JSON.stringify({ version: "1.0", ...ofStates, ...more, timestamp: timeText(at) }),
    });
  }

  age(ms: number): void {
    for (const item of this.#items) item.at -= ms;
  }

  /** Newest first, unless asked otherwise; pages of 100. Without a type it is about metric alarms only. */
  describe(input: Input): object {
    const { AlarmName, HistoryItemType, ScanBy } = input;
    const types = list(input.AlarmTypes).map(text);
    const [from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY] = [time(input.StartDate), time(input.EndDate)];
    const found = this.#items.filter(
      ({ alarm, type, kind, at }) =>
        (AlarmName === undefined || alarm === AlarmName) &&
        (types.length === 0 ? type === "MetricAlarm" : types.includes(type)) &&
        (HistoryItemType === undefined || kind === HistoryItemType) &&
        at >= from &&
        at <= to,
    );
    const sorted = ScanBy === "TimestampAscending" ? found : found.reverse();
    const start = number(input.NextToken) ?? 0;
    const end = start + Math.min(number(input.MaxRecords) ?? 100, 100);
    return {
      AlarmHistoryItems: sorted.slice(start, end).map(({ alarm, type, kind, at, summary, data }) => ({
        AlarmName: alarm,
        AlarmType: type,
        Timestamp: new Date(at),
        HistoryItemType: kind,
        HistorySummary: summary,
        HistoryData: data,
      })),
      ...(end < sorted.length ? { NextToken: String(end) } : {}),
    };
  }
}
