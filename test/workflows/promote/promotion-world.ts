/** Records of two environments in memory, and a clock, for promotion. Times are hours before now. */
import type { Environment } from "../../../declaration/schema/environment";
import type { Evidence, EvidenceKind, Result } from "../../../evidence/evidence";
import type { PromoteEffects } from "../../../workflows/promote/promote";
import type { Recorded } from "../../../workflows/promote/release";
import { prod } from "../../fixtures/environments/prod";
import { staging as fixture } from "../../fixtures/environments/staging";

export const now = new Date("2026-11-28T12:00:00Z");
export const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);
export const [one, two] = ["1".repeat(40), "2".repeat(40)];

export const from: Environment = fixture;
export const to: Environment = { ...prod, promotion: { from: "staging", emergency: ["@ada"] } };

export function evidence<Kind extends EvidenceKind>(
  kind: Kind,
  hours: number,
  result: Result<Kind>,
  more: Partial<Evidence> = {},
): Evidence<Kind> {
  const head = { target: from.name, source: "live" as const, commit: { id: one, dirty: false }, at: hoursAgo(hours), by: "github:ci" };
  return { kind, ...head, ...more, result } as Evidence<Kind>;
}

export const applied = (hours: number, more: Partial<Result<"applied">> = {}, head: Partial<Evidence> = {}): Evidence<"applied"> =>
  evidence(
    "applied",
    hours,
    {
      ...{ how: "merge", outcome: "done", digest: "0".repeat(64), changes: [{ address: "aws_kms_key.key", action: "create" }] },
      ...{ actsOn: { awsAccount: from.aws.account, endpoints: {} }, ...more },
    },
    head,
  );

export const verified = (hours: number, findings: Result<"verification">["findings"] = []): Evidence<"verification"> =>
  evidence("verification", hours, { errors: findings.filter(({ severity }) => severity === "error").length, warnings: 0, findings });

export const drift = (hours: number, state: Result<"drift">["state"] = "none"): Evidence<"drift"> =>
  evidence("drift", hours, { state, addresses: state === "drifted" ? ["cloudflare_dns_record.spf"] : [] });

export interface World {
  applied: Recorded<"applied">[];
  there: Recorded<"applied">[];
  verification: Recorded<"verification"> | undefined;
  drift: Recorded<"drift"> | undefined;
  hold: Recorded<"hold"> | undefined;
  promotions: Evidence<"promotion">[];
  plan: { open: string[]; changes: { address: string; action: string }[] } | undefined;
  plannedHere: string | undefined;
  onMain: boolean | "unknown";
  checkedOut: string | undefined;
  named: string | undefined;
  by: string;
  now: Date;
}

/** Nothing is against it. */
export const ready = (): World => ({
  ...{ applied: [applied(30)], there: [applied(300, {}, { commit: { id: two, dirty: false } })] },
  ...{ verification: verified(1), drift: drift(1), hold: undefined, promotions: [], plan: { open: [], changes: [] } },
  ...{ plannedHere: undefined, onMain: true, checkedOut: "3".repeat(40), named: undefined, by: "github:ci", now },
});

export function effects(world: World): PromoteEffects {
  return {
    records: {
      applied: async ({ name }) => (name === from.name ? world.applied : world.there),
      verification: async () => world.verification,
      drift: async () => world.drift,
      hold: async () => world.hold,
      promotions: async () => world.promotions,
      promote: async (environment, result) => {
        const at = new Date(world.now.getTime() + world.promotions.length);
        world.promotions.unshift({ ...evidence("promotion", 0, result), target: environment.name, at, by: world.by });
      },
    },
    plans: { of: async () => world.plan, here: async () => world.plannedHere },
    repository: { isOnMain: () => world.onMain, checkedOut: () => world.checkedOut, named: () => world.named },
    by: world.by,
    now: () => world.now,
  };
}
