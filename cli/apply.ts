/** `twinpost apply`: applies the plan that `twinpost plan` kept, nothing newer. */
import { requireAccount } from "../adapters/aws/account";
import type { Forecast } from "../findings/forecast/forecast";
import { answerText } from "../reports/answer";
import { applyText } from "../reports/apply/text";
import { applyAnswer } from "../reports/plan/json";
import { awsClients } from "../wiring/credentials";
import { loadTarget } from "../wiring/declared";
import { forecaster, liveDnsLater, rememberForecast } from "../wiring/forecast";
import { zoneFileCommands } from "../wiring/publication";
import { requireTokens } from "../wiring/required-tokens";
import { openStackOf } from "../wiring/stack";
import { withTokens } from "../wiring/tokens";
import type { ExitCode, World } from "../wiring/world";
import { apply as applyKept } from "../workflows/apply";

export async function run({ env, apply, json }: { env: string; apply?: true; json?: true }, outside: World): Promise<ExitCode> {
  const target = loadTarget(env, outside);
  const world = await withTokens(target, "admin", outside);
  const { terraform, planFile: file, target: actsOn, ...kept } = openStackOf(target, world);
  requireTokens(target, world);
  let arn: string | undefined;
  const requireOurAccount = async () => {
    arn = (await requireAccount(awsClients(target, world).sts, target.aws.account)).arn;
  };
  const remember = (forecast: Forecast) => rememberForecast(env, forecast, world, arn);
  const use = {
    ...kept,
    showPlan: terraform.showPlan,
    forecast: forecaster(target, world),
    resolve: liveDnsLater(world),
    requireAccount: requireOurAccount,
    apply: () => terraform.apply(file),
    rememberForecast: remember,
    narrate: (text: string) => world.stderr.write(`${text}\n`),
    now: () => new Date(),
  };
  const plan = await applyKept({ environment: env, target: actsOn, file, act: apply === true }, use);
  const isApplied = apply === true;
  const text = () => applyText(env, plan, isApplied, zoneFileCommands(target, plan.byHand ?? []));
  world.stdout.write(json ? answerText(applyAnswer, { applied: isApplied, ...plan }) : text());
  return 0;
}
