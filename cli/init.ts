/** `twinpost init`: begins a new environment, by flags or by questions on a terminal. */
import { Command, Option } from "commander";
import type { NewEnvironmentAnswers } from "../declaration/new-environment/environment";
import { questions } from "../declaration/new-environment/questions";
import { declared } from "../environments/declared";
import { initText } from "../reports/init/text";
import { initEffects } from "../wiring/init";
import type { ExitCode, World } from "../wiring/world";
import { init } from "../workflows/init";
import { jsonOption, option } from "./options";

export function command(): Command {
  const begin = new Command("init").description("begin a new environment: writes environments/<name>.ts, and adds it to the list");
  for (const { flag, text } of questions) begin.addOption(option(flag, text));
  return (
    begin
      // No environment variable: one that is left set would replace what nobody meant.
      .addOption(new Option("--force", "replace an environment of that name"))
      .addOption(jsonOption())
      .addHelpText("after", "\nExample:\n  $ npx twinpost init --name pilot   # asks for the rest")
  );
}

type Options = Partial<NewEnvironmentAnswers> & { force?: true; json?: true };

export async function run({ force, json, ...given }: Options, world: World): Promise<ExitCode> {
  const { effects, end } = initEffects(world);
  try {
    const environment = await init({ given, declared, force: force === true }, effects);
    world.stdout.write(json ? `${JSON.stringify(environment)}\n` : initText(environment));
  } finally {
    end();
  }
  return 0;
}
