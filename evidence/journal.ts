/**
 * The journal of work that goes on over many runs, such as a rotation: who may work on it now, and which steps were taken. It holds only what
 * cannot be seen in the world, and no secret. These are pure transitions from one entry to the next; a store keeps the result only if the
 * entry is still the one that was read (evidence/journal-store.ts).
 *
 * The lease's `until` is a clock's opinion and clocks differ, so it only decides when somebody else may take over. What decides who may write
 * is the fence: it grows whenever the lease changes hands, and who comes with an older one is refused. A lease that ran out, and that nobody
 * took, still writes. (https://martin.kleppmann.com/2016/02/08/how-to-do-distributed-locking.html)
 */

interface Lease {
  /** Of one run: a program that starts again is another owner. */
  owner: string;
  fence: number;
  until: Date;
}

export interface JournalStep {
  /** Of the write that brought it: the same step is never written twice, whatever answers get lost. */
  writeId: string;
  name: string;
  state: "begun" | "done" | "failed";
  at: Date;
  /** Under which it was written. */
  fence: number;
  /** Ids, numbers and reasons; never a secret. */
  notes?: Readonly<Record<string, string>>;
}

export interface JournalEntry {
  id: string;
  /** Grows with each write. */
  revision: number;
  /** Of the last write: a writer who got no answer knows by it whether it was his. */
  writeId: string;
  /** The highest that was given to anybody. */
  fence: number;
  lease: Lease | undefined;
  /** In the order in which they were written; none is ever changed or removed. */
  steps: readonly JournalStep[];
}

export type Refusal =
  /** Somebody else's lease has not run out. */
  | { refused: "held"; by: Lease }
  /** The lease changed hands, or was given back. */
  | { refused: "fenced"; by: Lease | undefined };

/** The next entry, or why there is none. */
export type Transition = (entry: JournalEntry, writeId: string) => JournalEntry | Refusal;

export const isRefusal = (result: JournalEntry | Refusal): result is Refusal => "refused" in result;

export const emptyEntry = (id: string): JournalEntry => ({ id, revision: 0, writeId: "", fence: 0, lease: undefined, steps: [] });

export interface LeaseRequest {
  owner: string;
  now: Date;
  forMs: number;
  /** Takes a lease that has not run out, for what cannot wait: a fail-over takes it from a rotation. */
  preempt?: boolean;
}

/** Takes the lease when it is free, has run out, or is the owner's already; always with a new fence. */
export const acquire =
  ({ owner, now, forMs, preempt = false }: LeaseRequest): Transition =>
  (entry, writeId) => {
    const { lease } = entry;
    const isHeld = lease !== undefined && lease.owner !== owner && now < lease.until;
    if (isHeld && !preempt) return { refused: "held", by: lease };
    const fence = entry.fence + 1;
    return next(entry, writeId, { fence, lease: { owner, fence, until: after(now, forMs) } });
  };

/** Never shortens a lease. */
export const renew =
  ({ fence, now, forMs }: { fence: number; now: Date; forMs: number }): Transition =>
  (entry, writeId) => {
    const { lease } = entry;
    if (lease?.fence !== fence) return { refused: "fenced", by: lease };
    const until = new Date(Math.max(lease.until.getTime(), after(now, forMs).getTime()));
    return next(entry, writeId, { lease: { ...lease, until } });
  };

/** Gives the lease back. */
export const release =
  ({ fence }: { fence: number }): Transition =>
  (entry, writeId) =>
    entry.lease?.fence === fence ? next(entry, writeId, { lease: undefined }) : { refused: "fenced", by: entry.lease };

/** Writes a step. */
export const append =
  (step: Omit<JournalStep, "writeId">): Transition =>
  (entry, writeId) =>
    entry.lease?.fence === step.fence
      ? next(entry, writeId, { steps: [...entry.steps, { writeId, ...step }] })
      : { refused: "fenced", by: entry.lease };

/** What is known last of a step; undefined when it never began. */
export const lastOf = ({ steps }: Pick<JournalEntry, "steps">, name: string): JournalStep | undefined =>
  steps.findLast((step) => step.name === name);

const next = (entry: JournalEntry, writeId: string, change: Partial<JournalEntry>): JournalEntry => ({
  ...entry,
  ...change,
  revision: entry.revision + 1,
  writeId,
});

const after = (now: Date, ms: number): Date => new Date(now.getTime() + ms);
