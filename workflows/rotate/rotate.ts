/**
 * Rotates a sending provider's credentials: looks at what is there, says what is due and why, and takes every step that can be taken now.
 * It never sleeps through an overlap; the next run goes on where this one ended, or died.
 */

import { OperatorError } from "../../declaration/operator-error";
import type { RotationPolicy } from "../../declaration/rotation";
import { acquire, isRefusal, type JournalEntry, release } from "../../evidence/journal";
import { advance } from "../../evidence/journal-store";
import { type Mode, type Rotation, readRotation, type StepName } from "../../evidence/rotation";
import { type Decision, decide, orphansOf, type Request } from "./decide";
import type { RotateEffects } from "./effects";
import { look } from "./look";
import { labelled, type Seen, type SeenKey, unstored } from "./seen";
import { held, type Lease, leaseMs, record, take } from "./take";

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
  let asked = request;
  let lease: Lease | undefined;
  try {
    for (let count = 0; count < mostSteps; count++) {
      const seen = await look(effects);
      const entry = await newest(effects);
      const rotation = entry && readRotation(entry);
      const next = decide({ seen, rotation, policy, mostKeys: effects.provider.keys.most, request: asked });
      const outcome = { taken, next, rotation, seen, unexplained: unexplained(seen, rotation) };
      if (!("step" in next) || !apply) return outcome;
      if (next.step === "intent") {
        const refused = await mayNot(effects);
        if (refused) return { ...outcome, next: refused };
        lease = await begin({ entry, rotation, seen, request: asked, why: next.why, lease }, effects);
        asked = undefined;
        taken.push({ step: "intent", why: next.why, notes: {} });
        continue;
      }
      if (!entry || !rotation) throw new Error(`a step "${next.step}" without a rotation`);
      lease ??= await takeLease(entry.id, effects);
      const notes = await take({ step: next, seen, rotation, lease, effects });
      taken.push({ step: next.step, why: next.why, notes });
      if (notes.refusal && !rotation.currentAt) continue;
      if (asked && "undo" in asked && next.step === "undo") asked = undefined;
      if (next.step !== "end") continue;
      if (asked && "rotate" in asked && asked.reason !== rotation.reason) {
        await giveBack(lease, effects);
        lease = undefined;
        continue;
      }
      return { ...outcome, next: await after(effects, policy), rotation: await latest(effects) };
    }
    throw new OperatorError(
      `the rotation did not come to an end in ${mostSteps} steps`,
      "look with `npx twinpost status`; please report it",
    );
  } finally {
    if (lease) await giveBack(lease, effects);
  }
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

async function after(effects: RotateEffects, policy: RotationPolicy): Promise<Decision> {
  return decide({ seen: await look(effects), rotation: await latest(effects), policy, mostKeys: effects.provider.keys.most });
}

const newest = ({ journal: { store, series } }: RotateEffects): Promise<JournalEntry | undefined> => store.latest(series);

async function latest(effects: RotateEffects): Promise<Rotation | undefined> {
  const entry = await newest(effects);
  return entry && readRotation(entry);
}

const unexplained = (seen: Seen, rotation: Rotation | undefined): SeenKey[] => {
  const ours = rotation && !rotation.ended ? orphansOf(seen, rotation).map(({ id }) => id) : [];
  return unstored(seen).filter(({ id }) => !ours.includes(id));
};

interface Beginning {
  entry: JournalEntry | undefined;
  rotation: Rotation | undefined;
  seen: Seen;
  request: Request | undefined;
  why: string;
  lease: Lease | undefined;
}

/** One that is under way is made more urgent; otherwise the next entry begins. */
async function begin({ entry, rotation, seen, request, why, lease }: Beginning, effects: RotateEffects): Promise<Lease> {
  const { journal } = effects;
  const goesOn = entry !== undefined && rotation !== undefined && !rotation.ended;
  // One that has a lease and no intent yet is of a run that died just there, or that is at work.
  const id = entry && !rotation?.ended ? entry.id : nextEntryId(entry?.id, journal.series);
  const own = lease?.entryId === id ? lease : await takeLease(id, effects);
  const mode: Mode = request && "rotate" in request ? request.rotate : "overlap";
  const notes = {
    mode,
    reason: why,
    by: journal.by,
    old: (goesOn ? rotation.oldKeyId : labelled(seen, "AWSCURRENT")?.keyId) ?? "",
    token: goesOn ? rotation.token : journal.newId().replaceAll("-", "").slice(0, 12),
    before: (goesOn ? rotation.before : seen.keys.map((key) => key.id)).join(" "),
  };
  await record(own, effects, { name: "intent", state: "done", notes });
  return own;
}

/** Numbered, so that two runs that begin at once want the same entry, and one of them gets it. */
export function nextEntryId(id: string | undefined, series: string): string {
  const number = Number(id?.slice(series.length + 1) ?? 0) + 1;
  return `${series}/${String(number).padStart(6, "0")}`;
}

async function takeLease(entryId: string, { journal, surroundings }: RotateEffects): Promise<Lease> {
  const result = await advance(
    entryId,
    acquire({ owner: journal.owner, now: surroundings.now(), forMs: journal.leaseMs ?? leaseMs }),
    journal,
  );
  if (isRefusal(result))
    throw new OperatorError(
      `another run is at work on this rotation: ${result.by?.owner}, until ${result.by?.until.toISOString()}`,
      "wait for it, or until then; nothing was changed",
    );
  return { entryId, fence: held(result).fence };
}

/** A lease that is not given back runs out. */
async function giveBack({ entryId, fence }: Lease, { journal }: RotateEffects): Promise<void> {
  await advance(entryId, release({ fence }), journal).catch(() => undefined);
}
