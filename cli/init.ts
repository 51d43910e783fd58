/** `twinpost init`: begins a new environment, by flags or by questions on a terminal. */

import type { InitAnswers } from "../declaration/new-environment/answers";
import { answerText } from "../reports/answer";
import { initAnswer } from "../reports/init/json";
import { initText } from "../reports/init/text";
import { tell } from "../reports/tell";
import { environmentsFolder, readDeclaredFiles } from "../wiring/declared";
import { initEffects } from "../wiring/init";
import { init } from "../workflows/init";
import { openQuestions } from "./questions";
import type { ExitCode, World } from "./world";

type Options = Partial<InitAnswers> & { force?: true; json?: true };

export async function run({ force, json, ...given }: Options, world: World): Promise<ExitCode> {
  const declared = readDeclaredFiles(environmentsFolder(world));
  const narrate = (text: string) => world.stderr.write(`${text}\n`);
  const { ask, end } = openQuestions(world);
  try {
    const made = await init({ given, declared, force: force === true }, { ...initEffects(world), ask, narrate });
    if (json) world.stdout.write(answerText(initAnswer, made));
    else tell(world.stdout, initText(made));
  } finally {
    end();
  }
  return 0;
}
