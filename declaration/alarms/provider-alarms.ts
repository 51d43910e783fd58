/** Alarms on what the watch function asks a provider: whether it still sends, whether all its events came, whether they can come at all. */
import { sendingProviders } from "../../mail/providers/sending-providers";
import { watchMetric } from "../names/metrics";
import type { ProviderName } from "../schema/environment";
import { thresholdsOf } from "../schema/thresholds-shape";
import { hour, idOf, type MetricAlarm, type Watched } from "./alarm";

export function providerAlarms({ name, alerts }: Watched, provider: ProviderName): MetricAlarm[] {
  const { volume } = thresholdsOf(alerts.thresholds);
  const { title, watchable = [] } = sendingProviders[provider];
  const asked = (metric: string): Pick<MetricAlarm, "provider" | "metrics" | "seconds" | "compare" | "threshold" | "silence"> => ({
    provider,
    metrics: { value: watchMetric(name, metric, "Maximum", provider) },
    seconds: hour,
    compare: ">=",
    threshold: 1,
    silence: "keep",
  });
  return [
    {
      kind: "sending-stopped",
      urgency: "page",
      id: idOf("sending-stopped", "page", provider),
      meaning: `${title} sends nothing: 1 it paused or suspended us, 2 the credits are used up, 3 it refuses our login`,
      ...asked("SendingStopped"),
    },
    {
      kind: "missing-events",
      id: idOf("missing-events", "ticket", provider),
      within: "events-ticket",
      meaning: `${title} did more than its events told us`,
      ...asked("MissingEvents"),
      // Events can be an hour late.
      periods: 2,
    },
    {
      kind: "not-asked",
      urgency: "ticket",
      id: idOf("not-asked", "ticket", provider),
      meaning: `${title} could not be asked how it is`,
      ...asked("AskFailed"),
      periods: 3,
    },
    ...(watchable.includes("webhook")
      ? [
          {
            kind: "webhook-wrong" as const,
            id: idOf("webhook-wrong", "ticket", provider),
            within: "events-ticket",
            meaning: `${title} does not post its events to us: its webhook is switched off, unsigned or leads elsewhere`,
            ...asked("WebhookWrong"),
          },
        ]
      : []),
    ...(watchable.includes("credits")
      ? [
          {
            kind: "volume" as const,
            urgency: "ticket" as const,
            id: idOf("volume", "ticket", provider),
            meaning: `${Math.round(volume.ticket * 100)} % of what ${title} may send in this period was sent`,
            ...asked("CreditsUsed"),
            threshold: volume.ticket,
          },
        ]
      : []),
  ];
}
