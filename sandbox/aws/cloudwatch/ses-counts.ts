/**
 * SES's own metrics: of the account, always; of a configuration set, what it publishes to CloudWatch, under the dimensions that it names.
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-cloudwatch.html,
 * https://docs.aws.amazon.com/ses/latest/dg/reputationdashboard-cloudwatch-alarm.html
 * Belief: reputations are of all mail so far (AWS takes a "representative volume"), and not there before the first bounce or complaint.
 */
import type { Metric, MetricStore } from "./metric-store";

export interface SesEvent {
  account: string;
  region: string;
  type: "SEND" | "DELIVERY" | "BOUNCE" | "COMPLAINT" | "REJECT" | "DELIVERY_DELAY";
  /** Milliseconds since 1970. */
  at: number;
  /** Of the message; absent when it has none. */
  configurationSet?: SesSet;
}

interface SesSet {
  name: string;
  eventDestinations: readonly Readonly<Record<string, unknown>>[];
}

const names = {
  SEND: "Send",
  DELIVERY: "Delivery",
  BOUNCE: "Bounce",
  COMPLAINT: "Complaint",
  REJECT: "Reject",
  DELIVERY_DELAY: "DeliveryDelay",
} as const;

export function countSesEvent(store: MetricStore, { type, at, configurationSet }: SesEvent): void {
  const metric = (name: string, dimensions = {}): Metric => ({ namespace: "AWS/SES", name, dimensions });
  store.count(metric(names[type]), at);
  for (const dimensions of configurationSet ? dimensionsOf(configurationSet, type) : []) store.count(metric(names[type], dimensions), at);
  const all = (name: string): number => store.samples(metric(name)).reduce((sum, each) => sum + each.sum, 0);
  const sent = all("Send");
  for (const [rate, counted] of [
    ["Reputation.BounceRate", all("Bounce")],
    ["Reputation.ComplaintRate", all("Complaint")],
  ] as const) {
    if (counted > 0 && sent > 0) store.count(metric(rate), at, Math.min(1, counted / sent));
  }
}

function dimensionsOf({ name, eventDestinations }: SesSet, type: string): Record<string, string>[] {
  return eventDestinations.flatMap(({ Enabled, MatchingEventTypes, CloudWatchDestination }) => {
    if (Enabled !== true || !(MatchingEventTypes as string[] | undefined)?.includes(type) || !CloudWatchDestination) return [];
    const { DimensionConfigurations = [] } = CloudWatchDestination as { DimensionConfigurations?: Record<string, string>[] };
    // SES tags each message with its set; of other tags the sandbox knows the default only.
    const value = ({ DimensionName = "", DefaultDimensionValue = "" }: Record<string, string>): string =>
      DimensionName === "ses:configuration-set" ? name : DefaultDimensionValue;
    return [Object.fromEntries(DimensionConfigurations.map((each) => [each.DimensionName ?? "", value(each)]))];
  });
}
