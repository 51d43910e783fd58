/**
 * Which deliveries no event told of, one by one: those of three whole hours that ended an hour ago, so that events may be late by an hour, a run may be
 * left out, and what was lost is seen three times. Of many, so many are looked at, spread over all, and the rest is taken to be like them.
 */
import type { ListedDelivery } from "../../mail/events/told-delivery";
import { type Completeness, tolerated } from "./completeness";
import type { AskedProvider, WatchEffects } from "./effects";

const hourMs = 3600 * 1000;
const hours = 3;
/** Each is three calls or so. */
const mostLookedAt = 500;
const atOnce = 8;
/** For the log. */
const mostNamed = 20;

/** @returns `unlisted`, why the provider's list cannot be relied on; undefined while no such hour was kept. */
export async function missingMessages(
  name: string,
  list: NonNullable<AskedProvider["deliveries"]>,
  use: Pick<WatchEffects, "now" | "events">,
): Promise<Completeness | { unlisted: string } | undefined> {
  const span = await closedHours(use);
  if (!span) return undefined;
  const listed = await list(span);
  if ("unlisted" in listed) return listed;
  if (listed.length === 0) {
    const told = await use.events.told(name, span);
    if (told > tolerated(0)) return { unlisted: `the provider lists none, though events tell of ${told} deliveries` };
  }
  const lookedAt = spread(listed, mostLookedAt);
  const lacking = await filterAtOnce(lookedAt, async (delivery) => !(await use.events.isTold(name, delivery)));
  const missing = Math.round((lacking.length / Math.max(1, lookedAt.length)) * listed.length);
  return {
    missing: missing > tolerated(listed.length) ? missing : 0,
    delivered: listed.length,
    told: listed.length - missing,
    ...span,
    ...(lookedAt.length < listed.length ? { lookedAt: lookedAt.length } : {}),
    ...(lacking.length > 0 ? { messages: lacking.slice(0, mostNamed).map(({ id }) => id) } : {}),
  };
}

async function closedHours({ now, events }: Pick<WatchEffects, "now" | "events">): Promise<{ since: Date; until: Date } | undefined> {
  const ended = now().getTime() - hourMs;
  const until = ended - (ended % hourMs);
  const since = Math.max(until - hours * hourMs, (await events.keptSince()).getTime());
  return since < until ? { since: new Date(since), until: new Date(until) } : undefined;
}

function spread(all: readonly ListedDelivery[], most: number): readonly ListedDelivery[] {
  const step = all.length / most;
  return step <= 1 ? all : Array.from({ length: most }, (_, index) => all[Math.floor(index * step)] as ListedDelivery);
}

async function filterAtOnce<T>(all: readonly T[], holds: (one: T) => Promise<boolean>): Promise<T[]> {
  const found: T[] = [];
  for (let first = 0; first < all.length; first += atOnce) {
    const some = all.slice(first, first + atOnce);
    const held = await Promise.all(some.map(holds));
    found.push(...some.filter((_, index) => held[index]));
  }
  return found;
}
