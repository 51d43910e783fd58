/**
 * A fault at every boundary between two effects: the list of boundaries is what a run without faults really called, so a step that is added
 * is in the table by itself. For each boundary the world is made anew, the run goes wrong there, and further runs must make good.
 */

export type Fault =
  /** The call is refused: nothing happened. */
  | "refused"
  /** It happened, and the answer was lost. */
  | "lost"
  /** The process ends before it, or after it: nothing more is called, and nobody tidies up. */
  | "killed before"
  | "killed after";

export const faults: readonly Fault[] = ["refused", "lost", "killed before", "killed after"];

export interface Boundary {
  /** Of the effect, "ses keys.create", and how often it was called before in the same run. */
  effect: string;
  nth: number;
}

type Effects = { [name: string]: unknown };

/** Every function of the effects, however deep, goes through `call`. What a function gives back that has functions, does too. */
function intercepted<T extends object>(effects: T, call: (effect: string, act: () => unknown) => unknown, path = ""): T {
  const wrap = (value: unknown, name: string): unknown => {
    if (typeof value === "function")
      return (...words: unknown[]) => {
        const label = typeof words[0] === "string" && !path ? words[0] : name;
        // Synchronous: it only hands out more effects.
        if (name === "provider") return intercepted(value(...words) as object, call, label);
        return call(name, () => value(...words));
      };
    return typeof value === "object" && value !== null ? intercepted(value, call, name) : value;
  };
  return Object.fromEntries(
    Object.entries(effects as Effects).map(([name, value]) => [name, wrap(value, path ? `${path} ${name}` : name)]),
  ) as T;
}

/** What a run calls, in order. */
export async function boundariesOf<T extends object>(effects: T, run: (effects: T) => Promise<unknown>): Promise<Boundary[]> {
  const found: Boundary[] = [];
  const record = (effect: string, act: () => unknown): unknown => {
    found.push({ effect, nth: found.filter((each) => each.effect === effect).length });
    return act();
  };
  await run(intercepted(effects, record));
  return found;
}

/** Runs until the fault; resolves also when the run was killed, which nobody is told of. */
export async function runInto<T extends object>(
  fault: Fault,
  at: Boundary,
  effects: T,
  run: (effects: T) => Promise<unknown>,
): Promise<unknown> {
  const counts = new Map<string, number>();
  let kill: () => void = () => {};
  let isDead = false;
  const killed = new Promise<"killed">((resolve) => {
    kill = () => {
      isDead = true;
      resolve("killed");
    };
  });
  const never = new Promise<never>(() => {});
  const call = async (effect: string, act: () => unknown): Promise<unknown> => {
    if (isDead) return never;
    const nth = counts.get(effect) ?? 0;
    counts.set(effect, nth + 1);
    if (effect !== at.effect || nth !== at.nth) return act();
    if (fault === "refused") throw new Error(`refused: ${effect}`);
    if (fault === "killed before") {
      kill();
      return never;
    }
    await act();
    if (fault === "lost") throw new Error(`lost: ${effect}`);
    kill();
    return never;
  };
  return Promise.race([killed, run(intercepted(effects, call)).catch((error: unknown) => error)]);
}
