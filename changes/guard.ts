/**
 * The safety gate: finds changes of a plan that need `--force`. A change needs it if it loses or weakens what makes our mail pass at receivers,
 * loses a secret, a key or the state, weakens the audit trail, or widens who may assume a role. The gate judges what changes, not how much: a
 * small zone has nothing to spare. It sees only what Terraform manages; `twinpost verify` sees the rest of DNS.
 */
import type { Finding } from "../findings/finding";
import type { Forecast } from "../findings/forecast/forecast";
import { isEdited } from "../mail/forecast/changes";
import type { RecordChange } from "./dns-changes";
import { guardAccess } from "./guard-access";
import { guardRecords } from "./guard-records";
import { guardServices } from "./guard-services";
import type { Plan } from "./plan";
import type { PlanSummary } from "./plan-summary";

export interface GuardedPlan extends PlanSummary {
  /** What changes in DNS, with values: they are public once applied. */
  records: RecordChange[];
  /** What a person has to publish or remove after the apply, where Terraform does not change the DNS host. */
  byHand?: RecordChange[];
  /** Changes that need `--force`. */
  findings: Finding[];
  /** What receivers will conclude, where DNS changes; its errors are among the findings. */
  forecast?: Forecast;
  /** The operator's reason for applying the plan despite the findings. */
  forcedBecause?: string;
  /** False if Terraform did not refresh its state: the plan does not see what others changed. */
  refreshed?: false;
}

interface Judged {
  /** The operator's reason; dropped if nothing is found. */
  force?: string | undefined;
  forecast?: Forecast | undefined;
  /** The records that a person publishes, compared with live DNS. */
  byHand?: readonly RecordChange[];
}

export function judgePlan(plan: Plan, { force, forecast, byHand = [] }: Judged = {}): GuardedPlan {
  const findings = [...guard(plan, byHand), ...(forecast?.findings.filter(({ severity }) => severity === "error") ?? [])];
  const left = byHand.filter(isEdited);
  return {
    changes: plan.changes,
    outputs: plan.outputs,
    records: plan.records.filter(({ action }) => action !== "keep"),
    ...(left.length > 0 ? { byHand: left } : {}),
    findings,
    ...(forecast ? { forecast } : {}),
    ...(force && findings.length > 0 ? { forcedBecause: force } : {}),
  };
}

/** `apply` refuses such a plan. */
export const isHeldBack = ({ findings, forcedBecause }: GuardedPlan): boolean => findings.length > 0 && !forcedBecause;

export const guard = ({ records, resources }: Plan, byHand: readonly RecordChange[] = []): Finding[] => [
  ...guardRecords(records),
  ...guardRecords(byHand),
  ...guardServices(resources),
  ...guardAccess(resources),
];
