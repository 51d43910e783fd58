/** What a dashboard shows of one provider: a day in numbers, what became of its mail hour by hour, what it answers when it is asked. */
import type { Metric } from "../../declaration/alarms/alarm";
import { messageMetric, watchMetric } from "../../declaration/names/metrics";
import type { Environment, ProviderName } from "../../declaration/schema/environment";
import { sendingProviders } from "../../mail/providers/sending-providers";
import { type Chart, inPercent, line, mathLines, requiredAlarm } from "./chart";
import { annoyed, bad, colourOfProvider, good, late, lessBad, neutral, worse } from "./colours";
import { failedMetrics, failedPercent } from "./share-charts";

export interface ProviderCharts {
  day: Chart;
  mail: Chart;
  failures: Chart;
  asked: Chart;
  /** Of a number of messages that was paid for. */
  volume?: Chart;
}

export function providerCharts(environment: Environment, provider: ProviderName): ProviderCharts {
  const { title, watchable = [] } = sendingProviders[provider];
  const { color } = colourOfProvider(provider);
  const metric = (name: string, stat: "Sum" | "p50" = "Sum"): Metric => messageMetric(environment.name, provider, name, stat);
  const asked = (name: string): Metric => watchMetric(environment.name, name, "Maximum", provider);
  /** An hour without failures has no data of them, and is a good one. */
  const orNone = (id: string, name: string, label: string, colour: string): unknown[][] =>
    mathLines(`FILL(${id}, 0)`, { [id]: metric(name) }, { id: `${id}s`, label, color: colour });
  const volume = watchable.includes("credits") ? requiredAlarm(environment, `${provider}-volume-ticket`) : undefined;
  return {
    day: {
      title: `${title}, the last 24 hours`,
      unit: "messages",
      isNumbers: true,
      metrics: [
        line(metric("Accepted"), { label: "accepted", color }),
        line(metric("Delivered"), { label: "delivered", color: good }),
        ...mathLines(failedPercent, failedMetrics(environment, provider), { id: "failed", label: "failed, %", color: neutral }),
        ...orNone("complained", "Complained", "called spam", neutral),
        line(metric("DeliverySeconds", "p50"), { label: "seconds to delivery, median", color: neutral }),
      ],
    },
    mail: {
      title: `${title}, messages an hour: good while accepted and delivered keep together`,
      unit: "messages",
      metrics: [
        line(metric("Accepted"), { label: "accepted", color }),
        line(metric("Delivered"), { label: "delivered", color: good }),
        line(metric("Deferred"), { label: "deferred: tried again", color: late }),
        line(metric("Suppressed"), { label: "suppressed: not sent", color: neutral }),
      ],
    },
    failures: {
      title: `${title}, failures an hour: good at 0`,
      unit: "messages",
      isStacked: true,
      metrics: [
        ...orNone("hard", "BouncedHard", "unknown recipient", bad),
        ...orNone("soft", "BouncedSoft", "refused by the receiver", lessBad),
        ...orNone("rejected", "Rejected", `rejected by ${title}`, worse),
        ...orNone("complained", "Complained", "called spam", annoyed),
      ],
    },
    asked: {
      title: `${title}, asked every hour: good at 0`,
      unit: "answer",
      stat: "Maximum",
      metrics: [
        line(asked("SendingStopped"), { label: "sends nothing: 1 stopped, 2 no credits, 3 login refused", color }),
        ...(watchable.includes("webhook") ? [line(asked("WebhookWrong"), { label: "1: its webhook is wrong", color: annoyed })] : []),
        line(asked("AskFailed"), { label: "questions without an answer", color: neutral }),
      ],
      marks: [{ urgency: "ticket", at: 1 }],
    },
    ...(volume
      ? {
          volume: {
            title: `${title}, credits used: good below ${inPercent(volume.threshold)} %`,
            unit: "%" as const,
            metrics: mathLines("100 * used", { used: asked("CreditsUsed") }, { id: "credits", label: "used", color }),
            marks: [{ urgency: "ticket" as const, at: inPercent(volume.threshold) }],
          },
        }
      : {}),
  };
}
