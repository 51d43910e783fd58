/** All alarms of an environment but those on what a provider counts itself (stacks/senders/). An environment that delivers nothing has none. */

import { providerNames } from "../../mail/providers/sending-providers";
import { alarmName, ownAlarmNames } from "../names/alarms";
import { providersWithAge } from "../rotation";
import { thresholdsOf } from "../schema/thresholds-shape";
import type { Alarms, MetricAlarm, Watched } from "./alarm";
import { environmentAlarms, eventsAlarm } from "./environment-alarms";
import { mailAlarms } from "./mail-alarms";
import { providerAlarms } from "./provider-alarms";

export function alarmsOf(environment: Watched): Alarms {
  const providers = providersWithAge(environment);
  if (providers.length === 0) return { metric: [], joined: [] };
  const mail = providers.map((provider) => mailAlarms(environment, provider));
  const metric = [
    ...mail.flatMap((each) => each.metric),
    ...providers.flatMap((provider) => providerAlarms(environment, provider)),
    ...environmentAlarms(environment),
  ];
  return { metric, joined: [...mail.flatMap(({ joined }) => joined), eventsAlarm(metric)] };
}

/** By name: those that speak of mail that fails, or of a provider that does not send. Nobody changes anything unasked while one rings. */
export const alarmsThatHoldChanges = (environment: Watched): string[] => [
  ...ownAlarmNames(environment.name),
  ...alarmsOf(environment)
    .metric.filter(({ kind, provider }) => provider && ["failures", "bounces", "complaints", "sending-stopped"].includes(kind))
    .map(({ id }) => alarmName(environment.name, id)),
];

const mostFailures = 0.5;

const latest = thresholdsOf(undefined, ({ unit, least, most }) => (unit === "days" ? least : most));

/** By id, the threshold beyond which an alarm comes too late: the one that it has, unless an environment may declare it. */
export const highestThresholds: ReadonlyMap<string, Pick<MetricAlarm, "compare" | "threshold">> = new Map(
  providerNames.flatMap((primary) =>
    alarmsOf({
      name: "any",
      alerts: { notify: ["on-call@example.com"], failureRate: mostFailures, thresholds: latest },
      sendingProviders: { primary },
    }).metric.map(({ id, compare, threshold }): [string, Pick<MetricAlarm, "compare" | "threshold">] => [id, { compare, threshold }]),
  ),
);
