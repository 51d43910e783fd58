/** Metrics that Twinpost publishes. CloudWatch bills each combination of name and dimensions: at most 50 an environment. */
import type { Metric } from "../alarms/alarm";
import type { EnvironmentName } from "../schema/environment";
import { messageMetrics } from "./events";

/** The sum of all streams, which alarms read: an alarm reads ten metrics at most. */
export const allStreams = "all";
/** What an application invents, or leaves out: each stream costs. */
export const otherStreams = "other";

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
