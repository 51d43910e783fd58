/** `twinpost forecast`: what receivers will conclude once the kept plan is applied; 3 when the safety gate holds that plan back for it. */
import { Command } from "commander";
import { readPlannedRecords } from "../changes/guard";
import { OperatorError } from "../environments/operator-error";
import { forecastText } from "../reports/forecast-text";
import { envOption, jsonOption } from "./options";
import { forecaster } from "./wiring/forecast";
import { openNamedStack } from "./wiring/stack";
import type { ExitCode, World } from "./world";

export const command = (): Command =>
  new Command("forecast")
    .description("lay the kept plan over live DNS and tell what receivers will conclude, before and after")
    .addOption(envOption())
    .addOption(jsonOption())
    .addHelpText("after", "\nExample:\n  $ twinpost forecast --env staging");

export async function run({ env, json }: { env: string; json?: true }, world: World): Promise<ExitCode> {
  const { terraform, planFile, readKept } = openNamedStack(env, world);
  const kept = readKept();
  if (!kept) throw new OperatorError(`no plan is kept for "${env}"`, `run \`twinpost plan --env ${env}\` first`);
  const forecast = await forecaster(env, world)(readPlannedRecords(await terraform.showPlan(planFile)));
  world.stdout.write(json ? `${JSON.stringify(forecast)}\n` : forecastText(env, forecast));
  return !kept.plan.forcedBecause && forecast.findings.some(({ severity }) => severity === "error") ? 3 : 0;
}
