/** Wires how an environment's events stand: the last one, the queue, the alarms. Reads only. */
import { ringingAlarms, ringingBelow } from "../adapters/aws/alarms";
import { queuedMessages } from "../adapters/aws/dead-letters";
import { lastCounted, oldestWaitSeconds } from "../adapters/aws/event-metrics";
import { daytimeId } from "../declaration/alarms/environment-alarms";
import { alarmName, ownAlarmNames } from "../declaration/names/alarms";
import { deadEventQueue, eventQueue } from "../declaration/names/events";
import { messageMetric } from "../declaration/names/metrics";
import { type Environment, sendingProvidersOf } from "../declaration/schema/environment";
import type { EventStandingEffects } from "../workflows/status";
import type { Connections } from "./connections";

/** Whatever a message comes to, one of these is counted first. */
const countedFirst = ["Accepted", "Rejected", "Suppressed", "Delivered", "BouncedHard"] as const;

export function eventStandingEffects(environment: Environment, connections: Connections): EventStandingEffects {
  const { name } = environment;
  const { cloudwatch, json } = connections.aws(environment);
  return {
    async last() {
      const metrics = sendingProvidersOf(environment).flatMap((provider) =>
        countedFirst.map((each) => messageMetric(name, provider, each, "SampleCount")),
      );
      return lastCounted(cloudwatch, metrics, new Date());
    },
    async queue() {
      const [waiting, dead] = await Promise.all([eventQueue, deadEventQueue].map((queue) => queuedMessages(queue(name), json("SQS"))));
      if (waiting === undefined || dead === undefined) return undefined;
      const oldest = waiting > 0 ? await oldestWaitSeconds(cloudwatch, eventQueue(name), new Date()) : undefined;
      return { waiting, dead, ...(oldest !== undefined && { oldestSeconds: oldest }) };
    },
    async ringing() {
      // No environment's name has a slash, so these are of no other one.
      const [own, below] = await Promise.all([
        ringingAlarms(cloudwatch, ownAlarmNames(name)),
        ringingBelow(cloudwatch, alarmName(name, "")),
      ]);
      return [...own, ...below.filter((alarm) => alarm !== alarmName(name, daytimeId))];
    },
  };
}
