/** Synthesise, initialise, plan: what would change, what of it the safety gate holds back, and a plan file that holds exactly that. */
import type { RecordChange } from "../changes/dns-changes";
import { type GuardedPlan, judgePlan } from "../changes/guard";
import { readPlanJson } from "../changes/plan";
import type { Forecast } from "../findings/forecast/forecast";
import type { Resolve } from "../mail/dns/resolve";
import { isEdited } from "../mail/forecast/changes";
import { compareByHand } from "./compare-by-hand";

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
  showPlan(file: string): Promise<unknown>;
  /** Asks live DNS, for records that a person publishes. */
  resolve: Resolve;
  /** Told every DNS record of the plan. */
  forecast(records: readonly RecordChange[]): Promise<Forecast>;
}

export interface PlanEffects extends JudgeEffects {
  /** Where provider plugins come from, for people. */
  pluginSource: string;
  requireVersion(): Promise<string>;
  synthesise(): Promise<void>;
  init(): Promise<unknown>;
  plan(file: string, options: { refresh: boolean }): Promise<{ isEmpty: boolean }>;
  /** Of the plan file as it is now. */
  digest(): string;
  /** Keeps what was found beside the plan file, for `apply`. @param digest of the file in which it was found. */
  keep(plan: GuardedPlan, digest: string): void;
  /** An older plan's findings must never be taken for those of this plan file. */
  forgetKept(): void;
  narrate(text: string): void;
}

export async function plan({ file, force, refresh = true }: PlanRequest, use: PlanEffects): Promise<GuardedPlan> {
  const [version] = await Promise.all([use.requireVersion(), use.synthesise()]);
  use.narrate(`terraform ${version}, provider plugins from ${use.pluginSource}`);
  await use.init();
  use.forgetKept();
  const { isEmpty } = await use.plan(file, { refresh });
  // Taken before the file is looked into: one that another run puts in its place meanwhile is not this one.
  const digest = use.digest();
  // Showing a plan starts every provider plugin once more; there is nothing to see in an empty one.
  const judged = isEmpty ? { changes: [], outputs: [], records: [], findings: [] } : (await judge({ file, force }, use)).plan;
  const planned: GuardedPlan = refresh ? judged : { ...judged, refreshed: false };
  use.keep(planned, digest);
  return planned;
}

/** Forecasts when a DNS record changes, whoever is to make it, or always; where none changes, the forecast says nothing about the plan. */
export async function judge(
  { file, force, always = false }: { file: string; force?: string | undefined; always?: boolean },
  use: JudgeEffects,
): Promise<{ plan: GuardedPlan; forecast: Forecast | undefined }> {
  const read = readPlanJson(await use.showPlan(file));
  const byHand = await compareByHand(read, use);
  const all = [...read.records, ...byHand];
  const isChanging = all.some(isEdited);
  const forecast = isChanging || always ? await use.forecast(all) : undefined;
  return { plan: judgePlan(read, { force, forecast: isChanging ? forecast : undefined, byHand }), forecast };
}
