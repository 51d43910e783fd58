/**
 * The safety gate: holds back what is not known to be harmless, until a person gives a reason. For DNS it judges what a change means, not how much
 * changes: a small zone has nothing to spare. It sees only what Terraform manages; `twinpost verify` sees the rest of DNS.
 */
import { type Finding, findingOf } from "../findings/finding";
import type { Forecast } from "../findings/forecast/forecast";
import { isEdited } from "../mail/forecast/changes";
import { knownNames, type RecordChange } from "./dns-changes";
import { guardImports } from "./guard-imports";
import { guardNames } from "./guard-names";
import { guardPlan } from "./guard-plan";
import { guardPolicies } from "./guard-policies";
import { guardRecords } from "./guard-records";
import { attributesChanged, guardResources, type ProviderDefault } from "./guard-resources";
import { asMade } from "./guarded-resource";
import type { Own } from "./own";
import type { Plan } from "./plan";
import type { PlanSummary } from "./plan-summary";
import { isAnswer } from "./providers/providers";
import { isWaived, type Waiver } from "./waiver";

export interface GuardedPlan extends PlanSummary {
  /** What changes in DNS, with values: they are public once applied. */
  records: RecordChange[];
  /** What a person has to publish or remove after the apply, where Terraform does not change the DNS host. */
  byHand?: RecordChange[];
  /** Attributes that the stack leaves to the provider, and that would have another value. They hold nothing back. */
  defaults?: ProviderDefault[];
  /** Changes that need a reason. */
  findings: Finding[];
  /** What receivers will conclude, where DNS changes; its errors are among the findings. */
  forecast?: Forecast;
  /** The operator's reason for applying the plan despite the findings. */
  forcedBecause?: string;
  /** The operator's reasons for single findings. */
  waived?: Waiver[];
  /** False if Terraform did not refresh its state: the plan does not see what others changed. */
  refreshed?: false;
}

interface Judged {
  own: Own;
  /** The operator's reason; dropped if nothing is found. */
  force?: string | undefined;
  /** Those that fit no finding are dropped. */
  waivers?: readonly Waiver[] | undefined;
  forecast?: Forecast | undefined;
  /** The records that a person publishes, compared with live DNS. */
  byHand?: readonly RecordChange[];
}

export function judgePlan(plan: Plan, { own, force, waivers = [], forecast, byHand = [] }: Judged): GuardedPlan {
  const findings = [...guard(plan, own, byHand), ...(forecast?.findings.filter(({ severity }) => severity === "error") ?? [])];
  const left = byHand.filter(isEdited);
  const waived = waivers.filter((waiver) => findings.some((finding) => isWaived(finding, [waiver])));
  const defaults = plan.resources.flatMap((each) =>
    each.action === "update" && each.importId === undefined ? attributesChanged(each, own).defaults : [],
  );
  return {
    changes: plan.changes,
    ...(plan.imports ? { imports: plan.imports } : {}),
    outputs: plan.outputs,
    records: plan.records.filter(({ action }) => action !== "keep"),
    ...(left.length > 0 ? { byHand: left } : {}),
    ...(defaults.length > 0 ? { defaults } : {}),
    findings,
    ...(forecast ? { forecast } : {}),
    ...(force && findings.length > 0 ? { forcedBecause: force } : {}),
    ...(waived.length > 0 ? { waived } : {}),
  };
}

/** What no reason was given for. */
export const openFindings = ({ findings, forcedBecause, waived = [] }: GuardedPlan): Finding[] =>
  forcedBecause ? [] : findings.filter((finding) => !isWaived(finding, waived));

/** `apply` refuses such a plan. */
export const isHeldBack = (plan: GuardedPlan): boolean => openFindings(plan).length > 0;

export const guard = ({ records, resources, parts, unlisted }: Plan, own: Own, byHand: readonly RecordChange[] = []): Finding[] => {
  const context = {
    own,
    returnPaths: knownNames(resources).returnPaths,
    isAnswer: (target: string) =>
      resources.some(({ type, before, after }) => [before, after].some((values) => values && isAnswer(type, values, target))),
  };
  const made = resources.map(asMade);
  return together([
    ...guardPlan(parts, own),
    ...[records, byHand].flatMap((each) => [...guardRecords(each), ...guardNames(each, context)]),
    ...unlisted.map(({ address: where }) =>
      findingOf("plan/output", { where, what: `the stack's output would no longer list ${where}, so verify would not look for it` }),
    ),
    ...guardImports(resources, records, own),
    ...guardResources(made, own),
    ...guardPolicies(made, own),
  ]);
};

/** One decision of a person that several resources follow from: a mailbox provider has two servers, and an on-call team two pagers. */
const decidedOnce: readonly Finding["id"][] = ["mx/elsewhere", "alerts/recipient-elsewhere"];

const together = (findings: readonly Finding[]): Finding[] =>
  findings.flatMap((finding) => {
    if (!decidedOnce.includes(finding.id)) return [finding];
    const all = findings.filter(({ id }) => id === finding.id);
    return all[0] === finding ? [{ ...finding, what: all.map(({ what }) => what).join("; ") }] : [];
  });
