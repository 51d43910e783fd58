/** `twinpost forecast`: what receivers will conclude once the kept plan is applied; 3 when the safety gate holds that plan back for it. */
import { Command } from "commander";
import { OperatorError } from "../environments/operator-error";
import { forecastText } from "../reports/forecast-text";
import { recordsOfPlan } from "../workflows/compare-by-hand";
import { envOption, jsonOption } from "./options";
import { forecaster, liveDnsLater } from "./wiring/forecast";
import { openNamedStack } from "./wiring/stack";
import type { ExitCode, World } from "./world";

export const command = (): Command =>
  new Command("forecast")
    .description("lay the kept plan over live DNS and tell what receivers will conclude, before and after")
    .addOption(envOption())
    .addOption(jsonOption())
    .addHelpText("after", "\nExample:\n  $ npx twinpost forecast --env staging");

export async function run({ env, json }: { env: string; json?: true }, world: World): Promise<ExitCode> {
  const { terraform, planFile, readKept } = openNamedStack(env, world);
  const kept = readKept();
  if (!kept) throw new OperatorError(`no plan is kept for "${env}"`, `run \`npx twinpost plan --env ${env}\` first`);
  const { all } = await recordsOfPlan(await terraform.showPlan(planFile), { resolve: liveDnsLater(world) });
  const forecast = await forecaster(env, world)(all);
  world.stdout.write(json ? `${JSON.stringify(forecast)}\n` : forecastText(env, forecast));
  return !kept.plan.forcedBecause && forecast.findings.some(({ severity }) => severity === "error") ? 3 : 0;
}
