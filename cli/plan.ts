/** `twinpost plan`: what would change in an environment. Keeps the plan, so that `apply` applies what was read. */
import { Command } from "commander";
import { loadEnvironment } from "../environments/load";
import { planText } from "../reports/plan-text";
import { plan } from "../workflows/plan";
import { envOption, jsonOption } from "./options";
import { openStack, requireTokens } from "./wiring/stack";
import type { ExitCode, World } from "./world";

export const command = (): Command =>
  new Command("plan")
    .description("synthesise the stack and show what Terraform would change")
    .addOption(envOption())
    .addOption(jsonOption())
    .addHelpText("after", "\nExample:\n  $ twinpost plan --env staging");

export async function run({ env, json }: { env: string; json?: true }, world: World): Promise<ExitCode> {
  const environment = loadEnvironment(env);
  requireTokens(environment, world);
  const { terraform, synthesise, keep, planFile } = openStack(environment, world);
  const summary = await plan(planFile, { synthesise, keep, ...terraform, narrate: (text) => world.stderr.write(`${text}\n`) });
  world.stdout.write(json ? `${JSON.stringify(summary)}\n` : planText(env, summary));
  return 0;
}
