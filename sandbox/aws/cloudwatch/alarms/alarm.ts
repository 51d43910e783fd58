/** Alarms as CloudWatch keeps them. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricAlarm.html, API_CompositeAlarm.html */
import type { Input } from "../../query-protocol";
import type { MetricQuery } from "../metric-queries";
import type { Reading } from "../metric-store";
import type { Rule } from "./composite-rule";
import type { Evaluation } from "./missing-data";
import type { StateValue } from "./state-value";

export type SuppressedBy = "WaitPeriod" | "ExtensionPeriod" | "Alarm";

/** Of a composite alarm's actions, as it is put. */
export interface Suppressor {
  /** Name or ARN. */
  given: string;
  name: string;
  waitMs: number;
  extensionMs: number;
}

export interface AlarmState {
  value: StateValue;
  reason: string;
  /** JSON. */
  data?: string | undefined;
  /** Milliseconds since 1970: when it was last said, and when it last became another one. */
  updatedAt: number;
  changedAt: number;
  /** What holds the actions of this state back. */
  suppressedBy?: SuppressedBy | undefined;
}

export interface AlarmActions {
  isEnabled: boolean;
  /** ARNs. */
  OK: string[];
  ALARM: string[];
  INSUFFICIENT_DATA: string[];
}

interface Common {
  name: string;
  arn: string;
  description?: string | undefined;
  actions: AlarmActions;
  configuredAt: number;
  state: AlarmState;
  tags: Map<string, string>;
}

export type Comparison = keyof typeof comparisons;

export const comparisons = {
  GreaterThanOrEqualToThreshold: { breaches: (value: number, limit: number) => value >= limit, words: "greater than or equal to" },
  GreaterThanThreshold: { breaches: (value: number, limit: number) => value > limit, words: "greater than" },
  LessThanThreshold: { breaches: (value: number, limit: number) => value < limit, words: "less than" },
  LessThanOrEqualToThreshold: { breaches: (value: number, limit: number) => value <= limit, words: "less than or equal to" },
};

export interface MetricAlarm extends Common, Evaluation {
  kind: "metric";
  /** What it was made of, in AWS's names: numbers are numbers. */
  given: Input;
  /** One metric, or expressions on several. */
  watched: { reading: Reading } | { queries: MetricQuery[] };
  /** Milliseconds. */
  period: number;
  threshold: number;
  comparison: Comparison;
  /** A percentile of few samples says nothing: the alarm keeps its state. */
  ignoresFewSamples: boolean;
}

export interface CompositeAlarm extends Common {
  kind: "composite";
  rule: string;
  parsed: Rule;
  suppressor?: Suppressor | undefined;
}

export type Alarm = MetricAlarm | CompositeAlarm;

/** As it is put. */
export type Configured<A extends Alarm> = Omit<A, "arn" | "state" | "tags" | "configuredAt">;

export const readingsOf = ({ watched }: MetricAlarm): Reading[] =>
  "reading" in watched ? [watched.reading] : watched.queries.flatMap(({ reading }) => reading ?? []);
