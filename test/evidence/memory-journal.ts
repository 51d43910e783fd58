/** A journal's store in memory: what it holds is text, so that nothing is shared with who wrote it. */
import type { JournalEntry } from "../../evidence/journal";
import type { JournalStore } from "../../evidence/journal-store";

export function memoryJournal(): JournalStore {
  const entries = new Map<string, string>();
  const read = (id: string): JournalEntry | undefined => {
    const text = entries.get(id);
    return text === undefined ? undefined : withDates(JSON.parse(text) as JournalEntry);
  };
  return {
    read: async (id) => read(id),
    compareAndSet: async (entry) => {
      if ((read(entry.id)?.revision ?? 0) !== entry.revision - 1) return false;
      entries.set(entry.id, JSON.stringify(entry));
      return true;
    },
    latest: async (series) => {
      const [newest] = [...entries.keys()]
        .filter((id) => id.slice(0, id.lastIndexOf("/")) === series)
        .sort()
        .reverse();
      return newest === undefined ? undefined : read(newest);
    },
  };
}

const withDates = (entry: JournalEntry): JournalEntry => ({
  ...entry,
  lease: entry.lease && { ...entry.lease, until: new Date(entry.lease.until) },
  steps: entry.steps.map((step) => ({ ...step, at: new Date(step.at) })),
});
