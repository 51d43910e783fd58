/** `twinpost init`: begins a new environment, by flags or by questions on a terminal, and offers to rehearse it. */
import type { InitAnswers } from "../declaration/new-environment/answers";
import { answerText } from "../reports/answer";
import { initAnswer } from "../reports/init/json";
import { summaryText } from "../reports/init/summary";
import { initText } from "../reports/init/text";
import { tell } from "../reports/tell";
import { environmentsFolder, readDeclaredFiles } from "../wiring/declared";
import { initEffects } from "../wiring/init/init";
import { init } from "../workflows/init/init";
import { connectionsOf } from "./connections";
import { openQuestions } from "./questions";
import type { ExitCode, World } from "./world";

type Options = Partial<InitAnswers> & { force?: true; json?: true };

export async function run({ force, json, ...given }: Options, world: World): Promise<ExitCode> {
  const narrate = (text: string): void => void world.stderr.write(`${text}\n`);
  const { ask, end } = openQuestions(world);
  try {
    const effects = { ...initEffects(connectionsOf(world)), ask, narrate };
    const declared = readDeclaredFiles(environmentsFolder(world));
    const made = await init(
      { given: { ...given, ...(force ? { replace: "yes" } : {}) }, declared },
      { ...effects, summarise: (summary) => world.stderr.write(summaryText(summary)) },
    );
    if (json) world.stdout.write(answerText(initAnswer, made));
    else tell(world.stdout, initText(made));
    const { name } = made.environment;
    const wanted = ask && (await ask(`Rehearse "${name}" now, on this machine, in a minute or two? [no]: `));
    if (!/^y(es)?$/i.test(wanted?.trim() ?? "")) return 0;
    // The rehearsal has the terminal to itself.
    end();
    return await world.twinpost(["rehearse", "--env", name, "--calm"], world);
  } finally {
    end();
  }
}
