/** Wires `plan`, `apply` and `forecast` of one stack. Each gets only the terraform commands that it needs. */

import { rmSync } from "node:fs";
import { requireAccount } from "../adapters/aws/account";
import type { Own } from "../changes/own";
import type { PlanTarget } from "../declaration/plan-target";
import type { Target } from "../declaration/target";
import type { Result } from "../evidence/evidence";
import type { ApplyEffects } from "../workflows/apply";
import type { JudgeAgainEffects, ReadKeptEffects } from "../workflows/kept-plan";
import { unwatched } from "../workflows/phase";
import type { PlanEffects } from "../workflows/plan";
import type { Log, StackDns } from "../workflows/stack";
import type { Connections } from "./connections";
import { mirrorApplied } from "./deployment";
import { addIfPossible } from "./evidence";
import { forecaster, liveDnsLater, saveForecast } from "./forecast";
import { ownOf } from "./own";
import { requireReviewed } from "./reviewed";
import { shareRecord } from "./shared-records";
import { openStackOf } from "./stack";

interface Wired<Effects> {
  /** Where the plan lies. */
  file: string;
  /** Where it would act. */
  actsOn: PlanTarget;
  own: Own;
  use: Effects;
}

/** @param synthesised the output of a synthesis that ran elsewhere. */
export function planEffects(
  target: Target,
  connections: Connections,
  synthesised?: string,
): Wired<PlanEffects> & {
  /** The plan in Terraform's own words, in which sensitive values are not said. */
  inWords(): Promise<string>;
} {
  const { terraform, synthesise, plans, planFile: file, target: actsOn } = openStackOf(target, connections, synthesised);
  const { pluginSource, requireVersion, init, plan, showPlan } = terraform;
  const { digest, keep, forget } = plans;
  return {
    file,
    actsOn,
    own: ownOf(target),
    inWords: () => terraform.planInWords(file),
    use: {
      terraform: { pluginSource, requireVersion, synthesise, init, plan, showPlan },
      plans: { digest, keep, forget },
      dns: stackDns(target, connections),
      log: logOf(connections),
    },
  };
}

export interface ApplyOptions {
  /** Applies only the plan that was recorded in this run and attempt of a job. */
  isReviewed?: boolean;
  /** Folder for the record of the apply, for `comment`. */
  share?: string | undefined;
  /** How it came about; "by hand" unless told. */
  how?: Result<"applied">["how"];
  /** Of a roll-back: the commit whose data are applied. */
  dataOf?: string;
}

export function applyEffects(
  target: Target,
  connections: Connections,
  { isReviewed = false, share, how = "by hand", dataOf }: ApplyOptions = {},
): Wired<ApplyEffects> {
  const { terraform, plans, planFile: file, target: actsOn, importsFile } = openStackOf(target, connections);
  const { showPlan } = terraform;
  const apply: typeof terraform.apply = async (plan, watch) => {
    await terraform.apply(plan, watch);
    // They are done; once their resources leave the stack, Terraform would refuse to plan with them.
    rmSync(importsFile, { force: true });
  };
  let arn: string | undefined;
  return {
    file,
    actsOn,
    own: ownOf(target),
    use: {
      account: {
        require: async () => {
          arn = (await requireAccount(connections.aws(target).sts, target.aws.account)).arn;
        },
      },
      terraform: { showPlan, apply },
      log: {
        ...logOf(connections),
        record: async (applied) => {
          const request = {
            kind: "applied" as const,
            target: target.name,
            arn,
            result: { how, actsOn, ...(dataOf === undefined ? {} : { dataOf }), ...applied },
          };
          // Before any file is written: a record says whether files differ from the commit.
          const added = await addIfPossible(request, target, connections);
          if (share !== undefined) shareRecord(request, share, connections);
          if (added) await mirrorApplied(added, connections);
        },
      },
      plans: {
        ...plans,
        ...(isReviewed ? { requireReviewed: (judged) => requireReviewed(target, { ...judged, actsOn, dataOf }, connections) } : {}),
        saveForecast: (forecast) => saveForecast(target.name, forecast, connections, arn),
      },
      dns: stackDns(target, connections),
    },
  };
}

/** For judging a kept plan again. */
export function forecastEffects(target: Target, connections: Connections): Wired<ReadKeptEffects & JudgeAgainEffects> {
  const { terraform, plans, planFile: file, target: actsOn } = openStackOf(target, connections);
  const { read, digest, keep } = plans;
  const { showPlan } = terraform;
  return {
    file,
    actsOn,
    own: ownOf(target),
    use: { terraform: { showPlan }, plans: { read, digest, keep }, dns: stackDns(target, connections) },
  };
}

export const logOf = ({ narrate, watch = unwatched }: Pick<Connections, "narrate" | "watch">): Log => ({
  narrate,
  watch,
  now: () => new Date(),
});

const stackDns = (target: Target, connections: Connections): StackDns => ({
  forecast: forecaster(target, connections),
  resolve: liveDnsLater(connections),
});
