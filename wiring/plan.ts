/** Wires planning, applying and forecasting one stack. Each is handed what it needs of the terraform command, and no more. */
import { requireAccount } from "../adapters/aws/account";
import type { Target } from "../declaration/target";
import type { ApplyEffects } from "../workflows/apply";
import type { JudgeAgainEffects, ReadKeptEffects } from "../workflows/kept-plan";
import type { PlanEffects } from "../workflows/plan";
import type { Log, PlanTarget, StackDns } from "../workflows/stack";
import { awsClients } from "./credentials";
import { forecaster, liveDnsLater, rememberForecast } from "./forecast";
import { openStackOf } from "./stack";
import type { World } from "./world";

interface Wired<Effects> {
  /** Where the plan lies. */
  file: string;
  /** Where it would act. */
  actsOn: PlanTarget;
  use: Effects;
}

export function planEffects(target: Target, world: World): Wired<PlanEffects> {
  const { terraform, synthesise, plans, planFile: file, target: actsOn } = openStackOf(target, world);
  const { pluginSource, requireVersion, init, plan, showPlan } = terraform;
  const { digest, keep, forget } = plans;
  return {
    file,
    actsOn,
    use: {
      terraform: { pluginSource, requireVersion, synthesise, init, plan, showPlan },
      plans: { digest, keep, forget },
      dns: stackDns(target, world),
      log: { narrate: logOf(world).narrate },
    },
  };
}

export function applyEffects(target: Target, world: World): Wired<ApplyEffects> {
  const { terraform, plans, planFile: file, target: actsOn } = openStackOf(target, world);
  const { showPlan, apply } = terraform;
  let arn: string | undefined;
  return {
    file,
    actsOn,
    use: {
      account: {
        require: async () => {
          arn = (await requireAccount(awsClients(target, world).sts, target.aws.account)).arn;
        },
      },
      terraform: { showPlan, apply },
      plans: { ...plans, rememberForecast: (forecast) => rememberForecast(target.name, forecast, world, arn) },
      dns: stackDns(target, world),
      log: logOf(world),
    },
  };
}

/** For looking again at a plan that is kept. */
export function forecastEffects(target: Target, world: World): Wired<ReadKeptEffects & JudgeAgainEffects> {
  const { terraform, plans, planFile: file, target: actsOn } = openStackOf(target, world);
  const { read, digest, keep } = plans;
  const { showPlan } = terraform;
  return { file, actsOn, use: { terraform: { showPlan }, plans: { read, digest, keep }, dns: stackDns(target, world) } };
}

export const logOf = ({ stderr }: Pick<World, "stderr">): Log => ({
  narrate: (text) => void stderr.write(`${text}\n`),
  now: () => new Date(),
});

const stackDns = (target: Target, world: World): StackDns => ({ forecast: forecaster(target, world), resolve: liveDnsLater(world) });
