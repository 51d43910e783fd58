/** What a run of the watch function asks, and tells. */
import type { ListedDelivery } from "../../mail/events/told-delivery";

/** 1: paused or suspended, 2: credits used up, 3: no login works. 0: it sends. */
interface Standing {
  stopped: 0 | 1 | 2 | 3;
  why?: string;
}

export interface AskedProvider {
  standing(): Promise<Standing>;
  /** How many messages were delivered, as the provider counts; undefined where it cannot say for this span. */
  delivered(span: { since: Date; until: Date }): Promise<number | undefined>;
  /** The messages that were made in this span and delivered, one by one; or why they cannot be listed, or not all. */
  deliveries?(span: { since: Date; until: Date }): Promise<readonly ListedDelivery[] | { unlisted: string }>;
  /** Why its events do not come here; undefined: they do. */
  webhook?(): Promise<string | undefined>;
  /** A share of 1. */
  creditsUsed?(): Promise<number | undefined>;
}

/** Of a certificate. */
export interface Validity {
  from: Date;
  until: Date;
}

export interface WatchEffects {
  now(): Date;
  providers: Readonly<Record<string, AskedProvider>>;
  /** That are kept here. */
  events: {
    /** Messages delivered, as events told. */
    told(provider: string, span: { since: Date; until: Date }): Promise<number>;
    keptSince(): Promise<Date>;
    /** Whether an event told of this delivery. */
    isTold(provider: string, delivery: ListedDelivery): Promise<boolean>;
  };
  outside: {
    registration(): Promise<{ expiresAt?: Date; isLocked?: boolean } | undefined>;
    certificate(): Promise<Validity>;
    /** Undefined: none is declared. */
    heartbeat?(): Promise<void>;
  };
  report: {
    publish(values: Readonly<Record<string, number>>, provider?: string): void;
    log(entry: Readonly<Record<string, unknown>>): void;
  };
}
