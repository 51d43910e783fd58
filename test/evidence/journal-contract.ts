/** What every store of journals must do. A real one is held to it as the one in memory is. */
import { randomUUID } from "node:crypto";
import { acquire, append, isRefusal, type JournalEntry, type Refusal, release, renew, type Transition } from "../../evidence/journal";
import { advance, type JournalStore } from "../../evidence/journal-store";

const start = new Date("2026-11-28T09:00:00Z");
const later = (seconds: number): Date => new Date(start.getTime() + seconds * 1000);

/** @param open makes a store, or names one that goes on existing: each test uses ids of its own. */
export function journalContract(name: string, open: () => Promise<JournalStore>): void {
  describe(`a journal in ${name}`, () => {
    let store: JournalStore;
    let id: string;
    beforeAll(async () => {
      store = await open();
    });
    beforeEach(() => {
      id = `test-${randomUUID()}/000001`;
    });
    const go = (transition: Transition, on = store) => advance(id, transition, { store: on, newId: randomUUID });
    const lease = (owner: string, seconds = 0, more = {}) => go(acquire({ owner, now: later(seconds), forMs: 60_000, ...more }));
    const write = (step: string, fence: number, on = store) => go(append({ name: step, state: "done", at: start, fence }), on);

    test("has no entry that nobody wrote", async () => {
      await expect(store.read(id)).resolves.toBeUndefined();
    });

    test("finds the newest of a series", async () => {
      const series = `rotation-${randomUUID()}`;
      await expect(store.latest(series)).resolves.toBeUndefined();
      for (const number of ["000001", "000003", "000002"])
        await advance(`${series}/${number}`, acquire({ owner: "a", now: start, forMs: 1 }), { store, newId: randomUUID });
      await expect(store.latest(series)).resolves.toMatchObject({ id: `${series}/000003` });
      await expect(store.latest(series.slice(0, -1))).resolves.toBeUndefined();
    });

    test("gives back what was written, with its times and notes", async () => {
      const { fence } = written(await lease("a"));
      await go(append({ name: "create", state: "begun", at: later(1), fence, notes: { key: "SG.1" } }));
      const { writeId, ...entry } = written(await write("create", fence));
      expect(await store.read(id)).toEqual({ writeId, ...entry });
      expect(entry).toMatchObject({ id, revision: 3, fence: 1, lease: { owner: "a", fence: 1, until: later(60) } });
      expect(entry.steps).toMatchObject([
        { name: "create", state: "begun", at: later(1), notes: { key: "SG.1" } },
        { name: "create", state: "done" },
      ]);
    });

    test("keeps a write only after the one that it follows", async () => {
      const first = written(await lease("a"));
      const second = { ...first, revision: 2, writeId: randomUUID() };
      await expect(store.compareAndSet({ ...first, writeId: randomUUID() })).resolves.toBe(false);
      await expect(store.compareAndSet({ ...first, revision: 3 })).resolves.toBe(false);
      await expect(store.compareAndSet(second)).resolves.toBe(true);
      await expect(store.compareAndSet(second)).resolves.toBe(false);
      expect(await store.read(id)).toEqual(second);
    });

    test("of many first writes at once it keeps one", async () => {
      const results = await Promise.all(["a", "b", "c", "d"].map((owner) => lease(owner)));
      expect(results.filter((result) => !isRefusal(result))).toHaveLength(1);
      expect(results.filter(isRefusal)).toMatchObject(Array(3).fill({ refused: "held", by: { fence: 1 } }));
    });

    test("of many writes at once, under one lease, it loses none", async () => {
      const { fence } = written(await lease("a"));
      const names = Array.from({ length: 6 }, (_, index) => `step ${index}`);
      await Promise.all(names.map((step) => write(step, fence)));
      expect(
        written(await store.read(id))
          .steps.map(({ name }) => name)
          .sort(),
      ).toEqual(names);
    });

    test("who was taken over, after the lease ran out, is refused", async () => {
      const { fence } = written(await lease("a"));
      expect(await lease("b", 59)).toMatchObject({ refused: "held", by: { owner: "a" } });
      expect(await lease("b", 60)).toMatchObject({ fence: 2, lease: { owner: "b" } });
      for (const late of [
        await write("late", fence),
        await go(renew({ fence, now: later(61), forMs: 60_000 })),
        await go(release({ fence })),
      ])
        expect(late).toMatchObject({ refused: "fenced", by: { owner: "b", fence: 2 } });
    });

    test("a lease that ran out, and that nobody took, still writes and can be renewed", async () => {
      const { fence } = written(await lease("a"));
      expect(written(await write("slow", fence)).steps).toHaveLength(1);
      expect(await go(renew({ fence, now: later(600), forMs: 60_000 }))).toMatchObject({ fence, lease: { until: later(660) } });
      expect(await go(renew({ fence, now: later(0), forMs: 60_000 }))).toMatchObject({ lease: { until: later(660) } });
    });

    test("what cannot wait takes a lease that has not run out", async () => {
      const { fence } = written(await lease("rotation"));
      expect(await lease("fail-over", 1, { preempt: true })).toMatchObject({ fence: 2, lease: { owner: "fail-over" } });
      expect(await write("late", fence)).toMatchObject({ refused: "fenced" });
    });

    test("a lease that was given back is free at once, with a new fence", async () => {
      const { fence } = written(await lease("a"));
      expect(await go(release({ fence }))).toMatchObject({ fence: 1 });
      expect(await write("late", fence)).toEqual({ refused: "fenced" });
      expect(await lease("b", 1)).toMatchObject({ fence: 2 });
    });

    test.each(["before it was kept", "after it was kept"])("a write whose answer was lost %s is written once", async (when) => {
      const { fence } = written(await lease("a"));
      let losses = 0;
      const losing: JournalStore = {
        ...store,
        compareAndSet: async (entry) => {
          if (losses++ > 0) return store.compareAndSet(entry);
          if (when === "after it was kept") {
            await store.compareAndSet(entry);
            // And somebody wrote on top of it.
            await write("another's", fence);
          }
          throw new Error("no answer");
        },
      };
      const { steps } = written(await write("mine", fence, losing));
      expect(steps.filter(({ name }) => name === "mine")).toHaveLength(1);
    });

    test("when no answer ever comes, that is said", async () => {
      const silent: JournalStore = { ...store, compareAndSet: () => Promise.reject(new Error("no answer")) };
      await expect(go(acquire({ owner: "a", now: start, forMs: 1 }), silent)).rejects.toThrow("no answer");
    });
  });
}

function written(result: JournalEntry | Refusal | undefined): JournalEntry {
  if (result && !isRefusal(result)) return result;
  throw new Error(`nothing was written: ${JSON.stringify(result)}`);
}
