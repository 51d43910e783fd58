/** Synthesise, initialise, plan: what would change, what of it the safety gate holds back, and a plan file that holds exactly that. */
import type { RecordChange } from "../changes/dns-changes";
import { type GuardedPlan, readGuardedPlan } from "../changes/guard";
import type { Resolve } from "../mail/dns/resolve";
import { isEdited } from "../mail/forecast/changes";
import type { Forecast } from "../mail/forecast/forecast";
import { recordsOfPlan } from "./compare-by-hand";

export interface PlanRequest {
  /** Where the plan is written. */
  file: string;
  /** Lets what the gate holds back pass. */
  force?: string;
  /** False asks no provider what has become of its resources. */
  refresh?: boolean;
}

export interface PlanEffects {
  /** Where provider plugins come from, for people. */
  pluginSource: string;
  requireVersion(): Promise<string>;
  synthesise(): Promise<void>;
  init(): Promise<unknown>;
  plan(file: string, options: { refresh: boolean }): Promise<{ isEmpty: boolean }>;
  showPlan(file: string): Promise<unknown>;
  /** Asks live DNS, for records that a person publishes. */
  resolve: Resolve;
  /** Told every DNS record of the plan; asked only when one of them changes. */
  forecast(records: readonly RecordChange[]): Promise<Forecast>;
  /** Keeps what was found beside the plan file, for `apply`. */
  keep(plan: GuardedPlan): void;
  /** An older plan's findings must never be taken for those of this plan file. */
  forgetKept(): void;
  narrate(text: string): void;
}

export async function plan({ file, force, refresh = true }: PlanRequest, use: PlanEffects): Promise<GuardedPlan> {
  const [version] = await Promise.all([use.requireVersion(), use.synthesise()]);
  use.narrate(`terraform ${version}, provider plugins from ${use.pluginSource}`);
  await use.init();
  if (!refresh) use.narrate("not refreshed: what others changed since the last apply is not seen");
  use.forgetKept();
  const { isEmpty } = await use.plan(file, { refresh });
  // Showing a plan starts every provider plugin once more; there is nothing to see in an empty one.
  const planned = isEmpty ? { changes: [], outputs: [], records: [], findings: [] } : await judge({ file, force }, use);
  use.keep(planned);
  return planned;
}

async function judge(
  { file, force }: { file: string; force?: string | undefined },
  use: Pick<PlanEffects, "showPlan" | "forecast" | "resolve">,
): Promise<GuardedPlan> {
  const json = await use.showPlan(file);
  const { all, byHand } = await recordsOfPlan(json, use);
  const forecast = all.some(isEdited) ? await use.forecast(all) : undefined;
  return readGuardedPlan(json, { force, forecast, byHand });
}
