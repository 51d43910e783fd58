/**
 * Rotates a sending provider's credentials: looks at what is there, says what is due and why, and takes every step that can be taken now.
 * It never sleeps through an overlap; the next run goes on where this one ended, or died.
 */

import { OperatorError } from "../../declaration/operator-error";
import type { RotationPolicy } from "../../declaration/rotation";
import type { JournalEntry } from "../../evidence/journal";
import { type Rotation, readRotation, type StepName } from "../../evidence/rotation";
import { begin, leaseOf } from "./begin";
import { type Case, type Decision, decide, orphansOf, type Request } from "./decide";
import type { RotateEffects } from "./effects";
import { explained, type Failing } from "./failure";
import { type Lease, LostLease } from "./lease";
import { look, lookAround, type Surroundings } from "./look";
import { type Seen, type SeenKey, unstored } from "./seen";
import { take } from "./take";

export interface RotateOptions {
  policy: RotationPolicy;
  request?: Request | undefined;
  /** Steps are taken; without it, the next one is only said. */
  apply: boolean;
}

interface TakenStep {
  step: StepName;
  why: string;
  notes: Readonly<Record<string, string>>;
}

export interface RotateOutcome {
  taken: TakenStep[];
  /** What comes next, and when. */
  next: Decision;
  rotation: Rotation | undefined;
  seen: Seen;
  /** Keys whose value is stored nowhere, and that no record of a rotation explains. */
  unexplained: SeenKey[];
}

/** More steps than any rotation has. */
const mostSteps = 40;

export async function rotate({ policy, request, apply }: RotateOptions, effects: RotateEffects): Promise<RotateOutcome> {
  const taken: TakenStep[] = [];
  const { environment } = policy;
  let asked = request;
  let lease: Lease | undefined;
  let around: Surroundings | undefined;
  let failing: Failing = { step: "look", rotation: undefined, request, environment };
  const work = async (): Promise<RotateOutcome> => {
    for (let count = 0; count < mostSteps; count++) {
      const entry = lease?.entry ?? (await newest(effects));
      const rotation = entry && readRotation(entry);
      failing = { step: "look", rotation, request: asked, environment };
      const { seen, next } = await lookAndDecide({ rotation, policy, request: asked }, around, effects);
      around = seen;
      const outcome = { taken, next, rotation, seen, unexplained: unexplained(seen, rotation) };
      if (!("step" in next) || !apply) return outcome;
      failing = { ...failing, step: next.step, keyId: "keyId" in next ? next.keyId : undefined };
      if (next.step === "intent") {
        const refused = await mayNot(effects);
        if (refused) return { ...outcome, next: refused };
        lease = await begin({ entry, rotation, seen, request: asked, why: next.why, lease }, effects);
        if (!lease) continue;
        asked = undefined;
        taken.push({ step: "intent", why: next.why, notes: {} });
        continue;
      }
      if (!entry || !rotation) throw new Error(`a step "${next.step}" without a rotation`);
      lease = await leaseOf(entry.id, entry, lease, effects);
      if (!lease) continue;
      const notes = await take({ step: next, seen, rotation, policy, lease, effects }).catch(unlessTaken(lease, rotation));
      if (!notes) {
        lease = undefined;
        around = undefined;
        continue;
      }
      taken.push({ step: next.step, why: next.why, notes });
      if (asked && "undo" in asked && next.step === "undo") asked = undefined;
      if (next.step !== "end") continue;
      const ended = readRotation(lease.entry);
      await lease.giveBack();
      lease = undefined;
      if (asked && "rotate" in asked && asked.reason !== rotation.reason) continue;
      const last = await lookAndDecide({ rotation: ended, policy, request: undefined }, around, effects);
      return { taken, rotation: ended, ...last, unexplained: unexplained(last.seen, ended) };
    }
    throw new OperatorError(`it did not come to an end in ${mostSteps} steps`, "look with `npx twinpost status`; please report it");
  };
  try {
    return await work();
  } catch (error) {
    const rotation = lease ? readRotation(lease.entry) : failing.rotation;
    throw await explained((await lossOf(lease, error)) ?? error, { ...failing, rotation }, effects);
  } finally {
    await lease?.giveBack();
  }
}

/** A fail-over took the lease for a moment. Who runs this in a leak waits for its end; a schedule comes again. @returns nothing when it is to go on. */
const unlessTaken =
  (lease: Lease, { mode }: Rotation) =>
  async (error: unknown): Promise<undefined> => {
    if (mode === "overlap" || !(error instanceof LostLease && (await lease.isUntouched()))) throw error;
  };

/** A step may fail because another run took over meanwhile, and took a place for a key, say. */
async function lossOf(lease: Lease | undefined, error: unknown): Promise<LostLease | undefined> {
  if (!lease || !(error instanceof OperatorError) || error instanceof LostLease) return undefined;
  return lease.hold().then(
    () => undefined,
    (lost: unknown) => (lost instanceof LostLease ? lost : undefined),
  );
}

/** What a schedule does to what serves is decided from what is true at that moment, not from what this run saw before. */
async function lookAndDecide(
  given: Pick<Case, "rotation" | "policy" | "request">,
  around: Surroundings | undefined,
  effects: RotateEffects,
): Promise<{ seen: Seen; next: Decision }> {
  const mostKeys = effects.provider.keys.most;
  const seen = await look(effects, around);
  const next = decide({ ...given, seen, mostKeys });
  const isInTime = "step" in next && (next.step === "make-current" || next.step === "stop-old") && given.rotation?.mode === "overlap";
  if (!around || !isInTime) return { seen, next };
  const again = { ...seen, ...(await lookAround(effects)) };
  return { seen: again, next: decide({ ...given, seen: again, mostKeys }) };
}

/** A step that is refused in the middle would leave two keys, and the place of a third taken. */
async function mayNot({ provider, surroundings }: RotateEffects): Promise<Decision | undefined> {
  const lacks = (await Promise.all([provider.keys.lacks(), surroundings.lacks()])).flat();
  if (lacks.length === 0) return undefined;
  return {
    refused: `this login may not do every step of a rotation, it lacks ${lacks.join(", ")}`,
    remedy: "run it as the rotate role, with a token that has all scopes (docs/roles.md); nothing was begun",
  };
}

const newest = ({ journal: { store, series } }: RotateEffects): Promise<JournalEntry | undefined> => store.latest(series);

const unexplained = (seen: Seen, rotation: Rotation | undefined): SeenKey[] => {
  const ours = rotation && !rotation.ended ? orphansOf(seen, rotation).map(({ id }) => id) : [];
  return unstored(seen).filter(({ id }) => !ours.includes(id));
};
