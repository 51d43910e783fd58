/** The journal's transitions, alone and in any order in which several runs may meet. */
import fc from "fast-check";
import { acquire, append, emptyEntry, isRefusal, type JournalEntry, lastOf, release, renew } from "../../evidence/journal";
import { advance, type JournalStore } from "../../evidence/journal-store";
import { journalContract } from "./journal-contract";
import { memoryJournal } from "./memory-journal";

journalContract("memory", async () => memoryJournal());

test("the last word on a step is its state", () => {
  const at = new Date(0);
  const step = (name: string, state: "begun" | "done") => ({ name, state, at, fence: 1, writeId: `${name} ${state}` });
  const steps = [step("create", "begun"), step("create", "done"), step("prove", "begun")];
  expect(lastOf({ steps }, "create")?.state).toBe("done");
  expect(lastOf({ steps }, "prove")?.state).toBe("begun");
  expect(lastOf({ steps }, "delete")).toBeUndefined();
});

/** What a run does next. Clocks of runs differ: each has its own time. */
const command = fc.record({
  run: fc.integer({ min: 0, max: 3 }),
  does: fc.constantFrom("acquire", "preempt", "renew", "release", "append", "append", "append"),
  /** Seconds that pass for this run. */
  wait: fc.integer({ min: 0, max: 40 }),
  /** The answer of the write is lost: before or after it was kept, or not at all. */
  loss: fc.constantFrom("none", "none", "none", "before", "after"),
});

const leaseMs = 30_000;

test("whatever order runs meet in, whoever holds the fence writes, nothing is lost and nothing is written twice", async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(command, { minLength: 1, maxLength: 25 }), async (scheduler, commands) => {
      const memory = memoryJournal();
      const history: JournalEntry[] = [];
      let losing: "none" | "before" | "after" = "none";
      const store: JournalStore = {
        ...memory,
        read: scheduler.scheduleFunction((id: string) => memory.read(id)),
        compareAndSet: scheduler.scheduleFunction(async (entry: JournalEntry) => {
          const loss = losing;
          losing = "none";
          if (loss === "before") throw new Error("no answer");
          const kept = await memory.compareAndSet(entry);
          if (kept) history.push(entry);
          if (loss === "after") throw new Error("no answer");
          return kept;
        }),
      };
      let ids = 0;
      const use = { store, newId: () => `w${ids++}` };
      const said: string[] = [];
      const unknown: string[] = [];

      const runs = [0, 1, 2, 3].map(async (run) => {
        const own = commands.filter((each) => each.run === run);
        let clock = run * 1000;
        let fence = 0;
        for (const [index, { does, wait, loss }] of own.entries()) {
          clock += wait * 1000;
          const now = new Date(clock);
          const name = `run ${run} step ${index}`;
          if (loss !== "none") losing = loss;
          const transition = {
            acquire: acquire({ owner: `run ${run}`, now, forMs: leaseMs }),
            preempt: acquire({ owner: `run ${run}`, now, forMs: leaseMs, preempt: true }),
            renew: renew({ fence, now, forMs: leaseMs }),
            release: release({ fence }),
            append: append({ name, state: "done", at: now, fence }),
          }[does];
          const result = await advance("rotation", transition, use).catch((error: Error) => error);
          if (result instanceof Error) {
            // Too many answers were lost: it may be there or not.
            unknown.push(name);
            continue;
          }
          if (isRefusal(result)) continue;
          if (does === "acquire" || does === "preempt") fence = result.lease?.owner === `run ${run}` ? result.lease.fence : 0;
          if (does === "append") said.push(name);
        }
      });
      await scheduler.waitFor(Promise.all(runs));

      // One history: each write follows the one before.
      expect(history.map(({ revision }) => revision)).toEqual(history.map((_, index) => index + 1));
      let before = emptyEntry("rotation");
      for (const entry of history) {
        // A fence is one owner's for ever, and a new one is higher than all before.
        if (entry.fence !== before.fence) expect(entry).toMatchObject({ fence: before.fence + 1, lease: { fence: before.fence + 1 } });
        if (entry.lease && entry.lease.fence === before.lease?.fence) expect(entry.lease.owner).toBe(before.lease.owner);
        // Steps are only added, and only by whom the lease is with at that very write.
        expect(entry.steps.slice(0, before.steps.length)).toEqual(before.steps);
        for (const step of entry.steps.slice(before.steps.length)) expect(step.fence).toBe(before.lease?.fence);
        before = entry;
      }
      // What was said to be written is there, once; and nothing else.
      const names = ((await memory.read("rotation"))?.steps ?? []).map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      expect(names).toEqual(expect.arrayContaining(said));
      expect(names.filter((name) => !said.includes(name) && !unknown.includes(name))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
