/** Begins a rotation, or makes one that is under way more urgent. */
import type { JournalEntry } from "../../evidence/journal";
import type { Mode, Rotation } from "../../evidence/rotation";
import type { Request } from "./decide";
import type { RotateEffects } from "./effects";
import { type Lease, takeLease } from "./lease";
import { labelled, type Seen } from "./seen";

interface Beginning {
  entry: JournalEntry | undefined;
  rotation: Rotation | undefined;
  seen: Seen;
  request: Request | undefined;
  why: string;
  lease: Lease | undefined;
}

/** @returns undefined when others have been at work since what was seen: then it has to be looked at again. */
export async function begin({ entry, rotation, seen, request, why, lease }: Beginning, effects: RotateEffects): Promise<Lease | undefined> {
  const { journal } = effects;
  const goesOn = entry !== undefined && rotation !== undefined && !rotation.ended;
  // One that has a lease and no intent yet is of a run that died just there, or that is at work.
  const isSame = entry !== undefined && !rotation?.ended;
  const id = isSame ? entry.id : nextEntryId(entry?.id, journal.series);
  const own = await leaseOf(id, isSame ? entry : undefined, lease, effects);
  if (!own) return undefined;
  const mode: Mode = request && "rotate" in request ? request.rotate : "overlap";
  const notes = {
    mode,
    reason: why,
    by: journal.by,
    old: (goesOn ? rotation.oldKeyId : labelled(seen, "AWSCURRENT")?.keyId) ?? "",
    token: goesOn ? rotation.token : journal.newId().replaceAll("-", "").slice(0, 12),
    before: (goesOn ? rotation.before : seen.keys.map((key) => key.id)).join(" "),
  };
  await own.record({ name: "intent", state: "done", notes });
  return own;
}

/**
 * @param seen the entry as it was looked at. @param lease that this run has already.
 * @returns undefined when others had the lease since: what was decided from may be old, such as a key that nobody had stored yet.
 */
export async function leaseOf(
  id: string,
  seen: JournalEntry | undefined,
  lease: Lease | undefined,
  effects: RotateEffects,
): Promise<Lease | undefined> {
  if (lease?.entry.id === id) return lease;
  await lease?.giveBack();
  const taken = await takeLease(id, effects);
  if (!taken.isOthersSince(seen)) return taken;
  await taken.giveBack();
  return undefined;
}

/** Numbered, so that two runs that begin at once want the same entry, and one of them gets it. */
export function nextEntryId(id: string | undefined, series: string): string {
  const number = Number(id?.slice(series.length + 1) ?? 0) + 1;
  return `${series}/${String(number).padStart(6, "0")}`;
}
