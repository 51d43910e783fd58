/**
 * What a dashboard shows of all providers at once, each in its colour: the shares and times from which alarms ring. A share is drawn of however few
 * messages; alarms wait for more, which the titles say.
 */
import type { Metric, Urgency } from "../../declaration/alarms/alarm";
import { day, hour } from "../../declaration/alarms/alarm";
import { enoughInADay, enoughInAnHour } from "../../declaration/alarms/mail-alarms";
import { messageMetric } from "../../declaration/names/metrics";
import { providersWithAge } from "../../declaration/rotation";
import type { Environment, ProviderName } from "../../declaration/schema/environment";
import { sendingProviders } from "../../mail/providers/sending-providers";
import { type Chart, inPercent, type Mark, mathLines, requiredAlarm, twoWeeks } from "./chart";
import { colourOfProvider } from "./colours";

/** Now, and then day by day. */
export function shareCharts(environment: Environment): [Chart[], Chart[]] {
  const providers = providersWithAge(environment);
  const ofEach = (math: string, metrics: (provider: ProviderName) => Record<string, Metric>): unknown[][] =>
    providers.flatMap((provider) =>
      mathLines(math, metrics(provider), {
        id: provider,
        label: sendingProviders[provider].title,
        color: colourOfProvider(provider).color,
      }),
    );
  const metric = (provider: ProviderName, name: string, stat: Metric["stat"] = "Sum"): Metric =>
    messageMetric(environment.name, provider, name, stat);
  const failed = ofEach(failedPercent, (provider) => failedMetrics(environment, provider));
  const shareOf = (name: string): unknown[][] =>
    ofEach("100 * FILL(some, 0) / accepted", (provider) => ({ some: metric(provider, name), accepted: metric(provider, "Accepted") }));
  /** Where each provider's alarm rings: at the same share. */
  const marks = (kind: string, ...urgencies: Urgency[]): Mark[] =>
    urgencies.map((urgency) => ({ urgency, at: inPercent(requiredAlarm(environment, `${providers[0]}-${kind}-${urgency}`).threshold) }));
  const byDay = { unit: "%", seconds: day, start: twoWeeks } as const;
  const below = ([lowest]: Mark[]): string => `good below ${lowest?.at} %`;
  const [hourly, daily] = [marks("failures", "page"), marks("failures", "ticket")];
  const [bounces, complaints] = [marks("bounces", "ticket", "page"), marks("complaints", "ticket", "page")];
  const slow = requiredAlarm(environment, `${providers[0]}-slow-ticket`).threshold;
  return [
    [
      {
        title: `Failed in an hour: ${below(hourly)}; rings from ${enoughInAnHour} messages`,
        unit: "%",
        seconds: hour,
        metrics: failed,
        marks: hourly,
      },
      {
        title: `From accepted to delivered, the median of an hour: good below ${slow} seconds`,
        unit: "seconds",
        seconds: hour,
        metrics: ofEach("median", (provider) => ({ median: metric(provider, "DeliverySeconds", "p50") })),
        marks: [{ urgency: "ticket", at: slow }],
      },
    ],
    [
      { ...byDay, title: `Failed in a day: ${below(daily)}; rings from ${enoughInADay} messages`, metrics: failed, marks: daily },
      {
        ...byDay,
        title: `Unknown recipients in a day: ${below(bounces)}; rings from ${enoughInADay} messages`,
        metrics: shareOf("BouncedHard"),
        marks: bounces,
      },
      {
        ...byDay,
        title: `Called spam in a day: ${below(complaints)}; rings from 2 complaints`,
        metrics: shareOf("Complained"),
        marks: complaints,
      },
    ],
  ];
}

/** Of what was accepted: as alarms reckon. */
export const failedPercent = "100 * (FILL(hard, 0) + FILL(soft, 0) + FILL(rejected, 0)) / accepted";
export function failedMetrics({ name }: Environment, provider: ProviderName): Record<string, Metric> {
  const metric = (metricName: string): Metric => messageMetric(name, provider, metricName, "Sum");
  return { accepted: metric("Accepted"), hard: metric("BouncedHard"), soft: metric("BouncedSoft"), rejected: metric("Rejected") };
}
