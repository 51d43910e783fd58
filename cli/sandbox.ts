/** `twinpost sandbox`: the stand-ins alone, until interrupted; `twinpost sandbox env`: the variables that point a program at them. */
import { join } from "node:path";
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
