/** What an environment's dashboard shows of every provider: what became of its mail, how long that took, whether all of it is known. */
import type { MetricAlarm } from "../../declaration/alarms/alarm";
import { alarmsOf } from "../../declaration/alarms/alarms";
import { messageMetric, watchMetric } from "../../declaration/names/metrics";
import { providersWithAge } from "../../declaration/rotation";
import type { Environment, ProviderName } from "../../declaration/schema/environment";
import { sendingProviders } from "../../mail/providers/sending-providers";
import { type Chart, line, percent } from "./chart";

export const messageCharts = (environment: Environment): Chart[] => [
  ...providersWithAge(environment).flatMap((provider) => chartsOf(environment, provider)),
  ...queueCharts(environment),
];

function chartsOf(environment: Environment, provider: ProviderName): Chart[] {
  const { title } = sendingProviders[provider];
  const metric = (name: string, stat: "Sum" | "p50" = "Sum") => messageMetric(environment.name, provider, name, stat);
  const failures = find(environment, `${provider}-failures-ticket`);
  const bounces = find(environment, `${provider}-bounces-ticket`);
  const slow = find(environment, `${provider}-slow-ticket`);
  const asked = (name: string) => line(watchMetric(environment.name, name, "Maximum", provider), { label: name });
  return [
    {
      title: `${title}, an hour: good while accepted and delivered keep together`,
      metrics: ["Accepted", "Delivered", "Deferred", "Suppressed"].map((name) => line(metric(name), { label: name })),
    },
    {
      title: `${title}, failures an hour: good at 0`,
      metrics: ["BouncedHard", "BouncedSoft", "Rejected", "Complained", "Unjoined"].map((name) => line(metric(name), { label: name })),
    },
    { title: `${title}, failed in a day: good below ${percent(failures.threshold)}`, ...drawn(failures) },
    { title: `${title}, unknown recipients in a day: good below ${percent(bounces.threshold)}`, ...drawn(bounces) },
    {
      title: `${title}, seconds from accepted to delivered, the median: good below ${slow.threshold}`,
      metrics: [line(metric("DeliverySeconds", "p50"), { label: "seconds" })],
      alarmAt: slow.threshold,
    },
    {
      title: `${title}, asked every hour: good at 0`,
      metrics: [
        "SendingStopped",
        "MissingEvents",
        "AskFailed",
        ...(sendingProviders[provider].watchable?.includes("webhook") ? ["WebhookWrong"] : []),
      ].map(asked),
      stat: "Maximum",
    },
  ];
}

function queueCharts(environment: Environment): Chart[] {
  const age = find(environment, "queue-age-ticket");
  const dead = find(environment, "dead-letters-ticket");
  return [
    { title: `Oldest event that waits, in seconds: good below ${age.threshold}`, ...drawn(age) },
    { title: "Events that could not be taken: good at 0", ...drawn(dead) },
  ];
}

/** As its alarm sees it. */
function drawn({ metrics, expression, seconds, threshold }: MetricAlarm): Omit<Chart, "title"> {
  const lines = Object.entries(metrics).map(([id, metric]) => line(metric, expression === undefined ? { id } : { id, visible: false }));
  const math = expression === undefined ? [] : [[{ expression, label: "share", id: "value" }]];
  return { metrics: [...math, ...lines], seconds, alarmAt: threshold };
}

function find(environment: Environment, id: string): MetricAlarm {
  const found = alarmsOf(environment).metric.find((each) => each.id === id);
  if (!found) throw new Error(`no alarm has the id ${id}`);
  return found;
}
