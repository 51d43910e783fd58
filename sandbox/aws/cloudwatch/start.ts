/**
 * CloudWatch: for each account and region a store of metrics, filled by functions' logs, by SES and by calls, and alarms on them that act. Dashboards
 * are moto's. What this does not do is in sandbox/README.md.
 */
import type { Answer, Answerer, Call } from "../call";
import { answerWith, type Input, type Protocol, readInput, refusalOf, ServiceError } from "../query-protocol";
import { AlarmBook } from "./alarms/alarm-book";
import type { History } from "./alarms/history";
import type { Change } from "./alarms/message";
import { alarmOperations } from "./alarms/operations";
import { countEmbedded } from "./embedded-metrics";
import { MetricStore } from "./metric-store";
import { putMetricData } from "./put-metric-data";
import { getMetricData, getMetricStatistics, listMetrics } from "./read-metrics";
import { countSesEvent, type SesEvent } from "./ses-counts";

export interface CloudWatchOptions {
  now?: () => number;
  /** Does what an alarm does when its state changes. */
  act?(change: Change, history: History): Promise<void>;
}

export interface CloudWatch {
  answer: Answerer;
  metrics(account: string, region: string): MetricStore;
  alarms(account: string, region: string): AlarmBook;
  /** Told of each line that a function writes. */
  readLogLine(functionArn: string, line: string): void;
  /** Told of what becomes of each message at SES. */
  learnFromSes(event: SesEvent): void;
  /** Evaluates the alarms that are due, everywhere. */
  tick(): void;
  /** As if so much time went by: what is known gets older, and alarms are evaluated. */
  pass(ms: number): void;
  /** Resolves when every action has been done. */
  idle(): Promise<void>;
}

interface Place {
  account: string;
  region: string;
  metrics: MetricStore;
  alarms: AlarmBook;
}

const protocol: Protocol = { namespace: "http://monitoring.amazonaws.com/doc/2010-08-01/", jsonVersion: "1.0" };

export function createCloudWatch({ now = Date.now, act = async () => undefined }: CloudWatchOptions = {}): CloudWatch {
  const places = new Map<string, Place>();
  const underway = new Set<Promise<void>>();

  function placeOf(account: string, region: string): Place {
    const key = `${account} ${region}`;
    const known = places.get(key);
    if (known) return known;
    const metrics = new MetricStore((metric) => alarms.touch(metric));
    const changed = (change: Change): void => {
      const acting: Promise<void> = act(change, alarms.history).finally(() => underway.delete(acting));
      underway.add(acting);
    };
    const alarms: AlarmBook = new AlarmBook({ account, region, store: metrics, now, changed });
    const made = { account, region, metrics, alarms };
    places.set(key, made);
    return made;
  }

  const metricOperations: Record<string, (store: MetricStore, input: Input) => object> = {
    GetMetricData: getMetricData,
    GetMetricStatistics: getMetricStatistics,
    ListMetrics: listMetrics,
    PutMetricData: (store, input) => putMetricData(store, input, now()),
  };

  function answer(call: Call): Answer | undefined {
    const { service, operation, account, region } = call;
    if (service !== "monitoring") return undefined;
    const { metrics, alarms } = placeOf(account, region);
    const [ofMetrics, ofAlarms] = [metricOperations[operation], alarmOperations[operation]];
    if (!ofMetrics && !ofAlarms) return undefined;
    try {
      const input = readInput(call);
      return answerWith(call, ofMetrics?.(metrics, input) ?? ofAlarms?.(alarms, input) ?? {}, protocol);
    } catch (error) {
      if (error instanceof ServiceError) return refusalOf(call, error, protocol);
      throw error;
    }
  }

  return {
    answer,
    metrics: (account, region) => placeOf(account, region).metrics,
    alarms: (account, region) => placeOf(account, region).alarms,
    readLogLine(functionArn, line) {
      const [, , , region = "", account = ""] = functionArn.split(":");
      countEmbedded(placeOf(account, region).metrics, line, now());
    },
    learnFromSes: (event) => countSesEvent(placeOf(event.account, event.region).metrics, event),
    tick() {
      for (const { alarms } of places.values()) alarms.evaluate();
    },
    pass(ms) {
      for (const { metrics, alarms } of places.values()) {
        metrics.age(ms);
        alarms.age(ms);
        alarms.evaluate(true);
      }
    },
    async idle() {
      while (underway.size > 0) await Promise.allSettled(underway);
    },
  };
}
