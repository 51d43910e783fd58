/** What an alarm is made of, whatever declares it: pure data. A kind's page is docs/runbooks/<kind>.md. */
import type { Environment, ProviderName } from "../schema/environment";

/** A page wakes somebody; a ticket waits for the morning. */
export type Urgency = "page" | "ticket";

export const alarmKinds = [
  "bounces",
  "complaints",
  "dead-letters",
  "events",
  "expiry",
  "failures",
  "mail",
  "missing-events",
  "not-asked",
  "queue-age",
  "registrar-unlocked",
  "sending-stopped",
  "slow",
  "unjoined",
  "volume",
  "webhook-wrong",
] as const;
type AlarmKind = (typeof alarmKinds)[number];

interface Named {
  kind: AlarmKind;
  /** Undefined: nobody is told of it alone, since an alarm below is made of it. */
  urgency?: Urgency;
  /** Of whose mail; undefined: the environment's. */
  provider?: ProviderName;
  /** One sentence for whoever is told. */
  meaning: string;
}

export interface Metric {
  namespace: string;
  name: string;
  dimensions: Readonly<Record<string, string>>;
  stat: "Sum" | "Maximum" | "Minimum" | "SampleCount" | "p50";
}

export interface MetricAlarm extends Named {
  /** The end of its name, after "twinpost-<environment>/". */
  id: string;
  /** Whom an alarm made of this one tells, when this one tells nobody itself. */
  within?: string;
  /** By the name that the expression has for each. */
  metrics: Readonly<Record<string, Metric>>;
  /** Metric math; undefined: the one metric as it is. */
  expression?: string;
  seconds: number;
  /** So many periods in a row. */
  periods?: number;
  compare: ">=" | "<=";
  threshold: number;
  /** Without data: all is well; the state stays; or somebody is told that there is none. */
  silence: "good" | "keep" | "tell";
}

/** Rings for several alarms at once, so that one cause is one message. */
export interface JoinedAlarm extends Named {
  id: string;
  urgency: Urgency;
  rule: Rule;
  /** Of a ticket: the page of the same cause. While it rings, and for a moment around that, nobody is told of the ticket, nor ever of its end. */
  page?: string;
}

/** Another alarm by its id, one of a provider's own by its kind, or alarms joined. */
export type Rule = { rings: string } | { ownRings: string } | { any: readonly Rule[] } | { all: readonly Rule[] } | { not: Rule };

export interface Alarms {
  metric: readonly MetricAlarm[];
  joined: readonly JoinedAlarm[];
}

export type Watched = Pick<Environment, "name" | "alerts" | "sendingProviders">;

export const minute = 60;
export const hour = 3600;
export const day = 24 * hour;

/** "<provider>-<kind>-<urgency>"; what tells nobody alone has the urgency of what it is part of. */
export const idOf = (kind: string, urgency: Urgency, provider?: string): string =>
  [...(provider === undefined ? [] : [provider]), kind, urgency].join("-");
