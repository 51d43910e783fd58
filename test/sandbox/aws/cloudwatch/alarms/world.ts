/** CloudWatch in process, on a clock that a test moves, with what its alarms told. */
import type { Alarm } from "../../../../../sandbox/aws/cloudwatch/alarms/alarm";
import { type AlarmMessage, messageOf } from "../../../../../sandbox/aws/cloudwatch/alarms/message";
import { createCloudWatch } from "../../../../../sandbox/aws/cloudwatch/start";
import { account, region } from "../../place";
import { ask, askByForm } from "../asked";

export const topicArn = `arn:aws:sns:${region}:${account}:alerts`;
export const minute = 60_000;
/** A quarter past, so that no period of an hour begins or ends here. */
const start = Date.UTC(2026, 10, 28, 12, 15);

export type AlarmWorld = ReturnType<typeof startAlarmWorld>;

export function startAlarmWorld() {
  let now = start;
  const told: AlarmMessage[] = [];
  const cloudwatch = createCloudWatch({
    now: () => now,
    // As an alarm acts.
    act: async (change) => void (change.alarm.state.suppressedBy || told.push(messageOf(change))),
  });
  const metrics = cloudwatch.metrics(account, region);
  const alarms = cloudwatch.alarms(account, region);
  return {
    cloudwatch,
    told,
    metrics,
    alarms,
    now: () => now,
    ask: (operation: string, input: object) => ask(cloudwatch, operation, input),
    askByForm: (operation: string, form: Record<string, string>) => askByForm(cloudwatch, operation, form),
    count(name: string, value = 1, dimensions: Record<string, string> = {}): void {
      metrics.count({ namespace: "Twinpost/Messages", name, dimensions }, now, value);
    },
    /** The clock moves a minute at a time, and alarms are evaluated. */
    wait(ms: number): void {
      for (let waited = 0; waited < ms; waited += minute) {
        now += Math.min(minute, ms - waited);
        cloudwatch.tick();
      }
    },
    tick: () => cloudwatch.tick(),
    state: (name: string): string | undefined => (alarms.find(name) as Alarm | undefined)?.state.value,
  };
}

export const hourly = (id: string, MetricName: string, ReturnData = false): object => ({
  Id: id,
  MetricStat: { Metric: { Namespace: "Twinpost/Messages", MetricName, Dimensions: [] }, Period: 3600, Stat: "Sum" },
  ReturnData,
});
