/** The action of a plan for each resource, without attribute values: nothing sensitive can reach a log, a comment or a report. */
import { actionOf, allChanges, type ChangeAction, type PlanJson } from "./plan-json";

interface PlannedChange {
  address: string;
  type: string;
  action: ChangeAction;
}

export interface PlanSummary {
  changes: PlannedChange[];
  /** What exists and would be taken into the state, changed or not; absent if there is nothing. */
  imports?: { address: string; type: string; id: string }[];
  /** Names of outputs that would change. */
  outputs: string[];
}

export function summaryOf(plan: PlanJson): PlanSummary {
  const managed = allChanges(plan).filter(({ mode }) => mode === "managed");
  const imports = managed.flatMap(({ address, type, change: { importing } }) => (importing ? [{ address, type, id: importing.id }] : []));
  return {
    ...(imports.length > 0 ? { imports } : {}),
    changes: managed.flatMap(({ address, type, action }): PlannedChange[] => (action === "keep" ? [] : [{ address, type, action }])),
    outputs: Object.entries(plan.output_changes).flatMap(([name, { actions }]) => (actionOf(actions) === "keep" ? [] : [name])),
  };
}

export const isEmpty = ({ changes, outputs, imports = [] }: PlanSummary): boolean =>
  changes.length === 0 && outputs.length === 0 && imports.length === 0;
