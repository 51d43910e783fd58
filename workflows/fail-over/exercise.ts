/**
 * The standby's day, which is the exercise: once a fortnight the application sends through the standby for a day, so that receivers know it, and so
 * that a fail-over is nothing new. One run takes at most one step and never sleeps: a daily schedule calls it. It switches as a fail-over does, but
 * strictly: what cannot be proven or recorded is not done, since an exercise can wait and an emergency cannot.
 */

import { exerciseEntry, rotationSeries, switchSeries } from "../../declaration/names/journal";
import { OperatorError } from "../../declaration/operator-error";
import { type RotationPolicy, rotationPolicy } from "../../declaration/rotation";
import type { Environment, ProviderName } from "../../declaration/schema/environment";
import { type ExerciseStep, readExercises } from "../../evidence/exercise";
import { acquire, append, isRefusal, type JournalEntry, type JournalStep, release } from "../../evidence/journal";
import { advance } from "../../evidence/journal-store";
import { readRotation } from "../../evidence/rotation";
import { readSwitch } from "../../evidence/switch";
import { activeProvider } from "../credentials/application-secret";
import { messageOf } from "../credentials/failures";
import { decideExercise, type ExerciseCase, type ExerciseDecision } from "./due";
import { type FailOverEffects, type FailOverOutcome, failOver, Overtaken } from "./fail-over";
import { recordSwitches, type Writer } from "./record";

export interface ExerciseEffects {
  failOver: FailOverEffects;
  journal: Writer;
  surroundings: {
    /** An alarm of the environment rings; undefined when that cannot be read. */
    alarm(): Promise<boolean | undefined>;
    paused(): Promise<boolean>;
  };
}

export interface ExerciseOutcome extends Omit<FailOverOutcome, "status"> {
  status: FailOverOutcome["status"] | "not due" | "waits";
  why: string;
  /** When it goes on by itself. */
  until?: Date;
  remedy?: string;
}

interface ExerciseRequest {
  environment: Environment;
  apply: boolean;
}

const leaseMs = 10 * 60_000;
/** An exercise that a person ended is closed first; then the next look counts. */
const mostLooks = 4;

export async function exercise({ environment, apply }: ExerciseRequest, effects: ExerciseEffects): Promise<ExerciseOutcome> {
  let lease: Lease | undefined;
  try {
    for (let looks = 0; looks < mostLooks; looks++) {
      const { given, lastSwitch } = await look(environment, effects);
      const next = decideExercise(given);
      if (!("step" in next)) return told(next, given);
      if (!apply) return next.step === "end" ? told({ waitUntil: undefined, why: next.why }, given) : would(next.step, next.why, given);
      if (!lease) {
        // What was seen may be old by now: looked at once more, with the lease.
        lease = await takeLease(effects.journal);
        continue;
      }
      if (next.step === "end") {
        await write(lease, { name: "end", state: "done", notes: { as: next.as } }, effects.journal);
        await giveBack(lease, effects.journal);
        lease = undefined;
        continue;
      }
      return await change({ step: next.step, why: next.why, given, environment, lease, lastSwitch }, effects);
    }
    throw new OperatorError("others changed the exercise meanwhile", "look with `npx twinpost status`, then run this again");
  } finally {
    if (lease) await giveBack(lease, effects.journal);
  }
}

interface Change {
  step: "out" | "back";
  why: string;
  given: ExerciseCase;
  environment: Environment;
  lease: Lease;
  lastSwitch: string | undefined;
}

async function change({ step, why, given, environment, lease, lastSwitch }: Change, effects: ExerciseEffects): Promise<ExerciseOutcome> {
  const { journal } = effects;
  const to = step === "out" ? given.standby : given.primary;
  const reason = step === "out" ? `exercise: the day of ${to}` : `exercise: ${to} comes back`;
  const strict = strictly(effects, { exercise: given.exercises.id, lastSwitch, providers: [given.primary, given.standby] });
  // A run that died right after switching did not say so; without it the next day would be due at once.
  if (step === "back" && !given.exercises.open?.outAt) await write(lease, { name: "out", state: "done" }, journal);
  await write(lease, { name: step, state: "begun" }, journal);
  let outcome: FailOverOutcome;
  try {
    outcome = await failOver({ environment, to, reason, apply: true, evenIfUnproven: false }, strict);
  } catch (error) {
    await write(lease, { name: step, state: "failed", notes: { why: messageOf(error) } }, journal);
    throw error;
  }
  if (outcome.status !== "switched") {
    await write(lease, { name: step, state: "failed", notes: { why: outcome.refusals.join("; ") || outcome.status } }, journal);
    return { ...outcome, why };
  }
  await write(lease, { name: step, state: "done" }, journal);
  if (step === "back") await write(lease, { name: "end", state: "done", notes: { as: "done" } }, journal);
  return { ...outcome, why };
}

/** As in an emergency, except: what cannot be asked is a no, what is not recorded is not written, and what others write meanwhile stays. */
function strictly(
  { failOver: effects, journal }: ExerciseEffects,
  { providers, ...of }: { exercise: string; lastSwitch: string | undefined; providers: readonly ProviderName[] },
): FailOverEffects {
  const { endExercise: _, application, providers: asked, ...others } = effects;
  const record = recordSwitches(providers, journal, of);
  let recorded = false;
  return {
    ...others,
    record: async (entry) => {
      await record(entry);
      recorded = true;
    },
    application: {
      ...application,
      replace: async (settings, base) => {
        if (!recorded) throw new OperatorError("the exercise could not be recorded, so nothing was switched", "run it again");
        if ((await application.replace(settings, base)) === "written") return "written";
        throw new Overtaken("somebody else wrote the application's secret meanwhile, so the exercise did not", "run it again");
      },
    },
    providers: {
      ...asked,
      server: (name) => ({
        ...asked.server(name),
        prove: (login) =>
          asked
            .server(name)
            .prove(login)
            .catch((error: unknown) => new OperatorError(`it could not be found out: ${messageOf(error)}`)),
      }),
      readiness: (name) =>
        asked.readiness(name).catch((error: unknown) => ({
          refusals: [`what ${name} says of the domain could not be read: ${messageOf(error)}`],
          warnings: [],
        })),
    },
  };
}

async function look(environment: Environment, { failOver: { application, providers }, journal, surroundings }: ExerciseEffects) {
  const { primary, standby } = environment.sendingProviders;
  if (!standby)
    throw new OperatorError(
      `environment "${environment.name}" declares no standby, so there is nothing to exercise`,
      "declare one in `sendingProviders.standby`, or take the schedule away",
      { exitCode: 2 },
    );
  const [stored, entry, switchEntry, paused, alarm, ...rotations] = await Promise.all([
    application.read(),
    journal.store.read(exerciseEntry),
    journal.store.latest(switchSeries),
    surroundings.paused(),
    surroundings.alarm(),
    ...[primary, standby].map((provider) => journal.store.latest(rotationSeries(provider))),
  ]);
  if (!stored) throw new OperatorError("the application's secret is empty: nothing sends yet", "run `npx twinpost credentials` first");
  const now = journal.now();
  const policy: RotationPolicy = rotationPolicy(environment);
  const given: ExerciseCase = {
    now,
    environment: environment.name,
    primary,
    standby,
    active: activeProvider(environment, stored.settings, providers.server).active ?? primary,
    exercises: readExercises(entry),
    switched: readSwitch(switchEntry),
    paused,
    alarm,
    rotations: rotations.flatMap((each) => readAtWork(each, now) ?? []),
    policy,
  };
  return { given, lastSwitch: switchEntry?.id };
}

function readAtWork(entry: JournalEntry | undefined, now: Date): ExerciseCase["rotations"][number] | undefined {
  const rotation = entry && readRotation(entry);
  return rotation && { rotation, atWork: entry.lease !== undefined && now < entry.lease.until };
}

function told(next: Exclude<ExerciseDecision, { step: string }>, { active, primary, standby }: ExerciseCase): ExerciseOutcome {
  const to = active === primary ? standby : primary;
  const nothing = { from: active, to, refusals: [], warnings: [] };
  if ("refused" in next) return { ...nothing, status: "refused", refusals: [next.refused], why: next.refused, remedy: next.remedy };
  if ("dueAt" in next) return { ...nothing, status: "not due", why: next.why, until: next.dueAt };
  return { ...nothing, status: "waits", why: next.why, ...(next.waitUntil ? { until: next.waitUntil } : {}) };
}

const would = (step: "out" | "back", why: string, { active, primary, standby }: ExerciseCase): ExerciseOutcome => ({
  ...{ from: active, to: step === "out" ? standby : primary, status: "would switch", refusals: [], warnings: [], why },
});

interface Lease {
  fence: number;
}

async function takeLease(journal: Writer): Promise<Lease> {
  const taken = await advance(exerciseEntry, acquire({ owner: journal.owner, now: journal.now(), forMs: leaseMs }), journal);
  if (!isRefusal(taken)) return { fence: taken.fence };
  throw new OperatorError(
    `another run is at work on this exercise: ${taken.by?.owner}, until ${taken.by?.until.toISOString()}`,
    "wait for it, or until then; nothing was changed",
  );
}

/** Who lost the lease, to a person who wants it to stay so, writes nothing more. */
async function write({ fence }: Lease, step: Pick<JournalStep, "state" | "notes"> & ExerciseStep, journal: Writer): Promise<void> {
  const written = await advance(exerciseEntry, append({ ...step, at: journal.now(), fence }), journal);
  if (isRefusal(written))
    throw new OperatorError("somebody ended this exercise meanwhile", "look with `npx twinpost status`; nothing more was changed here");
}

/** A lease that is not given back runs out. */
async function giveBack({ fence }: Lease, journal: Writer): Promise<void> {
  await advance(exerciseEntry, release({ fence }), journal).catch(() => undefined);
}
