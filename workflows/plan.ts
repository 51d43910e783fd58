/** Synthesise, initialise, plan: what would change, and a plan file that holds exactly that. */
import { type PlanSummary, readPlan } from "../changes/read-plan";

export interface PlanEffects {
  /** Where provider plugins come from, for people. */
  pluginSource: string;
  requireVersion(): Promise<string>;
  synthesise(): Promise<void>;
  init(): Promise<unknown>;
  plan(file: string): Promise<{ isEmpty: boolean }>;
  showPlan(file: string): Promise<unknown>;
  /** Keeps the summary beside the plan file, for `apply`. */
  keep(summary: PlanSummary): void;
  narrate(text: string): void;
}

export async function plan(file: string, use: PlanEffects): Promise<PlanSummary> {
  const [version] = await Promise.all([use.requireVersion(), use.synthesise()]);
  use.narrate(`terraform ${version}, provider plugins from ${use.pluginSource}`);
  await use.init();
  const { isEmpty } = await use.plan(file);
  // Showing a plan starts every provider plugin once more; there is nothing to see in an empty one.
  const summary = isEmpty ? { changes: [], outputs: [] } : readPlan(await use.showPlan(file));
  use.keep(summary);
  return summary;
}
