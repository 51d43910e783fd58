/** `twinpost apply`: applies the plan that `twinpost plan` kept, nothing newer. */
import { requireAccount } from "../adapters/aws/account";
import type { Forecast } from "../findings/forecast/forecast";
import { answerText } from "../reports/answer";
import { applyText } from "../reports/apply/text";
import { applyAnswer } from "../reports/plan/json";
import { awsClients } from "../wiring/credentials";
import { loadDeclaredFiles } from "../wiring/declared";
import { forecaster, liveDnsLater, rememberForecast } from "../wiring/forecast";
import { loadNamed, requireTokens } from "../wiring/named-stack";
import { openStack } from "../wiring/stack";
import { withTokens } from "../wiring/tokens";
import type { ExitCode, World } from "../wiring/world";
import { apply as applyKept } from "../workflows/apply";

export async function run({ env, apply, json }: { env: string; apply?: true; json?: true }, outside: World): Promise<ExitCode> {
  const world = await withTokens(env, "admin", outside);
  const named = loadNamed(env, loadDeclaredFiles(world));
  const { terraform, planFile: file, target, ...kept } = openStack(named, world);
  requireTokens(named, world);
  let arn: string | undefined;
  const requireOurAccount = async () => {
    arn = (await requireAccount(awsClients(named, world).sts, named.aws.account)).arn;
  };
  const remember = (forecast: Forecast) => rememberForecast(env, forecast, world, arn);
  const use = {
    ...kept,
    showPlan: terraform.showPlan,
    forecast: forecaster(env, world),
    resolve: liveDnsLater(world),
    requireAccount: requireOurAccount,
    apply: () => terraform.apply(file),
    rememberForecast: remember,
    narrate: (text: string) => world.stderr.write(`${text}\n`),
    now: () => new Date(),
  };
  const plan = await applyKept({ environment: env, target, file, act: apply === true }, use);
  world.stdout.write(json ? answerText(applyAnswer, { applied: apply === true, ...plan }) : applyText(env, plan, apply === true));
  return 0;
}
