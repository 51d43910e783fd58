/**
 * Before anything is done to the real services, a person types the environment's name. A sandbox is not asked about; jobs and scripts pass `--yes`.
 * All verbs that act come through here (command.ts), and those that have something to show first ask once it is shown.
 */
import { OperatorError } from "../declaration/operator-error";
import { isLive } from "../wiring/where";
import { openQuestions } from "./questions";
import type { Verb } from "./verb";
import type { World } from "./world";

export interface Acting {
  env?: string;
  /** Of a promotion, which acts on the environment that it goes to. */
  to?: string;
  yes?: true;
}

const tries = 3;

/** @throws OperatorError with exit code 2 when nobody can be asked, at once, or the answer is another. */
export async function confirmBefore(verb: Pick<Verb, "name" | "asksItself">, options: Acting, world: World): Promise<void> {
  if (options.yes || !isLive(world.env)) return;
  if (!world.stdin?.isTTY)
    throw new OperatorError(
      `${verb.name} would act on the real services, and without a terminal nobody can be asked`,
      "add --yes if it is meant",
      {
        exitCode: 2,
      },
    );
  if (!verb.asksItself) await confirm(verb.name, options, world);
}

/** @throws OperatorError with exit code 2 when the answer is another. */
export async function confirm(verb: string, { env, to, yes }: Acting, world: World): Promise<void> {
  if (yes || !isLive(world.env)) return;
  const name = env ?? to ?? verb;
  const { ask, end } = openQuestions(world);
  try {
    for (let left = tries; left > 0; left--) if ((await ask?.(`LIVE: type ${name} to ${verb}: `))?.trim() === name) return;
  } finally {
    end();
  }
  throw new OperatorError(`"${name}" was not typed, so nothing was done`, undefined, { exitCode: 2 });
}
