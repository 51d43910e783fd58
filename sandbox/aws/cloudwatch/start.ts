/**
 * CloudWatch: one store of metrics for each account and region, filled by functions' logs, by SES and by calls. Dashboards are moto's.
 * What this does not do is in sandbox/README.md.
 */
import type { Answer, Answerer, Call } from "../call";
import { answerWith, type Input, type Protocol, readInput, refusalOf, ServiceError } from "../query-protocol";
import { countEmbedded } from "./embedded-metrics";
import { MetricStore } from "./metric-store";
import { putMetricData } from "./put-metric-data";
import { getMetricData, getMetricStatistics, listMetrics } from "./read-metrics";
import { countSesEvent, type SesEvent } from "./ses-counts";

export interface CloudWatch {
  answer: Answerer;
  metrics(account: string, region: string): MetricStore;
  /** Told of each line that a function writes. */
  readLogLine(functionArn: string, line: string): void;
  /** Told of what becomes of each message at SES. */
  learnFromSes(event: SesEvent): void;
}

type Operation = (place: { metrics: MetricStore; account: string; region: string }, input: Input) => object | Promise<object>;

const protocol: Protocol = { namespace: "http://monitoring.amazonaws.com/doc/2010-08-01/", jsonVersion: "1.0" };

export function createCloudWatch({ now = Date.now }: { now?: () => number } = {}): CloudWatch {
  const stores = new Map<string, MetricStore>();

  function metrics(account: string, region: string): MetricStore {
    const key = `${account} ${region}`;
    const known = stores.get(key) ?? new MetricStore();
    stores.set(key, known);
    return known;
  }

  const operations: Record<string, Operation> = {
    GetMetricData: ({ metrics: store }, input) => getMetricData(store, input),
    GetMetricStatistics: ({ metrics: store }, input) => getMetricStatistics(store, input),
    ListMetrics: ({ metrics: store }, input) => listMetrics(store, input),
    PutMetricData: ({ metrics: store }, input) => putMetricData(store, input, now()),
  };

  async function answer(call: Call): Promise<Answer | undefined> {
    const operation = call.service === "monitoring" ? operations[call.operation] : undefined;
    if (!operation) return undefined;
    const { account, region } = call;
    try {
      return answerWith(call, await operation({ metrics: metrics(account, region), account, region }, readInput(call)), protocol);
    } catch (error) {
      if (error instanceof ServiceError) return refusalOf(call, error, protocol);
      throw error;
    }
  }

  return {
    answer,
    metrics,
    readLogLine(functionArn, line) {
      const [, , , region = "", account = ""] = functionArn.split(":");
      countEmbedded(metrics(account, region), line, now());
    },
    learnFromSes: (event) => countSesEvent(metrics(event.account, event.region), event),
  };
}
