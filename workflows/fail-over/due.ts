/**
 * Whether the standby's day begins now, or ends. Pure. An exercise can always wait: it begins in the window of scheduled changes, while no alarm
 * rings, nobody has switched for a day, and no rotation has both keys in motion. What a person did is never undone: only the exercise's own switch is
 * taken back, on the next day.
 */
import type { RotationPolicy } from "../../declaration/rotation";
import type { ProviderName } from "../../declaration/schema/environment";
import type { Exercises, OpenExercise } from "../../evidence/exercise";
import { isDelicate, type Rotation } from "../../evidence/rotation";
import type { Switch } from "../../evidence/switch";
import { nextInWindow, nextLocalDay } from "../rotate/window";

export interface ExerciseCase {
  now: Date;
  environment: string;
  primary: ProviderName;
  standby: ProviderName;
  active: ProviderName | "another server";
  exercises: Exercises;
  /** The newest, whoever did it. */
  switched: Switch | undefined;
  paused: boolean;
  /** An alarm rings; undefined when that could not be read. */
  alarm: boolean | undefined;
  rotations: readonly { rotation: Rotation; atWork: boolean }[];
  policy: Pick<RotationPolicy, "window" | "freezes" | "afterSwitchMs">;
}

export type ExerciseDecision =
  | { step: "out" | "back"; why: string }
  | { step: "end"; as: "done" | "by hand"; why: string }
  /** Something else goes on. */
  | { waitUntil: Date | undefined; why: string }
  | { dueAt: Date; why: string }
  | { refused: string; remedy: string };

/** From one standby's day to the next. */
const exerciseEveryDays = 14;
const dayMs = 86_400_000;
/** What goes on now is looked at again after this. */
const pauseMs = 3_600_000;

export function decideExercise(given: ExerciseCase): ExerciseDecision {
  const { exercises, active, primary, standby } = given;
  const { open, lastOutAt } = exercises;
  if (open) return goOn(given, open);
  if (active !== primary)
    return {
      waitUntil: undefined,
      why: `the application sends through ${active}, and no exercise put it there: a person brings it back to ${primary}`,
    };
  const dueAt = lastOutAt && dueAfter(lastOutAt, given);
  if (dueAt && given.now < dueAt) return { dueAt, why: `${standby} had its day on ${lastOutAt.toISOString().slice(0, 10)}` };
  return mayNot(given) ?? { step: "out", why: lastOutAt ? `${exerciseEveryDays} days have passed` : `${standby} has had no day yet` };
}

/** By days, not hours: a daily run that comes a minute earlier is not a day late. */
const dueAfter = (outAt: Date, { policy }: ExerciseCase): Date =>
  nextLocalDay(new Date(outAt.getTime() + (exerciseEveryDays - 1) * dayMs), policy.window.timeZone);

function goOn(given: ExerciseCase, exercise: OpenExercise): ExerciseDecision {
  const { active, primary, standby, switched } = given;
  const isOurs = switched?.exercise === given.exercises.id;
  const byHand = (why: string): ExerciseDecision => ({ step: "end", as: "by hand", why });
  if (!isOurs && exercise.outAt) return byHand(`${switched?.by || "somebody"} switched meanwhile`);
  if (active === primary) {
    if (isOurs && switched.to === primary) return { step: "end", as: "done", why: `${primary} sends again` };
    if (isOurs && exercise.outAt) return byHand(`somebody brought ${primary} back`);
    return mayNot(given, isOurs ? "its own" : switched) ?? { step: "out", why: "the last try did not switch" };
  }
  // Written, perhaps without an answer, unless the try itself says that it was not.
  const wrote = isOurs && (exercise.outAt !== undefined || !exercise.outFailed);
  if (active !== standby || !wrote) return byHand(`the application sends through ${active}, and not because of the exercise`);
  return goBack(given, exercise.outAt ?? switched.at);
}

function goBack(given: ExerciseCase, outAt: Date): ExerciseDecision {
  const { now, policy, primary } = given;
  const nextDay = nextLocalDay(outAt, policy.window.timeZone);
  const opens = nextInWindow(now < nextDay ? nextDay : now, policy);
  if (opens && opens > now)
    return { waitUntil: opens, why: `until then it is the standby's day, and ${primary} comes back in the declared window` };
  return busy(given) ?? { step: "back", why: "the standby's day is over" };
}

/** @param switched the last one; the exercise's own try keeps nothing away. @returns why no day begins now. */
function mayNot(given: ExerciseCase, switched: Switch | "its own" | undefined = given.switched): ExerciseDecision | undefined {
  const { now, policy, alarm, environment } = given;
  const quietAt = switched && switched !== "its own" && new Date(switched.at.getTime() + policy.afterSwitchMs);
  if (quietAt && now < quietAt)
    return { waitUntil: quietAt, why: `the application was switched to ${switched.to} at ${switched.at.toISOString()}` };
  if (alarm === undefined)
    return {
      refused: "whether an alarm of the environment rings could not be read, so no exercise begins",
      remedy: `run it as the rotate role (docs/roles.md), which may read them; \`npx twinpost fail-over --env ${environment} --reason "…" --apply\` works without`,
    };
  if (alarm) return { waitUntil: later(now), why: "an alarm of the environment is ringing" };
  const opens = bestOpening(now, policy);
  if (!opens)
    return { refused: "the declared window never opens: freezes cover it", remedy: "shorten `rotation.freezes` in the environment's file" };
  if (opens > now)
    return { waitUntil: opens, why: "the standby's day begins in the declared window, on a day after which the primary can come back" };
  return busy(given);
}

function busy({ now, paused, rotations }: ExerciseCase): ExerciseDecision | undefined {
  if (paused) return { waitUntil: undefined, why: "sending is paused" };
  const found = rotations.find(({ rotation, atWork }) => atWork || isDelicate(rotation));
  return found && { waitUntil: later(now), why: `${found.rotation.id} is under way, and has both keys in motion` };
}

const later = (now: Date): Date => new Date(now.getTime() + pauseMs);

/** One after which the window opens on the next day too, so that the standby's day is one day; the next one where no such day is declared. */
function bestOpening(now: Date, policy: ExerciseCase["policy"]): Date | undefined {
  const { timeZone } = policy.window;
  const first = nextInWindow(now, policy);
  let candidate = first;
  for (let days = 0; candidate && days < exerciseEveryDays; days++) {
    const morrow = nextLocalDay(candidate, timeZone);
    const back = nextInWindow(morrow, policy);
    if (back && back < nextLocalDay(morrow, timeZone)) return candidate;
    candidate = back;
  }
  return first;
}
