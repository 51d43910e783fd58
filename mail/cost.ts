/**
 * What an environment costs a month, roughly: list prices without tax, discounts, free tiers, storage and data transfer. An estimate to
 * plan with, not an offer. Prices are data in US dollars, with where and when they were read.
 */

/** When the prices below were last compared with their sources. */
const pricesAsOf = "November 2026";

/** https://sendgrid.com/en-us/pricing: Email API plans, cheapest first. SendGrid quotes larger ones itself. */
const sendgridPlans = [
  { name: "Essentials 50K", messages: 50_000, usd: 19.95 },
  { name: "Pro 100K", messages: 100_000, usd: 89.95 },
];
/** https://aws.amazon.com/ses/pricing/: outbound messages, without attachments. */
const sesPerThousand = 0.1;
/** https://aws.amazon.com/secrets-manager/pricing/ and https://aws.amazon.com/kms/pricing/. */
const perSecret = 0.4;
const perKey = 1;

export interface CostInput {
  perMonth: number;
  secrets: number;
  keys: number;
}

export interface MonthlyCost {
  lines: { what: string; how: string /** Undefined where the provider quotes. */; usd: number | undefined }[];
  /** Of the lines that have a price: at most, since all mail is counted at SES and a SendGrid plan is paid either way. */
  totalUsd: number;
  asOf: string;
}

export function estimateMonthlyCost({ perMonth, secrets, keys }: CostInput): MonthlyCost {
  const plan = sendgridPlans.find(({ messages }) => messages >= perMonth);
  const lines = [
    { what: "SendGrid", how: plan ? `plan ${plan.name}` : `a plan for ${perMonth} messages: ask SendGrid`, usd: plan?.usd },
    { what: "Amazon SES", how: `${perMonth} messages, if all of them go through it`, usd: (perMonth / 1000) * sesPerThousand },
    { what: "AWS Secrets Manager", how: `${secrets} secrets`, usd: secrets * perSecret },
    { what: "AWS KMS", how: `${keys} ${keys === 1 ? "key" : "keys"}`, usd: keys * perKey },
    { what: "Cloudflare", how: "DNS is part of every plan", usd: 0 },
  ];
  const totalUsd = lines.reduce((sum, { usd = 0 }) => sum + usd, 0);
  return { lines, totalUsd: Math.round(totalUsd * 100) / 100, asOf: pricesAsOf };
}
