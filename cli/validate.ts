/** `twinpost validate`: are the environments' files right? Needs no network and no credentials. */
import { Command } from "commander";
import { loadEnvironments } from "../environments/load";
import { loadAccounts } from "../environments/load-accounts";
import { jsonOption } from "./options";
import type { ExitCode, World } from "./world";

export const command = (): Command =>
  new Command("validate")
    .description("check the environments' files")
    .addOption(jsonOption())
    .addHelpText("after", "\nExample:\n  $ twinpost validate");

export async function run({ json }: { json?: true }, world: World): Promise<ExitCode> {
  const environments = loadEnvironments();
  loadAccounts(environments);
  const names = environments.map(({ name }) => name);
  world.stdout.write(json ? `${JSON.stringify({ valid: names })}\n` : `${names.join(", ")}: valid\n`);
  return 0;
}
