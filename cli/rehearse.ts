/** `twinpost rehearse`: the whole life cycle of an environment, offline, against a sandbox, with a report. */
import { rehearse } from "../rehearsal/rehearse";
import { rehearsalScope } from "../rehearsal/scope";
import { type RehearsalOptions, stageRehearsal } from "../rehearsal/stage";
import { loadDeclaredFiles } from "../wiring/declared";
import type { ExitCode, World } from "./world";

export async function run(options: RehearsalOptions, world: World): Promise<ExitCode> {
  const declared = loadDeclaredFiles(world);
  const scope = rehearsalScope(declared, options.env, options.changes);
  const stage = stageRehearsal(scope, declared, options, world);
  try {
    const passed = await stage.report(await rehearse(scope, stage.effects));
    if (options.keep) await stage.untilInterrupted();
    return passed ? 0 : 1;
  } finally {
    await stage.end();
  }
}
