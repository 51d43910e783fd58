/**
 * How a journal is written: read an entry, make the next one, and keep it only if nobody wrote meanwhile. An answer that got lost is no
 * failure: the write id tells whether the write arrived, so repeating it never writes twice.
 */
import { emptyEntry, isRefusal, type JournalEntry, type Refusal, type Transition } from "./journal";

export interface JournalStore {
  /** Undefined when there is none; never an older one than was written before. */
  read(id: string): Promise<JournalEntry | undefined>;
  /**
   * Keeps the entry if the kept one has the revision before it (none, for the first), all at once.
   * @returns whether it was kept; rejects when that is not known.
   */
  compareAndSet(entry: JournalEntry): Promise<boolean>;
  /** The newest of a series: the highest number of the ids "<series>/<number>", with as many digits each. */
  latest(series: string): Promise<JournalEntry | undefined>;
}

export interface JournalEffects {
  store: JournalStore;
  /** Different at every call. */
  newId(): string;
}

/** Others may write between reading and writing: so often at most. */
const mostAttempts = 20;
/** So often the same write is sent when nobody says what became of it. */
const mostLost = 3;

/**
 * @param known the entry as this run wrote it last, which saves reading it: if others have written since, it is read.
 * @returns the entry as written, or the transition's refusal. @throws the store's error when it stays unknown whether it was written.
 */
export async function advance(
  id: string,
  transition: Transition,
  { store, newId }: JournalEffects,
  known?: JournalEntry,
): Promise<JournalEntry | Refusal> {
  const writeId = newId();
  let lost = 0;
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const assumed = attempt === 0 ? known : undefined;
    const current = assumed ?? (await store.read(id)) ?? emptyEntry(id);
    if (wrote(current, writeId)) return current;
    const result = transition(current, writeId);
    if (isRefusal(result) && assumed) continue;
    if (isRefusal(result)) return result;
    try {
      if (await store.compareAndSet(result)) return result;
    } catch (error) {
      if (++lost === mostLost) throw error;
    }
  }
  throw new Error(`journal "${id}": others wrote ${mostAttempts} times meanwhile`);
}

/** Others may have written since. */
const wrote = (entry: JournalEntry, writeId: string): boolean =>
  entry.writeId === writeId || entry.steps.some((step) => step.writeId === writeId);
