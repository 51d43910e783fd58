/** `twinpost sandbox`: the stand-ins alone, until interrupted; `twinpost sandbox env`: the variables that point a program at them. */

import { join } from "node:path";
import { serveDashboards } from "../rehearsal/dashboards/serve";
import { otherSenders } from "../rehearsal/other-senders";
import { outsideText } from "../rehearsal/report/outside";
import {
  addressRows,
  deleteSandbox,
  nameOption,
  openSandbox,
  readVariables,
  requireFreeName,
  requireSandboxName,
  sandboxesDirectory,
  sandboxOptions,
  sandboxVariables,
  saveSandbox,
  shellFiles,
  type TroubleOptions,
  untilInterrupted,
} from "../rehearsal/sandbox";
import { usualEnvironment } from "../rehearsal/scope";
import { shellExports } from "../reports/settings/text";
import { tell } from "../reports/tell";
import { terminalTable } from "../reports/terminal-table";
import { connect } from "../wiring/connections";
import { loadDeclaredFiles } from "../wiring/declared";
import type { ExitCode, World } from "./world";

export async function run(options: TroubleOptions & { env?: string; name: string }, world: World, what: string): Promise<ExitCode> {
  const { name } = options;
  if (what === "env") {
    requireSandboxName(name);
    world.stdout.write(shellExports(readVariables(name, options.env, world)));
    return 0;
  }
  requireSandboxName(name);
  requireFreeName(name, world);
  const directory = join(sandboxesDirectory(world), name);
  const declared = loadDeclaredFiles(world);
  const environment = options.env === undefined ? usualEnvironment(declared) : declared.environment(options.env);
  const wanted = sandboxOptions(declared, environment, options, directory);
  const narrate = (text: string): void => void world.stderr.write(`${text}\n`);
  const sandbox = await openSandbox({ ...wanted, narrate });
  const variables = sandboxVariables(sandbox, declared, () => shellFiles(name, world));
  const dashboards = await serveDashboards(declared.environments, (each) => connect({ ...world, env: variables[each] ?? {} }, narrate));
  try {
    saveSandbox(name, { env: environment.name, variables }, world);
    world.stderr.write(outsideText(otherSenders(declared)));
    tell(world.stdout, terminalTable(["service", "address", "what it is"], addressRows(sandbox, dashboards.urls)));
    tell(world.stdout, `In another terminal:\n  eval "$(npx twinpost sandbox env${nameOption(name)})"\nCtrl-C ends it.\n`);
    await untilInterrupted(world);
  } finally {
    deleteSandbox(name, world);
    await dashboards.stop();
    await sandbox.stop();
  }
  return 0;
}
