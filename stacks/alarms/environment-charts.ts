/** What a dashboard shows of an environment, whoever sends: whether all events come and are taken, and what will expire. */
import type { MetricAlarm } from "../../declaration/alarms/alarm";
import { day } from "../../declaration/alarms/alarm";
import { messageMetric, watchMetric } from "../../declaration/names/metrics";
import { providersWithAge } from "../../declaration/rotation";
import type { Environment } from "../../declaration/schema/environment";
import { sendingProviders } from "../../mail/providers/sending-providers";
import { type Chart, line, mathLines, requiredAlarm, twoWeeks } from "./chart";
import { colourOfProvider, good, neutral } from "./colours";

export function eventCharts(environment: Environment): Chart[] {
  const providers = providersWithAge(environment).map((provider) => ({
    ...{ provider, title: sendingProviders[provider].title, color: colourOfProvider(provider).color },
    unjoined: requiredAlarm(environment, `${provider}-unjoined-page`),
  }));
  const age = requiredAlarm(environment, "queue-age-ticket");
  const dead = requiredAlarm(environment, "dead-letters-ticket");
  const [strangers = 0] = providers.map(({ unjoined }) => unjoined.threshold);
  return [
    {
      title: "Events that did not come, by what the provider counts: good at 0",
      unit: "events",
      stat: "Maximum",
      metrics: providers.map(({ provider, title: label, color }) =>
        line(watchMetric(environment.name, "MissingEvents", "Maximum", provider), { label, color }),
      ),
      marks: [{ urgency: "ticket", at: 1 }],
    },
    {
      title: `Events an hour of messages that nobody here sent: good at 0, somebody is woken from ${strangers}`,
      unit: "events",
      metrics: providers.flatMap(({ provider, title: label, color }) =>
        mathLines(
          "FILL(unjoined, 0)",
          { unjoined: messageMetric(environment.name, provider, "Unjoined", "Sum") },
          { id: provider, label, color },
        ),
      ),
      marks: [{ urgency: "page", at: strangers }],
    },
    {
      title: `Oldest event that waits: good below ${age.threshold} seconds`,
      unit: "seconds",
      metrics: onlyMetric(age, { label: "age of the oldest", color: neutral }),
      seconds: age.seconds,
      marks: [{ urgency: "ticket", at: age.threshold }],
    },
    {
      title: "Events that could not be taken: good at 0",
      unit: "events",
      metrics: onlyMetric(dead, { label: "dead letters", color: neutral }),
      seconds: dead.seconds,
      marks: [{ urgency: "ticket", at: dead.threshold }],
    },
  ];
}

export function expiryChart(environment: Environment): Chart {
  const [ticket, page] = [requiredAlarm(environment, "expiry-ticket"), requiredAlarm(environment, "expiry-page")];
  return {
    title: `Days until the domain and the certificate of the application's address expire: good above ${ticket.threshold}`,
    unit: "days",
    stat: "Minimum",
    seconds: day,
    start: twoWeeks,
    metrics: [
      line(watchMetric(environment.name, "DomainDays", "Minimum"), { label: "domain", color: good }),
      line(watchMetric(environment.name, "CertificateDays", "Minimum"), { label: "certificate", color: neutral }),
    ],
    marks: [
      { urgency: "ticket", at: ticket.threshold },
      { urgency: "page", at: page.threshold },
    ],
  };
}

/** An alarm's that is on one metric, as it is. */
const onlyMetric = ({ metrics }: MetricAlarm, options: object): unknown[][] =>
  Object.values(metrics).map((metric) => line(metric, options));
