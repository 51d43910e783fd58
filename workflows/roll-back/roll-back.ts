/**
 * Rolls an environment's data back to an earlier release, under today's code: plans it, says what cannot be undone and refuses it, and applies it as
 * `apply` does. The environment is held before anything changes, so that no merge undoes it meanwhile, and stays so until somebody lifts that.
 */
import { type GuardedPlan, isHeldBack } from "../../changes/guard";
import { OperatorError } from "../../declaration/operator-error";
import type { Environment } from "../../declaration/schema/environment";
import { isSentence } from "../../declaration/schema/field-kinds";
import type { Result } from "../../evidence/evidence";
import type { Recorded } from "../promote/release";
import { chooseRelease, type PastRelease } from "./choose";
import { type Irreversible, irreversibleChanges, irreversibleData } from "./irreversible";

export interface RollBackRequest {
  environment: Environment;
  /** A commit, or a number of releases. */
  to: string;
  act: boolean;
}

export interface RollBackEffects {
  records: {
    /** Newest first. */
    applied(environment: Environment): Promise<Recorded<"applied">[]>;
    hold(hold: Result<"hold">): Promise<void>;
  };
  /** The environment as the commit has it. @throws OperatorError when it has none, or today's code does not take it. */
  dataOf(commit: string): Environment;
  /** Sending providers for which there are credentials. */
  logins(): Promise<string[]>;
  /** With the data of that commit. */
  stack: {
    plan(commit: string): Promise<GuardedPlan>;
    /** In a job, for a plan that has to be the reviewed one. @throws OperatorError with exit code 3 when what was planned is another. */
    requireReviewed?(): Promise<void>;
    /** What was planned. @throws OperatorError with exit code 3 when the gate holds it back. */
    apply(commit: string): Promise<unknown>;
  };
}

export interface RollBack {
  environment: string;
  release: PastRelease;
  plan: GuardedPlan | undefined;
  irreversible: Irreversible[];
  /** By the safety gate. */
  isHeldBack: boolean;
  applied: boolean;
}

/** @throws OperatorError as `apply` does; with exit code 2 when there is no such release. */
export async function rollBack({ environment, to, act }: RollBackRequest, use: RollBackEffects): Promise<RollBack> {
  const { name } = environment;
  const release = chooseRelease(name, await use.records.applied(environment), to);
  const ofData = irreversibleData(use.dataOf(release.commit), environment, await use.logins());
  const head = { environment: name, release };
  // Where it was elsewhere, a plan would be of another stack.
  if (ofData.length > 0) return { ...head, plan: undefined, irreversible: ofData, isHeldBack: false, applied: false };
  const plan = await use.stack.plan(release.commit);
  const judged = { ...head, plan, irreversible: irreversibleChanges(plan), isHeldBack: isHeldBack(plan) };
  if (judged.irreversible.length > 0 || judged.isHeldBack || !act) return { ...judged, applied: false };
  await use.stack.requireReviewed?.();
  await use.records.hold({ state: "held", why: `rolled back to the data of ${release.commit.slice(0, 12)}`, dataOf: release.commit });
  await use.stack.apply(release.commit);
  return { ...judged, applied: true };
}

interface LiftRequest {
  environment: Environment;
  reason: string;
  act: boolean;
}

interface LiftEffects {
  newestHold(environment: Environment): Promise<Recorded<"hold"> | undefined>;
  hold(hold: Result<"hold">): Promise<void>;
}

/** @returns what was done, in words. @throws OperatorError when it is not held, or the reason is none (exit code 2). */
export async function liftHold({ environment, reason, act }: LiftRequest, use: LiftEffects): Promise<string> {
  const { name } = environment;
  if (!isSentence(reason))
    throw new OperatorError(`the reason "${reason}" is no reason, expected three words or more`, "say why releases may come again", {
      exitCode: 2,
    });
  const held = await use.newestHold(environment);
  const isHeld = held !== undefined && ("unreadable" in held || held.result.state === "held");
  if (!isHeld) throw new OperatorError(`${name} is not held`);
  if (!act) return `${name} is held: add --apply to lift it`;
  await use.hold({ state: "lifted", why: reason });
  return `${name} is no longer held: the next promotion or merge changes it`;
}
