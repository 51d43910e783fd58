/** `twinpost rehearse`: the whole life cycle of an environment, offline, against a sandbox, with a report. */
import { Command } from "commander";
import { loadEnvironment } from "../environments/load";
import { rehearse } from "../workflows/rehearse";
import { envOption, option } from "./options";
import { type RehearseOptions, stageRehearsal } from "./wiring/rehearsal";
import type { ExitCode, World } from "./world";

export const command = (): Command =>
  new Command("rehearse")
    .description("run the life cycle of an environment against a sandbox on this machine: real Terraform, DNS, SMTP and receivers")
    .addOption(envOption())
    .addOption(option("--calm", "no injected trouble"))
    .addOption(option("--seed <text>", "decides which calls the trouble hits").default("twinpost"))
    .addOption(option("--keep", "leave the sandbox running afterwards, and say how to look around"))
    .addOption(option("--terraform-plugins <kind>", "Cloudflare and SendGrid plugins").choices(["stand-ins", "registry"]).default("stand-ins"))
    .addHelpText("after", "\nExample:\n  $ twinpost rehearse --env staging --calm");

export async function run(options: RehearseOptions, world: World): Promise<ExitCode> {
  const environment = loadEnvironment(options.env);
  const stage = stageRehearsal(environment, options, world);
  try {
    const rehearsal = await rehearse(environment, stage.effects);
    const passed = stage.report(rehearsal);
    if (options.keep) await stage.untilInterrupted();
    return passed ? 0 : 1;
  } finally {
    await stage.end();
  }
}
