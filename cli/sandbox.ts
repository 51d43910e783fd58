/** `twinpost sandbox`: the stand-ins alone, until interrupted; `twinpost sandbox env`: the variables that point a program at them. */
import { join } from "node:path";
import { Argument, Command } from "commander";
import { loadEnvironment, loadEnvironments } from "../declaration/load";
import {
  addressRows,
  forgetSandbox,
  openSandbox,
  readVariables,
  rememberSandbox,
  requireFreeName,
  sandboxesDirectory,
  sandboxOptions,
  sandboxVariables,
  shellFiles,
  type TroubleOptions,
  untilInterrupted,
} from "../rehearsal/sandbox";
import { shellExports } from "../reports/settings/text";
import { terminalTable } from "../reports/terminal-table";
import type { ExitCode, World } from "../wiring/world";
import { option, sandboxTroubleOptions } from "./options";

export function command(): Command {
  const sandbox = new Command("sandbox")
    .description("run stand-ins for AWS, Cloudflare, SendGrid, DNS, SMTP and three receivers on loopback until interrupted")
    .addArgument(new Argument("[what]", '"env" prints the variables of a running sandbox').choices(["start", "env"]).default("start"))
    .addOption(option("--env <name>", "whose AWS account the variables point at").default("staging"))
    .addOption(option("--name <name>", "several sandboxes may run at the same time").default("default"));
  for (const each of sandboxTroubleOptions()) sandbox.addOption(each);
  return sandbox.addHelpText(
    "after",
    '\nExample:\n  $ npx twinpost sandbox\n  $ eval "$(npx twinpost sandbox env)"   # in another terminal',
  );
}

export async function run(options: TroubleOptions & { env: string; name: string }, world: World, what: string): Promise<ExitCode> {
  const { name, env } = options;
  if (what === "env") {
    world.stdout.write(shellExports(readVariables(name, env, world)));
    return 0;
  }
  requireFreeName(name, world);
  const directory = join(sandboxesDirectory(world), name);
  const wanted = sandboxOptions(loadEnvironments(), loadEnvironment(env), options, directory);
  const sandbox = await openSandbox({ ...wanted, narrate: (text) => world.stderr.write(`${text}\n`) });
  try {
    rememberSandbox(
      name,
      sandboxVariables(sandbox, () => shellFiles(name, world)),
      world,
    );
    world.stdout.write(terminalTable(["service", "address", "what it is"], addressRows(sandbox)));
    world.stdout.write('In another terminal: eval "$(npx twinpost sandbox env)". Ctrl-C ends it.\n');
    await untilInterrupted(world);
  } finally {
    forgetSandbox(name, world);
    await sandbox.stop();
  }
  return 0;
}
