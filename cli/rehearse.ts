/** `twinpost rehearse`: the whole life cycle of an environment, offline, against a sandbox, with a report. */
import { Command } from "commander";
import { rehearse } from "../rehearsal/rehearse";
import { rehearsalScope } from "../rehearsal/scope";
import { type RehearsalOptions, stageRehearsal } from "../rehearsal/stage";
import type { ExitCode, World } from "../wiring/world";
import { envOption, flag, sandboxTroubleOptions } from "./options";

export function command(): Command {
  const rehearsal = new Command("rehearse")
    .description(
      "run the life cycle of an environment, or with --env all of everything that is declared, against a sandbox on this machine: real Terraform, DNS, SMTP and receivers",
    )
    .addOption(envOption())
    .addOption(flag("--changes", "also try ten changes of DNS: forecast each, make it, and see what receivers do (part of --env all)"))
    .addOption(flag("--keep", "leave the sandbox running afterwards, and say how to look around"));
  for (const each of sandboxTroubleOptions()) rehearsal.addOption(each);
  return rehearsal.addHelpText("after", "\nExample:\n  $ npx twinpost rehearse --env staging --calm");
}

export async function run(options: RehearsalOptions, world: World): Promise<ExitCode> {
  const scope = rehearsalScope(options.env, options.changes);
  const stage = stageRehearsal(scope, options, world);
  try {
    const passed = await stage.report(await rehearse(scope, stage.effects));
    if (options.keep) await stage.untilInterrupted();
    return passed ? 0 : 1;
  } finally {
    await stage.end();
  }
}
