/** Records of plans, as jobs share them, made of changes that a test names. */

import type { GuardedPlan } from "../../../changes/guard";
import type { ChangeAction } from "../../../changes/plan-json";
import type { Evidence } from "../../../evidence/evidence";
import type { Place, Planned, PlannedTarget } from "../../../reports/pull-request/view";

export const place: Place = {
  commit: "9".repeat(40),
  runUrl: "https://github.com/example/mail/actions/runs/1/attempts/1",
  at: new Date("2026-11-28T12:00:00Z"),
};

export interface Change {
  address: string;
  type: string;
  action: ChangeAction;
  attributes?: { path: string; before?: string; after?: string }[];
}

export function plannedTarget(
  target: string,
  changes: readonly Change[],
  { plan = {}, applied = { by: "merge" } }: { plan?: Partial<GuardedPlan>; applied?: PlannedTarget["applied"] } = {},
): Planned {
  const result: Evidence<"planned">["result"] = {
    plan: {
      changes: changes.map(({ address, type, action }) => ({ address, type, action })),
      outputs: [],
      records: [],
      findings: [],
      ...plan,
    },
    ...{ stack: `email-${target}`, digest: "1".repeat(64), plugins: "2".repeat(64), terraform: "1.11.4" },
    actsOn: { awsAccount: "111122223333", region: "eu-west-1", endpoints: {} },
    canonical: {
      ...{ key: "3".repeat(64), digest: "4".repeat(64) },
      parts: changes.map(({ address, action }) => ({ name: address, action, digest: "5".repeat(64) })),
    },
    shown: changes.map(({ address, attributes = [] }) => ({ address, attributes })),
  };
  const planned: Evidence<"planned"> = {
    ...{ kind: "planned", target, source: "live", commit: { id: "9".repeat(40), dirty: false }, at: new Date(), by: "github:octocat" },
    result,
  };
  return { target, applied, planned };
}
