/** Metrics that Twinpost publishes. CloudWatch bills each combination of name and dimensions: at most 50 an environment. */
import type { SumName } from "../../mail/events/counts";
import type { Metric } from "../alarms/alarm";
import type { EnvironmentName } from "../schema/environment";
import { messageMetrics } from "./events";

/** The sum of all streams, which alarms read: an alarm reads ten metrics at most. */
export const allStreams = "all";
/** What an application invents, or leaves out: each stream costs. */
export const otherStreams = "other";

/** Of all streams. What is left out, no alarm and no chart asks for. */
export const countsOfAll = [
  "Accepted",
  "Deferred",
  "Delivered",
  "BouncedHard",
  "BouncedSoft",
  "Rejected",
  "Suppressed",
  "Complained",
  "Unjoined",
  "Unread",
] as const satisfies readonly SumName[];
/** Besides the counts. */
export const otherMessageMetrics = ["DeliverySeconds", "FailingDomains", "FailingDomainsDay"] as const;
/** Of each stream. */
export const countsOfStreams = ["Accepted", "Delivered", "BouncedHard"] as const satisfies readonly SumName[];

/** What the watch function found out. */
export const watchMetrics = "Twinpost/Watch";

export const messageMetric = (Environment: EnvironmentName, Provider: string, name: string, stat: Metric["stat"]): Metric => ({
  namespace: messageMetrics,
  name,
  dimensions: { Environment, Provider, Stream: allStreams },
  stat,
});

export const watchMetric = (Environment: EnvironmentName, name: string, stat: Metric["stat"], Provider?: string): Metric => ({
  namespace: watchMetrics,
  name,
  dimensions: { Environment, ...(Provider === undefined ? {} : { Provider }) },
  stat,
});
