/** Synthesises, initialises and plans: returns the changes and the findings of the safety gate, and keeps the plan file that they are about. */
import { type GuardedPlan, judgePlan } from "../changes/guard";
import type { Own } from "../changes/own";
import { readPlanJson } from "../changes/plan";
import type { Waiver } from "../changes/waiver";
import type { Forecast } from "../findings/forecast/forecast";
import { isEdited } from "../mail/forecast/changes";
import { compareByHand } from "./compare-by-hand";
import { phase } from "./phase";
import type { KeptPlans, Log, StackDns, StackTerraform } from "./stack";

export interface PlanRequest {
  /** Where the plan is written. */
  file: string;
  own: Own;
  /** The reason for applying despite the safety gate. */
  force?: string;
  /** Reasons for single findings. */
  waivers?: readonly Waiver[];
  /** False does not refresh the state from the providers. */
  refresh?: boolean;
}

/** Reads a plan file. */
export interface JudgeEffects {
  terraform: Pick<StackTerraform, "showPlan">;
  dns: StackDns;
}

/** Holds nothing that can apply or destroy. */
export interface PlanEffects extends JudgeEffects {
  terraform: Pick<StackTerraform, "pluginSource" | "requireVersion" | "synthesise" | "init" | "plan" | "showPlan">;
  plans: Pick<KeptPlans, "digest" | "keep" | "forget">;
  log: Pick<Log, "narrate" | "watch">;
}

export const plan = async (request: PlanRequest, use: PlanEffects): Promise<GuardedPlan> => (await planAndShow(request, use)).plan;

/** With the plan as Terraform's JSON. */
export async function planAndShow(
  { file, own, force, waivers, refresh = true }: PlanRequest,
  use: PlanEffects,
): Promise<{ plan: GuardedPlan; shown: unknown }> {
  const { terraform, plans, log } = use;
  const { watch } = log;
  const [version] = await Promise.all([terraform.requireVersion(), phase("synthesise the stack", watch, () => terraform.synthesise())]);
  log.narrate(`terraform ${version}, provider plugins from ${terraform.pluginSource}`);
  await phase("terraform init", watch, () => terraform.init());
  plans.forget();
  await phase(refresh ? "read what exists, and compare" : "compare with the state", watch, () => terraform.plan(file, { refresh }));
  // Before the file is read: another run may replace it meanwhile.
  const digest = plans.digest();
  // Also a plan that Terraform calls empty: it may hold what a data source read.
  const { plan: judged, shown } = await phase("judge the changes", watch, () => judge({ file, own, force, waivers }, use));
  const planned: GuardedPlan = refresh ? judged : { ...judged, refreshed: false };
  plans.keep(planned, digest);
  return { plan: planned, shown };
}

/** Forecasts if a DNS record changes, by Terraform or by hand, or if `always` is set. Only a forecast of changes becomes part of the plan. */
export async function judge(
  {
    file,
    own,
    force,
    waivers,
    always = false,
  }: Pick<PlanRequest, "file" | "own"> &
    Partial<Record<"force", string | undefined>> & { waivers?: readonly Waiver[] | undefined; always?: boolean },
  use: JudgeEffects,
): Promise<{ plan: GuardedPlan; forecast: Forecast | undefined; shown: unknown }> {
  const shown = await use.terraform.showPlan(file);
  const read = readPlanJson(shown);
  const byHand = await compareByHand(read, use.dns);
  const all = [...read.records, ...byHand];
  const isChanging = all.some(isEdited);
  const forecast = isChanging || always ? await use.dns.forecast(all) : undefined;
  return { plan: judgePlan(read, { own, force, waivers, forecast: isChanging ? forecast : undefined, byHand }), forecast, shown };
}
