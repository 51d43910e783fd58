/**
 * The record of a switch: who, when and why; and the lease of every rotation, which it takes, so that a rotation under way changes nothing more
 * and its next run looks again. A switch has no lease of its own that others wait for: two of them meet at the application secret.
 */
import { exerciseEntry, rotationSeries, switchSeries } from "../../declaration/names/journal";
import { OperatorError } from "../../declaration/operator-error";
import type { ProviderName } from "../../declaration/schema/environment";
import { readExercises } from "../../evidence/exercise";
import { acquire, append, isRefusal, type JournalStep, release } from "../../evidence/journal";
import { advance, type JournalEffects } from "../../evidence/journal-store";
import { nextEntryId } from "../rotate/begin";
import type { FailOverEffects } from "./fail-over";

export interface Writer extends JournalEffects {
  /** Of this run. */
  owner: string;
  /** For people: who runs it. */
  by: string;
  now(): Date;
}

const leaseMs = 60_000;

/** What a switch of an exercise says besides: it comes right after the last switch that the exercise has seen, or not at all. */
export interface OfExercise {
  exercise: string;
  lastSwitch: string | undefined;
}

/** @param providers whose rotations it stops. @throws OperatorError when an exercise's would come after another one's. */
export function recordSwitches(providers: readonly ProviderName[], writer: Writer, of?: OfExercise): FailOverEffects["record"] {
  let entryId: string | undefined;
  return async ({ state, from, to, reason }) => {
    const last = entryId ? undefined : await writer.store.latest(switchSeries);
    if (of && !entryId && last?.id !== of.lastSwitch)
      throw new OperatorError("somebody else switched meanwhile, so the exercise did not", "look with `npx twinpost status`");
    if (state === "begun") for (const name of providers) await preemptRotation(name, writer);
    entryId ??= nextEntryId(last?.id, switchSeries);
    const notes = { from, to, reason, by: writer.by, ...(of ? { exercise: of.exercise } : {}) };
    await writeStep(entryId, { name: "switch", state, notes }, writer);
  };
}

/** A person wants the application to stay where an exercise has put it: nobody switches it back. */
export async function endExercise(reason: string, writer: Writer): Promise<void> {
  if (!readExercises(await writer.store.read(exerciseEntry)).open) return;
  await writeStep(exerciseEntry, { name: "end", state: "done", notes: { as: "by hand", reason, by: writer.by } }, writer);
}

/** One that runs now finds its lease gone at its next step. */
async function preemptRotation(provider: ProviderName, writer: Writer): Promise<void> {
  const entry = await writer.store.latest(rotationSeries(provider));
  if (!entry?.lease) return;
  const taken = await advance(entry.id, acquire({ owner: writer.owner, now: writer.now(), forMs: leaseMs, preempt: true }), writer);
  if (!isRefusal(taken)) await advance(entry.id, release({ fence: taken.fence }), writer);
}

export async function writeStep(id: string, step: Pick<JournalStep, "name" | "state" | "notes">, writer: Writer): Promise<void> {
  const at = writer.now();
  const taken = await advance(id, acquire({ owner: writer.owner, now: at, forMs: leaseMs, preempt: true }), writer);
  if (isRefusal(taken)) throw new Error(`the journal's entry ${id} could not be taken`);
  await advance(id, append({ ...step, at, fence: taken.fence }), writer);
  await advance(id, release({ fence: taken.fence }), writer);
}
