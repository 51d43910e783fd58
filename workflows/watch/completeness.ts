/**
 * Whether all events came, by counts: what a provider says that it delivered, against what its events told us. Ours is counted when an event is taken, which
 * is later: so ours runs until now, and theirs until an hour ago where that can be asked. At a steady volume a loss of more than that hour's share of
 * a day shows, and a webhook that went silent shows within the hour or two that its alarm waits.
 */
import type { AskedProvider, WatchEffects } from "./effects";

const hourMs = 3600 * 1000;
/** Numbers of two places never agree to the last message. */
export const tolerated = (delivered: number): number => Math.max(2, delivered * 0.02);

export interface Completeness {
  missing: number;
  delivered: number;
  told: number;
  since: Date;
  /** Of what the provider delivered. */
  until: Date;
  /** Of those delivered, when not all were. */
  lookedAt?: number;
  /** The provider's ids of some that no event told of; unknown where only counts are compared. */
  messages?: readonly string[];
}

/** @returns undefined while it cannot be known: no full day is kept yet, or the provider cannot say. */
export async function missingOf(
  name: string,
  provider: Pick<AskedProvider, "delivered">,
  use: Pick<WatchEffects, "now" | "events">,
): Promise<Completeness | undefined> {
  const now = use.now();
  // Providers count by days, and by UTC's: from the beginning of yesterday, or of the first day that was kept from its beginning.
  const kept = await use.events.keptSince();
  const since = new Date(Math.max(dayOf(now.getTime()) - 24 * hourMs, dayOf(kept.getTime() + 24 * hourMs - 1)));
  if (since >= now) return undefined;
  const until = new Date(now.getTime() - hourMs);
  const delivered = await provider.delivered({ since, until });
  if (delivered === undefined) return undefined;
  const told = await use.events.told(name, { since, until: now });
  const missing = delivered - told;
  return { missing: missing > tolerated(delivered) ? missing : 0, delivered, told, since, until };
}

const dayOf = (time: number): number => time - (time % (24 * hourMs));
