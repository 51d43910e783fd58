/**
 * What a plan must not do unseen: lose or weaken what makes our mail pass at receivers, lose a secret, a key or the state, or let more act with less on record. Looks at what
 * changes, not at how much: a small zone has nothing to spare. Sees only what Terraform manages; `twinpost verify` sees the rest of DNS.
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
  /** What must not happen unseen. */
  findings: Finding[];
  /** What receivers will conclude, where DNS changes; its errors are among the findings. */
  forecast?: Forecast;
  /** Why it may happen all the same, in the operator's words. */
  forcedBecause?: string;
  /** False when no provider was asked what has become of its resources: the plan trusts the state. */
  refreshed?: false;
}

interface Judged {
  /** Why what is found may pass; a plan in which nothing is found needs no reason and keeps none. */
  force?: string | undefined;
  forecast?: Forecast | undefined;
  /** The plan's records of a person, compared with live DNS: what is judged is what is shown. */
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

/** Such a plan is not applied. */
export const isHeldBack = ({ findings, forcedBecause }: GuardedPlan): boolean => findings.length > 0 && !forcedBecause;

export const guard = ({ records, resources }: Plan, byHand: readonly RecordChange[] = []): Finding[] => [
  ...guardRecords(records),
  ...guardRecords(byHand),
  ...guardServices(resources),
  ...guardAccess(resources),
];
