/** `twinpost apply`: applies the plan that `twinpost plan` kept, nothing newer. */
import { Command } from "commander";
import { loadEnvironment } from "../environments/load";
import { OperatorError } from "../environments/operator-error";
import { planText } from "../reports/plan-text";
import { applyOption, envOption, jsonOption } from "./options";
import { openStack, requireTokens } from "./wiring/stack";
import type { ExitCode, World } from "./world";

export const command = (): Command =>
  new Command("apply")
    .description("apply the plan that was kept by `twinpost plan`")
    .addOption(envOption())
    .addOption(applyOption())
    .addOption(jsonOption())
    .addHelpText("after", "\nExample:\n  $ twinpost apply --env staging --apply");

export async function run({ env, apply, json }: { env: string; apply?: true; json?: true }, world: World): Promise<ExitCode> {
  const environment = loadEnvironment(env);
  const { terraform, planFile, readKept, forgetKept } = openStack(environment, world);
  requireTokens(environment, world);
  const summary = readKept();
  if (!summary) throw new OperatorError(`no plan is kept for "${env}"`, `run \`twinpost plan --env ${env}\` and read it first`);
  if (apply) {
    await terraform.apply(planFile);
    forgetKept();
  }
  const outcome = apply ? "applied\n" : "not applied: add --apply to do so\n";
  world.stdout.write(json ? `${JSON.stringify({ applied: apply === true, ...summary })}\n` : planText(env, summary) + outcome);
  return 0;
}
