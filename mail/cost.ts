/**
 * What an environment costs a month, roughly: list prices without tax, discounts, free tiers, storage and data transfer. An estimate to
 * plan with, not an offer. Prices are data in US dollars, with where and when they were read; a sending provider's own are in its file.
 */
import { eventCost } from "./event-cost";
import type { ProviderUse } from "./providers/provider-use";
import type { CostLine, SendingProvider } from "./providers/sending-provider";
import { type ProviderName, sendingProviders } from "./providers/sending-providers";

/** When the prices were last compared with their sources. */
const pricesAsOf = "November 2026";

/** https://aws.amazon.com/secrets-manager/pricing/ and https://aws.amazon.com/kms/pricing/. */
const perSecret = 0.4;
const perKey = 1;

/** https://aws.amazon.com/cloudwatch/pricing/: standard alarms, by the metric; custom metrics, of the first 10,000; dashboards. */
const perAlarmMetric = 0.1;
const perMetric = 0.3;
const perDashboard = 3;

export interface CostInput {
  /** The sending providers in use. */
  providers: readonly ProviderName[];
  perMonth: number;
  /** How they are used, which may decide about their plans. */
  use?: ProviderUse;
  secrets: number;
  keys: number;
  dns: CostLine;
}

export interface MonthlyCost {
  lines: CostLine[];
  /** Of the lines that have a price: at most, since all mail is counted at SES and a SendGrid plan is paid either way. */
  totalUsd: number;
  asOf: string;
}

export function estimateMonthlyCost({ providers, perMonth, use, secrets, keys, dns }: CostInput): MonthlyCost {
  const lines = [
    ...providers.map((name) => sendingProviders[name].cost(perMonth, use)),
    { what: "AWS Secrets Manager", how: `${secrets} secrets`, usd: secrets * perSecret },
    { what: "AWS KMS", how: `${keys} ${keys === 1 ? "key" : "keys"}`, usd: keys * perKey },
    ...providers.flatMap((name) => sendingProviders[name].watched ?? []).map(watchLine),
    ...(providers.some((name) => sendingProviders[name].events) ? [eventCost(perMonth)] : []),
    dns,
  ];
  const totalUsd = lines.reduce((sum, { usd = 0 }) => sum + usd, 0);
  return { lines, totalUsd: Math.round(totalUsd * 100) / 100, asOf: pricesAsOf };
}

const watchLine = ({ alarmMetrics, metrics, dashboards }: NonNullable<SendingProvider["watched"]>): CostLine => ({
  what: "Amazon CloudWatch",
  how: `${metrics} metrics, alarms on ${alarmMetrics}, ${dashboards} dashboard`,
  usd: metrics * perMetric + alarmMetrics * perAlarmMetric + dashboards * perDashboard,
});
