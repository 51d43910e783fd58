/** Runs steps in parallel, each after the steps that it needs, and reports each event as it happens. */

export interface Step {
  id: string;
  title: string;
  /** Ids of the steps that must be done before. */
  after?: string[];
  /** @param note shows a text beside the step. */
  run(note: (text: string) => void): Promise<void>;
}

export interface StepRecord {
  id: string;
  title: string;
  status: "done" | "failed" | "skipped";
  /** Milliseconds since the first step began. */
  startedAtMs: number;
  ms: number;
  note?: string;
  error?: unknown;
}

export type StepEvent =
  | { kind: "started"; id: string; title: string; atMs: number }
  | { kind: "noted"; id: string; note: string; atMs: number }
  | ({ kind: "ended"; atMs: number } & StepRecord);

export interface RunStepsUse {
  /** Milliseconds of a steady clock. */
  now(): number;
  observe?(event: StepEvent): void;
}

/** After a failure, starts no further step, waits for those that run, and skips the rest. */
export async function runSteps(steps: Step[], { now, observe }: RunStepsUse): Promise<StepRecord[]> {
  requireSound(steps);
  const origin = now();
  const records = new Map<string, StepRecord>();
  const running = new Map<string, Promise<void>>();
  let failed = false;

  const begin = async (step: Step): Promise<void> => {
    const startedAtMs = now() - origin;
    const { id, title } = step;
    observe?.({ kind: "started", id, title, atMs: startedAtMs });
    let note: string | undefined;
    const outcome = await step
      .run((text) => {
        note = text;
        observe?.({ kind: "noted", id, note, atMs: now() - origin });
      })
      .then(
        () => ({ status: "done" as const }),
        (error: unknown) => ({ status: "failed" as const, error }),
      );
    failed ||= outcome.status === "failed";
    const atMs = now() - origin;
    const record: StepRecord = { id, title, startedAtMs, ms: atMs - startedAtMs, ...(note === undefined ? {} : { note }), ...outcome };
    records.set(id, record);
    running.delete(id);
    observe?.({ kind: "ended", atMs, ...record });
  };

  const isReady = ({ id, after = [] }: Step): boolean =>
    !records.has(id) && !running.has(id) && after.every((needed) => records.get(needed)?.status === "done");

  for (;;) {
    if (!failed) for (const step of steps.filter(isReady)) running.set(step.id, begin(step));
    if (running.size === 0) break;
    await Promise.race(running.values());
  }

  return steps.map(({ id, title }) => {
    const skipped: StepRecord = { id, title, status: "skipped", startedAtMs: now() - origin, ms: 0 };
    return records.get(id) ?? skipped;
  });
}

/** A step that waits for an unknown step, or for one listed after it, would never begin. */
function requireSound(steps: Step[]): void {
  for (const [index, { id, after = [] }] of steps.entries()) {
    const earlier = new Set(steps.slice(0, index).map((step) => step.id));
    for (const needed of after)
      if (!earlier.has(needed)) throw new Error(`step "${id}" waits for "${needed}", which is not listed before it`);
  }
}
