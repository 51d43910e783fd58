/** `twinpost init`: begins a new environment, by flags or by questions on a terminal. */
import type { NewEnvironmentAnswers } from "../declaration/new-environment/environment";
import { answerText } from "../reports/answer";
import { initAnswer } from "../reports/init/json";
import { initText } from "../reports/init/text";
import { environmentsFolder, readDeclaredFiles } from "../wiring/declared";
import { initEffects } from "../wiring/init";
import type { ExitCode, World } from "../wiring/world";
import { init } from "../workflows/init";

type Options = Partial<NewEnvironmentAnswers> & { force?: true; json?: true };

export async function run({ force, json, ...given }: Options, world: World): Promise<ExitCode> {
  const declared = readDeclaredFiles(environmentsFolder(world));
  const { effects, end } = initEffects(world);
  try {
    const environment = await init({ given, declared, force: force === true }, effects);
    world.stdout.write(json ? answerText(initAnswer, { environment }) : initText(environment));
  } finally {
    end();
  }
  return 0;
}
