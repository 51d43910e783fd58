/** An environment is destroyed at the end, and all that exists is compared with what was there before. */
import type { Environment } from "../declaration/schema/environment";
import { readAnswer } from "../reports/answer";
import { type DestroyAnswer, destroyAnswer } from "../reports/plan/json";
import type { Step } from "../workflows/steps";
import { type ExistingThing, requireNothingLeft } from "./leftovers";
import type { User } from "./life-cycle";
import { requireDestroyed, requireEmpty } from "./outcomes";

export interface DestructionEffects {
  user: Pick<User, "verb"> & {
    /** Takes away what was published by hand. */
    withdraw(name: string): Promise<void>;
  };
  sandbox: {
    /** Everything that exists in it. */
    inventory(): Promise<ExistingThing[]>;
  };
}

export interface DestructionContext {
  use: DestructionEffects;
  environments: readonly Environment[];
  /** The step's answer is put here. */
  found: { destruction?: DestroyAnswer };
}

/** What a step saw, for a later one. */
export type Memory = Partial<Record<"atFirst" | "beforeDestroy", ExistingThing[]>>;

/** To be done before any environment is applied: the account's roles for an environment stay when it goes. */
export function lookAround({ use }: DestructionContext, memory: Memory, after: string[]): Step {
  return {
    id: "inventory",
    title: "list what exists before any environment",
    after,
    run: async (note) => {
      memory.atFirst = await use.sandbox.inventory();
      note(`${memory.atFirst.length} things`);
    },
  };
}

export function destroySteps(environment: Environment, context: DestructionContext, memory: Memory, after: string[]): Step[] {
  const { name } = environment;
  const { use, environments, found } = context;
  return [
    {
      id: `${name}/destroy`,
      title: `${name}: destroy`,
      after,
      run: async (note) => {
        memory.beforeDestroy = await use.sandbox.inventory();
        const answer = readAnswer(destroyAnswer, await use.user.verb(name, "destroy", "--force", "the rehearsal is over", "--apply"));
        found.destruction = answer;
        requireDestroyed(answer, name);
        const removed = answer.byHand?.length ?? 0;
        if (removed > 0) await use.user.withdraw(name);
        note(`${answer.changes.length} resources, ${answer.keys.length} keys${removed > 0 ? `, ${removed} records by hand` : ""}`);
      },
    },
    {
      id: `${name}/nothing-left`,
      title: `${name}: check that only it was removed`,
      after: [`${name}/destroy`],
      run: async (note) => {
        const { atFirst = [], beforeDestroy = [] } = memory;
        const gone = requireNothingLeft(environment, environments, { atFirst, beforeDestroy, afterDestroy: await use.sandbox.inventory() });
        requireEmpty(readAnswer(destroyAnswer, await use.user.verb(name, "destroy")), name);
        note(`${gone} things gone, ${found.destruction?.stays.length ?? 0} stay for a while`);
      },
    },
  ];
}
