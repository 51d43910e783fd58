/**
 * What a plan must not do unseen: lose or weaken what makes our mail pass at receivers, lose a secret, a key or the state, or let more act with less on record. Looks at what
 * changes, not at how much: a small zone has nothing to spare. Sees only what Terraform manages; `twinpost verify` sees the rest of DNS.
 */
import type { Finding } from "../findings/finding";
import type { Forecast } from "../findings/forecast/forecast";
import { readByHandChanges } from "./by-hand";
import { type RecordChange, readRecordChanges } from "./dns-changes";
import { guardAccess } from "./guard-access";
import { guardRecords } from "./guard-records";
import { guardServices } from "./guard-services";
import { readGuardedResources } from "./guarded-resources";
import { type PlanSummary, readPlan } from "./read-plan";

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
  byHand?: readonly RecordChange[];
}

export function readGuardedPlan(json: unknown, { force, forecast, byHand = [] }: Judged = {}): GuardedPlan {
  const findings = [...guard(json), ...(forecast?.findings.filter(({ severity }) => severity === "error") ?? [])];
  const records = readPlannedRecords(json).filter(({ action }) => action !== "keep");
  return {
    ...readPlan(json),
    records,
    ...(byHand.length > 0 ? { byHand: [...byHand] } : {}),
    findings,
    ...(forecast ? { forecast } : {}),
    ...(force && findings.length > 0 ? { forcedBecause: force } : {}),
  };
}

/** Every DNS record of the plan, those that stay included. */
export const readPlannedRecords = (json: unknown): RecordChange[] => readRecordChanges(readGuardedResources(json));

/** Such a plan is not applied. */
export const isHeldBack = ({ findings, forcedBecause }: GuardedPlan): boolean => findings.length > 0 && !forcedBecause;

/** @param json the output of `terraform show -json <plan file>`. @throws ZodError when it is not such a plan. */
export function guard(json: unknown): Finding[] {
  const resources = readGuardedResources(json);
  return [
    ...guardRecords(readRecordChanges(resources)),
    ...guardRecords(readByHandChanges(json)),
    ...guardServices(resources),
    ...guardAccess(resources),
  ];
}
