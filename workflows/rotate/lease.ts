/**
 * This run's lease of a rotation, and the rotation's entry as this run wrote it last. While the lease holds nobody else writes the entry, so it is
 * not read before each write: the store refuses a write over another entry than was thought, and then it is read.
 */
import { OperatorError } from "../../declaration/operator-error";
import {
  acquire,
  append,
  isRefusal,
  type JournalEntry,
  type JournalStep,
  type Refusal,
  release,
  renew,
  type Transition,
} from "../../evidence/journal";
import { advance } from "../../evidence/journal-store";
import type { StepName } from "../../evidence/rotation";
import type { RotateEffects } from "./effects";

/** A step takes less; a run that is stopped for longer than this loses its lease to the next one. */
const leaseMs = 10 * 60_000;

/** A fail-over has the lease for the time of two writes: so often it is looked whether it has given it back. */
const mostLooks = 20;

/** Another run took over. It is an error, and nothing is lost: that run goes on. */
export class LostLease extends OperatorError {
  constructor({ by }: Pick<Refusal, "by">) {
    super(
      `another run took over this rotation${by ? `: ${by.owner}, until ${by.until.toISOString()}` : ""}`,
      "nothing more was changed here; look with `npx twinpost status`",
    );
  }
}

export type Notes = NonNullable<JournalStep["notes"]>;

export interface Lease {
  /** As it was written last. */
  entry: JournalEntry;
  /** Whether somebody had a lease of it since it was seen: then what was seen may be old. */
  isOthersSince(seen: JournalEntry | undefined): boolean;
  /** Before each effect: a run that slept through its lease changes nothing more. @throws LostLease */
  hold(): Promise<void>;
  /** @throws LostLease */
  record(step: { name: StepName; state: JournalStep["state"]; notes?: Notes }): Promise<void>;
  /** Whether who took it has given it back and written nothing, as a fail-over does. */
  isUntouched(): Promise<boolean>;
  /** One that is not given back runs out. */
  giveBack(): Promise<void>;
}

/** @throws OperatorError while another run has it. */
export async function takeLease(
  entryId: string,
  { journal, surroundings }: Pick<RotateEffects, "journal" | "surroundings">,
): Promise<Lease> {
  const forMs = journal.leaseMs ?? leaseMs;
  const taken = await advance(entryId, acquire({ owner: journal.owner, now: surroundings.now(), forMs }), journal);
  if (isRefusal(taken))
    throw new OperatorError(
      `another run is at work on this rotation: ${taken.by?.owner}, until ${taken.by?.until.toISOString()}`,
      "wait for it, or until then; nothing was changed",
    );
  const { fence } = taken;
  const write = async (transition: Transition): Promise<void> => {
    const result = await advance(entryId, transition, journal, lease.entry);
    if (isRefusal(result)) throw new LostLease(result);
    lease.entry = result;
  };
  const lease: Lease = {
    entry: taken,
    isOthersSince: (seen) => seen?.lease !== undefined || fence !== (seen?.fence ?? 0) + 1,
    hold: () => write(renew({ fence, now: surroundings.now(), forMs })),
    record: (step) => write(append({ ...step, at: surroundings.now(), fence })),
    isUntouched: async () => {
      for (let looks = 0; looks < mostLooks; looks++) {
        const now = await journal.store.read(entryId);
        if (now?.steps.length !== lease.entry.steps.length) return false;
        if (now.lease === undefined) return true;
      }
      return false;
    },
    giveBack: () => write(release({ fence })).catch(() => undefined),
  };
  return lease;
}
