/** The record of the standby's days, all in one journal entry: each begins with "out", and ends with "end". */
import type { JournalEntry } from "./journal";

/** "by hand": a person switched meanwhile, or said that it should stay so. */
type ExerciseEnding = "done" | "by hand";

/** What its journal steps are called. */
export type ExerciseStep = { name: "out" | "back" } | { name: "end"; notes: { as: ExerciseEnding } };

export interface Exercises {
  /** Of the one that is open, else of the next: switches name it. */
  id: string;
  open: OpenExercise | undefined;
  /** When the standby's last day began. */
  lastOutAt: Date | undefined;
}

export interface OpenExercise {
  /** When the application was switched to the standby; undefined while it was not, as far as is recorded. */
  outAt: Date | undefined;
  /** The last try to switch it ended, and did not. */
  outFailed: boolean;
}

export function readExercises(entry: JournalEntry | undefined): Exercises {
  const steps = entry?.steps ?? [];
  const outs = steps.filter(({ name }) => name === "out");
  const open = steps.slice(steps.findLastIndex(({ name }) => name === "end") + 1).filter(({ name }) => name === "out");
  return {
    id: String(steps.filter(({ name }) => name === "end").length + 1),
    open:
      open.length > 0 ? { outAt: open.find(({ state }) => state === "done")?.at, outFailed: open.at(-1)?.state === "failed" } : undefined,
    lastOutAt: outs.findLast(({ state }) => state === "done")?.at,
  };
}
