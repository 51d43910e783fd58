/**
 * Alarms on what became of the messages that went through one provider: how many failed, were called spam, were late, and what nobody here sent.
 * Rates need a number of messages and, where one client's bad list could raise them, three domains of recipients. The figures between which AWS
 * and Gmail judge: docs/monitoring.md.
 */
import { sendingProviders } from "../../mail/providers/sending-providers";
import { messageMetric } from "../names/metrics";
import type { ProviderName } from "../schema/environment";
import { thresholdsOf } from "../schema/thresholds-shape";
import {
  type Alarms,
  day,
  hour,
  idOf,
  type JoinedAlarm,
  type Metric,
  type MetricAlarm,
  type Rule,
  type Urgency,
  type Watched,
} from "./alarm";
import { daytimeId } from "./environment-alarms";

/** With fewer messages a rate means nothing: one failure in ten is 10 %. */
export const enoughInADay = 50;
export const enoughInAnHour = 20;
/** With fewer it is one client's list, or two. */
const enoughDomains = 3;
/** Of a median. */
const enoughTimes = 5;

export function mailAlarms(environment: Watched, provider: ProviderName): Alarms {
  const { title } = sendingProviders[provider];
  const of = alarmsOf(environment, provider);
  const { bounces, complaints, delay } = thresholdsOf(environment.alerts.thresholds);
  const through = `mail through ${title}`;
  return {
    metric: [
      ...of.failures("ticket", `In a day, more of the ${through} failed than is normal`),
      ...of.failures("page", `In an hour, much of the ${through} fails`),
      of.bounces("ticket", bounces.ticket, `In a day, many recipients of ${through} do not exist`),
      of.bounces("page", bounces.page, `In a day, so many recipients of ${through} do not exist that ${title} may stop the account`),
      of.complaints("ticket", 2, complaints.ticket, `In a day, recipients of ${through} called it spam`),
      of.complaints("page", 3, complaints.page, `In a day, so many recipients of ${through} called it spam that receivers may refuse it`),
      of.slow(`For an hour, half of the ${through} took longer than ${delay.ticket} s`),
      ...of.unjoined(unjoinedMeaning(provider)),
    ],
    joined: joined(provider, through),
  };
}

function alarmsOf({ name, alerts }: Watched, provider: ProviderName) {
  const thresholds = thresholdsOf(alerts.thresholds);
  const metric = (metricName: string, stat: Metric["stat"] = "Sum"): Metric => messageMetric(name, provider, metricName, stat);
  const ofMail = (
    kind: MetricAlarm["kind"],
    urgency: Urgency,
  ): Pick<MetricAlarm, "kind" | "id" | "provider" | "within"> & typeof usual => ({
    kind,
    id: idOf(kind, urgency, provider),
    provider,
    within: idOf("mail", urgency, provider),
    ...usual,
  });
  const usual = { seconds: day, compare: ">=", silence: "good" } as const;
  const failed = { hard: metric("BouncedHard"), soft: metric("BouncedSoft"), rejected: metric("Rejected") };

  return {
    failures(urgency: Urgency, meaning: string): MetricAlarm[] {
      const [seconds, enough, threshold, domains] =
        urgency === "page"
          ? [hour, enoughInAnHour, thresholds.failures.page, "FailingDomains"]
          : [day, enoughInADay, alerts.failureRate, "FailingDomainsDay"];
      const metrics = { accepted: metric("Accepted"), ...failed, domains: metric(String(domains), "Maximum") };
      const expression = rate("(FILL(hard, 0) + FILL(soft, 0) + FILL(rejected, 0)) / accepted", Number(enough));
      return [{ ...ofMail("failures", urgency), meaning, seconds: Number(seconds), metrics, expression, threshold: Number(threshold) }];
    },

    bounces(urgency: Urgency, threshold: number, meaning: string): MetricAlarm {
      const metrics = { accepted: metric("Accepted"), hard: metric("BouncedHard"), domains: metric("FailingDomainsDay", "Maximum") };
      return { ...ofMail("bounces", urgency), meaning, metrics, expression: rate("FILL(hard, 0) / accepted", enoughInADay), threshold };
    },

    complaints(urgency: Urgency, enough: number, threshold: number, meaning: string): MetricAlarm {
      const metrics = { accepted: metric("Accepted"), complained: metric("Complained") };
      // A complaint comes days after its message: that day may have had none. A day without complaints has no data of them: it must end the alarm.
      const expression = `IF(FILL(complained, 0) >= ${enough}, FILL(complained, 0) / FILL(accepted, 1), 0)`;
      return { ...ofMail("complaints", urgency), meaning, metrics, expression, threshold };
    },

    slow(meaning: string): MetricAlarm {
      const metrics = { times: metric("DeliverySeconds", "SampleCount"), median: metric("DeliverySeconds", "p50") };
      const expression = `IF(times >= ${enoughTimes}, median, 0)`;
      return { ...ofMail("slow", "ticket"), meaning, seconds: hour, metrics, expression, threshold: thresholds.delay.ticket };
    },

    /** Somebody else may be sending as us. */
    unjoined(meaning: string): MetricAlarm[] {
      const share = "IF(FILL(unjoined, 0) >= 10, FILL(unjoined, 0) / (FILL(accepted, 1) + FILL(unjoined, 0)), 0)";
      const metrics = { accepted: metric("Accepted"), unjoined: metric("Unjoined") };
      const common = { ...usual, kind: "unjoined" as const, provider, meaning };
      const page = { id: idOf("unjoined", "page", provider), urgency: "page" as const };
      return [
        {
          ...common,
          id: unjoinedShare(provider),
          within: idOf("unjoined", "ticket", provider),
          metrics,
          expression: share,
          threshold: thresholds.unjoined.ticket,
        },
        { ...common, ...page, seconds: hour, metrics: { unjoined: metric("Unjoined") }, threshold: thresholds.unjoined.page },
      ];
    },
  };
}

const unjoinedShare = (provider: ProviderName): string => idOf("unjoined-share", "ticket", provider);
const unjoinedMeaning = (provider: ProviderName): string =>
  `Events of ${sendingProviders[provider].title} are about messages that nobody here is known to have sent`;

const rate = (share: string, enough: number): string => `IF(accepted >= ${enough} AND FILL(domains, 0) >= ${enoughDomains}, ${share}, 0)`;

/** A provider that is stopped refuses all mail: that is told already. By night nobody has to get up for complaints. */
function joined(provider: ProviderName, through: string): JoinedAlarm[] {
  const rings = (kind: string, urgency: Urgency): Rule => ({ rings: idOf(kind, urgency, provider) });
  const isStopped = rings("sending-stopped", "page");
  const own = sendingProviders[provider].ownAlarms ?? [];
  return [
    {
      kind: "mail",
      urgency: "page",
      id: idOf("mail", "page", provider),
      provider,
      meaning: `Much of the ${through} fails, bounces or is called spam`,
      rule: {
        all: [
          { any: [rings("failures", "page"), rings("bounces", "page"), { all: [rings("complaints", "page"), { rings: daytimeId }] }] },
          { not: isStopped },
        ],
      },
    },
    {
      kind: "mail",
      urgency: "ticket",
      id: idOf("mail", "ticket", provider),
      provider,
      meaning: `More of the ${through} than is normal fails, bounces, is called spam or is late`,
      rule: {
        all: [
          {
            any: [
              ...(["failures", "bounces", "slow"] as const).map((kind) => rings(kind, "ticket")),
              // Those that page wait for the day.
              { all: [rings("complaints", "ticket"), { not: rings("complaints", "page") }] },
            ],
          },
          { not: { any: [isStopped, ...own.map((ownRings) => ({ ownRings }))] } },
        ],
      },
      page: idOf("mail", "page", provider),
    },
    {
      kind: "unjoined",
      urgency: "ticket",
      id: idOf("unjoined", "ticket", provider),
      provider,
      meaning: unjoinedMeaning(provider),
      rule: { rings: unjoinedShare(provider) },
      page: idOf("unjoined", "page", provider),
    },
  ];
}
