/**
 * The life cycle of one environment, or of everything that is declared, from nothing to delivered invitations, by calling the other verbs as
 * a user would: accounts and organisation first, then the environments side by side, then one of them is destroyed.
 */
import { organisationName } from "../declaration/names/stacks";
import type { Environment } from "../declaration/schema/environment";
import type { DestroyAnswer } from "../reports/plan/json";
import { runSteps, type Step, type StepEvent, type StepRecord } from "../workflows/steps";
import type { ChangeEffects } from "./changes/try-changes";
import { type DestructionContext, type DestructionEffects, destroySteps, lookAround, type Memory } from "./destruction";
import { type LifeCycleEffects, lifeCycle, type StackFindings } from "./life-cycle";
import { requireAllowed, requireKnown, tellingDenials, untilInterruption } from "./outcomes";

export interface RehearsalScope {
  environments: readonly [Environment, ...Environment[]];
  /** What `--env` names of the stacks that are applied before any environment. */
  foundations: readonly string[];
  /** What `--env` names to make each state bucket once. */
  buckets: readonly string[];
  /** What `--env` names of the stack that makes the roles of an environment which is rehearsed alone. */
  account?: string;
  /** In which prepared changes are tried. */
  changed?: Environment;
  /** What `--env` names of the stacks that leave records to a person. */
  byHand?: readonly string[];
  /** Is destroyed at the end. */
  destroyed?: Environment;
}

export interface RehearseEffects extends LifeCycleEffects, DestructionEffects {
  user: LifeCycleEffects["user"] & DestructionEffects["user"];
  changes: ChangeEffects;
  sandbox: DestructionEffects["sandbox"] &
    LifeCycleEffects["sandbox"] & {
      /** @param narrate is told what takes long. @returns what was started, for people. */
      start(narrate: (text: string) => void): Promise<string>;
      /** Calls that reached a stand-in which has no such route. */
      unknownCalls(): string[];
      /** What somebody was not allowed to do in AWS. */
      denied(): string[];
    };
  progress: { now(): number; observe(event: StepEvent): void; isInterrupted?(): boolean };
}

export interface Rehearsal {
  steps: StepRecord[];
  /** By what `--env` names, in the order of their steps. */
  stacks: Record<string, StackFindings>;
  destruction?: DestroyAnswer;
}

export async function rehearse(scope: RehearsalScope, use: RehearseEffects): Promise<Rehearsal> {
  const { environments, foundations, buckets, account, byHand = [], changed, destroyed } = scope;
  const names = [...foundations, ...environments.map(({ name }) => name)];
  const stacks = Object.fromEntries(names.map((name): [string, StackFindings] => [name, { deliveries: [] }]));
  const found: Omit<Rehearsal, "steps"> = { stacks };
  const context = {
    use,
    found: (name: string) => stacks[name] as StackFindings,
    isAlone: (name: string) => names.length === 1 && name !== account,
    isByHand: (name: string) => byHand.includes(name),
  };
  const ending: DestructionContext = { use, environments, found };
  const memory: Memory = {};

  const steps: Step[] = [
    {
      id: "sandbox",
      title: "start the sandbox",
      run: async (note) => note(await use.sandbox.start(note)),
    },
  ];
  /** Adds steps that begin when all of those are done. @returns the ids of what was added. */
  const then = (added: Step[]): string[] => {
    steps.push(...added);
    return added.map(({ id }) => id);
  };
  let done = then(buckets.map((name) => lifeCycle.bootstrap(name, context, ["sandbox"])));
  // An environment whose bucket is made for another stack has GitHub to be set up; not at once, since two would make one bucket.
  const others = environments.filter(({ name }) => !buckets.includes(name));
  const afterBuckets = done;
  done = [...done, ...then(others.map(({ name }) => lifeCycle.bootstrap(name, context, afterBuckets)))];
  const bucketsMade = done;
  if (account) done = then([lifeCycle.roles(account, context, bucketsMade)]);
  const accounts = foundations.filter((name) => name !== organisationName);
  if (accounts.length > 0) done = then(accounts.flatMap((name) => lifeCycle.stack(name, context, bucketsMade)));
  // Its roles are in the stack of its account.
  const rolesMade = accounts.length > 0 ? done.filter((id) => id.endsWith("/apply")) : bucketsMade;
  if (foundations.includes(organisationName)) done = [...done, ...then(lifeCycle.stack(organisationName, context, rolesMade))];
  if (destroyed) done = then([lookAround(ending, memory, done)]);
  const foundation = done;
  done = then(environments.flatMap((environment) => lifeCycle.environment(environment, context, foundation)));
  if (changed) done = then(lifeCycle.changes(changed, context, { use: use.changes, madeAfter: done }));
  if (destroyed) then(destroySteps(destroyed, ending, memory, done));
  then([
    {
      id: "completeness",
      title: "check that the sandbox had every route, and every role its permissions",
      after: steps.map(({ id }) => id),
      run: async () => {
        requireKnown(use.sandbox.unknownCalls());
        requireAllowed(use.sandbox.denied());
      },
    },
  ]);
  return {
    steps: await runSteps(
      steps.map((step) => untilInterruption(tellingDenials(step, use.sandbox), use.progress)),
      use.progress,
    ),
    ...found,
  };
}
