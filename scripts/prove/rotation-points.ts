/** The moments of a rotation at which a run may die: before and after each call that changes something, a step's record included. */
import type { JournalEntry } from "../../evidence/journal";
import type { RotateEffects } from "../../workflows/rotate/effects";

export interface Point {
  /** "keys.create", "record stop-old". */
  call: string;
  when: "before" | "after";
}

/** @param reach is told of each moment. */
export function withPoints(effects: RotateEffects, reach: (point: Point) => void): RotateEffects {
  const around =
    <Words extends unknown[], T>(nameOf: (...words: NoInfer<Words>) => string | undefined, call: (...words: Words) => Promise<T>) =>
    async (...words: Words): Promise<T> => {
      const name = nameOf(...words);
      if (name !== undefined) reach({ call: name, when: "before" });
      const result = await call(...words);
      if (name !== undefined) reach({ call: name, when: "after" });
      return result;
    };
  const { provider, secrets, journal, surroundings } = effects;
  const { keys } = provider;
  const { sending, application } = secrets;
  return {
    provider: {
      ...provider,
      keys: {
        ...keys,
        create: around(() => "keys.create", keys.create),
        stop: around(() => "keys.stop", keys.stop),
        delete: around(() => "keys.delete", keys.delete),
      },
    },
    secrets: {
      sending: {
        ...sending,
        storePending: around(() => "sending.storePending", sending.storePending),
        makeCurrent: around(() => "sending.makeCurrent", sending.makeCurrent),
      },
      application: { ...application, replace: around(() => "application.replace", application.replace) },
    },
    journal: { ...journal, store: { ...journal.store, compareAndSet: around(stepOf, journal.store.compareAndSet) } },
    surroundings: { ...surroundings, refreshConsumers: around(() => "consumers.refresh", surroundings.refreshConsumers) },
  };
}

/** The write that brings a step; taking and renewing a lease are none. */
function stepOf({ steps, writeId }: JournalEntry): string | undefined {
  const last = steps.at(-1);
  return last?.writeId === writeId ? `record ${last.name} ${last.state}` : undefined;
}
