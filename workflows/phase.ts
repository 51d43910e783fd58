/** The parts of a long piece of work, told as they begin and end, so that whoever waits sees what runs and for how long. */
import type { StepEvent } from "./steps";

/** Who looks on. */
export interface Watch {
  /** Milliseconds of a steady clock. */
  now(): number;
  observe(event: StepEvent): void;
  /** A line by itself. */
  say(text: string): void;
}

/** Where nobody looks on. */
export const unwatched: Watch = { now: () => 0, observe: () => {}, say: () => {} };

/** @param run gets a function that shows a text beside the title while it runs, and at its end. */
export async function phase<T>(title: string, watch: Watch, run: (note: (text: string) => void) => Promise<T>): Promise<T> {
  const startedAtMs = watch.now();
  const step = { id: title, title };
  let noted: { note?: string } = {};
  const end = (status: "done" | "failed"): void => {
    const atMs = watch.now();
    watch.observe({ kind: "ended", ...step, status, atMs, startedAtMs, ms: atMs - startedAtMs, ...noted });
  };
  watch.observe({ kind: "started", ...step, atMs: startedAtMs });
  try {
    const result = await run((note) => {
      noted = { note };
      watch.observe({ kind: "noted", id: title, note, atMs: watch.now() });
    });
    end("done");
    return result;
  } catch (error) {
    end("failed");
    throw error;
  }
}
