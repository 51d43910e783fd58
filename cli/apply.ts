/** `twinpost apply`: applies the plan that `twinpost plan` kept, nothing newer. */
import { requireAccount } from "../adapters/aws/account";
import type { Forecast } from "../findings/forecast/forecast";
import { answerText } from "../reports/answer";
import { applyText } from "../reports/apply/text";
import { applyAnswer } from "../reports/plan/json";
import { loadTarget } from "../wiring/declared";
import { forecaster, liveDnsLater, rememberForecast } from "../wiring/forecast";
import { requireTokens } from "../wiring/required-tokens";
import { openStackOf } from "../wiring/stack";
import { withTokens } from "../wiring/tokens";
import { apply as applyKept } from "../workflows/apply";
import { connectionsOf } from "./connections";
import type { ExitCode, World } from "./world";

export async function run({ env, apply, json }: { env: string; apply?: true; json?: true }, world: World): Promise<ExitCode> {
  const outside = connectionsOf(world);
  const target = loadTarget(env, outside);
  const connections = await withTokens(target, "admin", outside);
  const { terraform, planFile: file, target: actsOn, ...kept } = openStackOf(target, connections);
  requireTokens(target, connections);
  let arn: string | undefined;
  const requireOurAccount = async () => {
    arn = (await requireAccount(connections.aws(target).sts, target.aws.account)).arn;
  };
  const remember = (forecast: Forecast) => rememberForecast(env, forecast, connections, arn);
  const use = {
    ...kept,
    showPlan: terraform.showPlan,
    forecast: forecaster(target, connections),
    resolve: liveDnsLater(connections),
    requireAccount: requireOurAccount,
    apply: () => terraform.apply(file),
    rememberForecast: remember,
    narrate: connections.narrate,
    now: () => new Date(),
  };
  const plan = await applyKept({ environment: env, target: actsOn, file, act: apply === true }, use);
  world.stdout.write(json ? answerText(applyAnswer, { applied: apply === true, ...plan }) : applyText(env, plan, apply === true));
  return 0;
}
