/** The action of a plan for each resource, without attribute values: nothing sensitive can reach a log, a comment or a report. */
import { actionOf, allChanges, type ChangeAction, type PlanJson } from "./plan-json";

interface PlannedChange {
  address: string;
  type: string;
  action: ChangeAction;
}

export interface PlanSummary {
  changes: PlannedChange[];
  /** Names of outputs that would change. */
  outputs: string[];
}

export function summaryOf(plan: PlanJson): PlanSummary {
  const managed = allChanges(plan).filter(({ mode }) => mode === "managed");
  return {
    changes: managed.flatMap(({ address, type, action }): PlannedChange[] => (action === "keep" ? [] : [{ address, type, action }])),
    outputs: Object.entries(plan.output_changes).flatMap(([name, { actions }]) => (actionOf(actions) === "keep" ? [] : [name])),
  };
}

export const isEmpty = ({ changes, outputs }: PlanSummary): boolean => changes.length === 0 && outputs.length === 0;
