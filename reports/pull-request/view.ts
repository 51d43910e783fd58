/** What the comment of a pull request tells of each target. */
import type { GuardedPlan } from "../../changes/guard";
import type { Evidence } from "../../evidence/evidence";

/** What makes the change real. */
export type Applied =
  | { by: "merge" }
  /** Of an environment that the change reaches first. */
  | { by: "promotion"; from: string }
  /** A merge, once somebody has approved it. */
  | { by: "approval" }
  | { by: "administrator" };

export interface PlannedTarget {
  target: string;
  applied: Applied;
  /** Absent: no plan could be made, or read. */
  planned?: Evidence<"planned">;
  /** Why there is none. */
  problem?: string;
}

export type Planned = PlannedTarget & { planned: Evidence<"planned"> };

export const isPlanned = (each: PlannedTarget): each is Planned => each.planned !== undefined;

/** The record holds it as the gate made it. */
export const planOf = ({ planned }: Planned): GuardedPlan => planned.result.plan as GuardedPlan;

/** Where the reader finds more. */
export interface Place {
  /** Of the pull request's newest commit, or of the merge. */
  commit: string;
  /** Page of the job's run. */
  runUrl: string;
  at: Date;
}
