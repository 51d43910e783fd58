/** Synthesise, initialise, plan: what would change, what of it the safety gate holds back, and a plan file that holds exactly that. */
import { type GuardedPlan, judgePlan } from "../changes/guard";
import { readPlanJson } from "../changes/plan";
import type { Forecast } from "../findings/forecast/forecast";
import { isEdited } from "../mail/forecast/changes";
import { compareByHand } from "./compare-by-hand";
import type { KeptPlans, Log, StackDns, StackTerraform } from "./stack";

export interface PlanRequest {
  /** Where the plan is written. */
  file: string;
  /** Lets what the gate holds back pass. */
  force?: string;
  /** False asks no provider what has become of its resources. */
  refresh?: boolean;
}

/** What looks into a plan file. */
export interface JudgeEffects {
  terraform: Pick<StackTerraform, "showPlan">;
  dns: StackDns;
}

/** Nothing here can apply, or take away. */
export interface PlanEffects extends JudgeEffects {
  terraform: Pick<StackTerraform, "pluginSource" | "requireVersion" | "synthesise" | "init" | "plan" | "showPlan">;
  plans: Pick<KeptPlans, "digest" | "keep" | "forget">;
  log: Pick<Log, "narrate">;
}

export async function plan({ file, force, refresh = true }: PlanRequest, use: PlanEffects): Promise<GuardedPlan> {
  const { terraform, plans, log } = use;
  const [version] = await Promise.all([terraform.requireVersion(), terraform.synthesise()]);
  log.narrate(`terraform ${version}, provider plugins from ${terraform.pluginSource}`);
  await terraform.init();
  plans.forget();
  const { isEmpty } = await terraform.plan(file, { refresh });
  // Taken before the file is looked into: one that another run puts in its place meanwhile is not this one.
  const digest = plans.digest();
  // Showing a plan starts every provider plugin once more; there is nothing to see in an empty one.
  const judged = isEmpty ? { changes: [], outputs: [], records: [], findings: [] } : (await judge({ file, force }, use)).plan;
  const planned: GuardedPlan = refresh ? judged : { ...judged, refreshed: false };
  plans.keep(planned, digest);
  return planned;
}

/** Forecasts when a DNS record changes, whoever is to make it, or always; where none changes, the forecast says nothing about the plan. */
export async function judge(
  { file, force, always = false }: { file: string; force?: string | undefined; always?: boolean },
  use: JudgeEffects,
): Promise<{ plan: GuardedPlan; forecast: Forecast | undefined }> {
  const read = readPlanJson(await use.terraform.showPlan(file));
  const byHand = await compareByHand(read, use.dns);
  const all = [...read.records, ...byHand];
  const isChanging = all.some(isEdited);
  const forecast = isChanging || always ? await use.dns.forecast(all) : undefined;
  return { plan: judgePlan(read, { force, forecast: isChanging ? forecast : undefined, byHand }), forecast };
}
