/** `twinpost sandbox`: the stand-ins alone, until interrupted; `twinpost sandbox env`: the variables that point a program at them. */
import { join } from "node:path";
import { Argument, Command } from "commander";
import {
  addressRows,
  forgetSandbox,
  nameOption,
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
  usualName,
} from "../rehearsal/sandbox";
import { usualEnvironment } from "../rehearsal/scope";
import { shellExports } from "../reports/settings/text";
import { terminalTable } from "../reports/terminal-table";
import { loadDeclaredFiles } from "../wiring/declared";
import type { ExitCode, World } from "../wiring/world";
import { option, sandboxTroubleOptions } from "./options";

export function command(): Command {
  const sandbox = new Command("sandbox")
    .description("run stand-ins for AWS, Cloudflare, SendGrid, DNS, SMTP and three receivers on loopback until interrupted")
    .addArgument(new Argument("[what]", '"env" prints the variables of a running sandbox').choices(["start", "env"]).default("start"))
    .addOption(option("--env <name>", "whose AWS account the variables point at; the first environment that delivers when left out"))
    .addOption(option("--name <name>", "several sandboxes may run at the same time").default(usualName));
  for (const each of sandboxTroubleOptions()) sandbox.addOption(each);
  return sandbox.addHelpText(
    "after",
    '\nExample:\n  $ npx twinpost sandbox\n  $ eval "$(npx twinpost sandbox env)"   # in another terminal',
  );
}

export async function run(options: TroubleOptions & { env?: string; name: string }, world: World, what: string): Promise<ExitCode> {
  const { name } = options;
  if (what === "env") {
    try {
      world.stdout.write(shellExports(readVariables(name, options.env, world)));
      return 0;
    } catch (error) {
      // What a shell evaluates next would act on the real accounts: `eval "$(...)" && ...` stops here.
      world.stdout.write("false\n");
      throw error;
    }
  }
  requireFreeName(name, world);
  const directory = join(sandboxesDirectory(world), name);
  const declared = loadDeclaredFiles(world);
  const environment = options.env === undefined ? usualEnvironment(declared) : declared.environment(options.env);
  const wanted = sandboxOptions(declared, environment, options, directory);
  const sandbox = await openSandbox({ ...wanted, narrate: (text) => world.stderr.write(`${text}\n`) });
  try {
    rememberSandbox(name, { env: environment.name, variables: sandboxVariables(sandbox, declared, () => shellFiles(name, world)) }, world);
    world.stdout.write(terminalTable(["service", "address", "what it is"], addressRows(sandbox)));
    world.stdout.write(`In another terminal: eval "$(npx twinpost sandbox env${nameOption(name)})". Ctrl-C ends it.\n`);
    await untilInterrupted(world);
  } finally {
    forgetSandbox(name, world);
    await sandbox.stop();
  }
  return 0;
}
