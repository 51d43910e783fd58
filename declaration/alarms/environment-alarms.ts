/** Alarms of an environment, whichever provider sends: its queue of events, its names and certificates. */
import { deadEventQueue, eventQueue } from "../names/events";
import { watchMetric } from "../names/metrics";
import { thresholdsOf } from "../schema/thresholds-shape";
import { day, hour, idOf, type JoinedAlarm, type Metric, type MetricAlarm, minute, type Rule, type Watched } from "./alarm";

/** Rings by day, and tells nobody. */
export const daytimeId = "daytime";

export const environmentAlarms = (environment: Watched): MetricAlarm[] => [
  ...queueAlarms(environment),
  ...nameAlarms(environment),
  ...runAlarms(environment),
];

const eventsId = "events-ticket";

/** @param all of the environment and its providers. */
export function eventsAlarm(all: readonly MetricAlarm[]): JoinedAlarm {
  const any = all
    .filter(({ within }) => within === eventsId)
    // Whichever provider is the first.
    .sort((one, other) => one.id.localeCompare(other.id))
    .map(({ id }): Rule => ({ rings: id }));
  const meaning = "Events do not come, or cannot be taken";
  return { kind: "events", urgency: "ticket", id: eventsId, meaning, rule: { any } };
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html */
function queueAlarms({ name, alerts }: Watched): MetricAlarm[] {
  const { queueAge } = thresholdsOf(alerts.thresholds);
  const metric = (metricName: string, QueueName: string): Metric => ({
    namespace: "AWS/SQS",
    name: metricName,
    dimensions: { QueueName },
    stat: "Maximum",
  });
  const usual = { within: eventsId, seconds: 5 * minute, compare: ">=", silence: "good" } as const;
  return [
    {
      ...usual,
      kind: "queue-age",
      id: "queue-age-ticket",
      meaning: `Events wait: for a quarter of an hour, the oldest is older than ${Math.round(queueAge.ticket / minute)} minutes`,
      metrics: { age: metric("ApproximateAgeOfOldestMessage", eventQueue(name)) },
      periods: 3,
      threshold: queueAge.ticket,
    },
    {
      ...usual,
      kind: "dead-letters",
      id: "dead-letters-ticket",
      meaning: "Events could not be taken five times, and wait among the dead letters",
      metrics: { letters: metric("ApproximateNumberOfMessagesVisible", deadEventQueue(name)) },
      threshold: 1,
    },
  ];
}

function nameAlarms({ name, alerts }: Watched): MetricAlarm[] {
  const { expiry } = thresholdsOf(alerts.thresholds);
  const usual = { seconds: day, silence: "keep" } as const;
  const days = { domain: watchMetric(name, "DomainDays", "Minimum"), certificate: watchMetric(name, "CertificateDays", "Minimum") };
  // A certificate that is not late to be renewed is far away (workflows/watch/certificate.ts), and so is what was not found out: that is told by the
  // function's log, and by `doctor`.
  const expression = "MIN([FILL(domain, 9999), FILL(certificate, 9999)])";
  const soon = (urgency: "page" | "ticket", threshold: number): MetricAlarm => ({
    ...usual,
    kind: "expiry",
    urgency,
    id: idOf("expiry", urgency),
    meaning: `The domain, or the certificate of the application's address, expires within ${threshold} days`,
    metrics: days,
    expression,
    compare: "<=",
    threshold,
  });
  return [
    soon("ticket", expiry.ticket),
    soon("page", expiry.page),
    {
      ...usual,
      kind: "registrar-unlocked",
      urgency: "ticket",
      id: "registrar-unlocked-ticket",
      meaning: "The registrar would let the domain be transferred away",
      metrics: { unlocked: watchMetric(name, "RegistrarUnlocked", "Maximum") },
      compare: ">=",
      threshold: 1,
    },
  ];
}

/** Of what the watch function publishes at each run. */
function runAlarms({ name }: Watched): MetricAlarm[] {
  const daytime = watchMetric(name, "Daytime", "Maximum");
  return [
    {
      kind: "not-asked",
      urgency: "ticket",
      id: idOf("not-asked", "ticket"),
      meaning: "Nobody asks the providers how they are: the function that watches does not run",
      metrics: { runs: { ...daytime, stat: "SampleCount" } },
      seconds: hour,
      periods: 3,
      // Data are missing, rather than zero.
      compare: "<=",
      threshold: 0,
      silence: "tell",
    },
    {
      kind: "complaints",
      id: daytimeId,
      meaning: "It is day: complaints page by day only. Nobody is told",
      metrics: { daytime },
      seconds: 15 * minute,
      compare: ">=",
      threshold: 1,
      silence: "good",
    },
  ];
}
