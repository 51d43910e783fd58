/**
 * A secondary name server that missed the primary's NOTIFY (RFC 1996): it answers from its copy of a zone, learns at the next question that
 * the copy is old, and has the new version a while after that. Counted from the question, so that no slow machine hides the lateness.
 */
import { Zone, type ZoneStore } from "./zones";

interface Copy {
  zone: Zone;
  /** When the version that it is fetching is here, by `now`. */
  dueMs?: number;
}

export class LateCopies {
  readonly #copies = new Map<string, Copy>();

  /** Begins with the zones as they are. */
  constructor(
    zones: ZoneStore,
    readonly delayMs: number,
    readonly now: () => number,
  ) {
    for (const zone of zones.zones()) this.#copies.set(zone.origin, { zone: copyOf(zone) });
  }

  /** The version of the zone that it has now; of a zone that is new to it, an empty one. */
  versionOf(zone: Zone): Zone {
    const copy = this.#copies.get(zone.origin) ?? { zone: new Zone(zone.origin, zone.nameServers) };
    this.#copies.set(zone.origin, copy);
    if (copy.zone.serial === zone.serial) return copy.zone;
    copy.dueMs ??= this.now() + this.delayMs;
    if (this.now() < copy.dueMs) return copy.zone;
    const fresh = copyOf(zone);
    this.#copies.set(zone.origin, { zone: fresh });
    return fresh;
  }
}

/** As it is now. */
export function copyOf(zone: Zone): Zone {
  const copy = new Zone(zone.origin, zone.nameServers);
  for (const [id, record] of zone.entries()) copy.set(id, record);
  copy.serial = zone.serial;
  return copy;
}
