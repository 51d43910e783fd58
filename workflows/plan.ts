/** Synthesise, initialise, plan: what would change, and a plan file that holds exactly that. */
import { type PlanSummary, readPlan } from "../changes/read-plan";

export interface PlanEffects {
  pluginSource: string;
  requireVersion(): Promise<string>;
  synthesise(): Promise<void>;
  init(): Promise<unknown>;
  plan(file: string): Promise<unknown>;
  showPlan(file: string): Promise<unknown>;
  narrate(text: string): void;
}

export async function plan(file: string, use: PlanEffects): Promise<PlanSummary> {
  const [version] = await Promise.all([use.requireVersion(), use.synthesise()]);
  use.narrate(`terraform ${version}, provider plugins from ${use.pluginSource}`);
  await use.init();
  await use.plan(file);
  return readPlan(await use.showPlan(file));
}
