/**
 * Records of plans as jobs share them, made as `plan --share` makes them: the recorded plans with an edit, judged by the gate, forecast over live DNS
 * that is as it was applied.
 */
import { type GuardedPlan, judgePlan } from "../../../changes/guard";
import { readPlanJson } from "../../../changes/plan";
import type { Waiver } from "../../../changes/waiver";
import { declaredPaths } from "../../../declaration/declared-paths";
import type { Evidence } from "../../../evidence/evidence";
import { inEnvironment } from "../../../findings/finding";
import { isEdited } from "../../../mail/forecast/changes";
import type { Planned, PlannedTarget } from "../../../reports/pull-request/view";
import { forecast } from "../../../workflows/forecast";
import { forecastOrganisation } from "../../../workflows/forecast-organisation";
import { plannedRecord } from "../../../workflows/share-plan";
import { type Edit, own, recordedPlan } from "../../changes/recorded-plan";
import { organisation } from "../../fixtures/environments/organisation";
import { prod } from "../../fixtures/environments/prod";
import { rsaPublicKey } from "../../fixtures/rsa-public-keys";
import { resolverOf, type Zone } from "../../mail/dns-zone";

type Stack = "prod" | "organisation" | "account";

const key = `k=rsa; p=${rsaPublicKey(2048)}`;
const account = "u9400609.wl.sendgrid.net";
const ofSes = ["6bb53d8371088fcf417e72837351d721", "1067d26f2d41a5c1fb68e93530cbc572", "ea98e1735d7f7d94aaf7b4dce439bb83"];

/** What the sending providers publish, whatever we do. */
const providersZone: Zone = {
  "sendgrid.net TXT": ["v=spf1 ip4:192.0.2.0/24 ~all"],
  [`${account} TXT`]: ["v=spf1 include:sendgrid.net -all"],
  [`s1.domainkey.${account} TXT`]: [key],
  [`s2.domainkey.${account} TXT`]: [key],
  "amazonses.com TXT": ["v=spf1 ip6:2001:db8::/32 ip4:198.51.100.0/24 -all"],
  ...Object.fromEntries(ofSes.map((token) => [`${token}.dkim.amazonses.com TXT`, [key]])),
};

interface RealPlan {
  edits?: readonly Edit[];
  /** Whether it is the first plan. */
  isNew?: boolean;
  applied?: PlannedTarget["applied"];
  waivers?: readonly Waiver[];
  /** Over what the providers publish. */
  zone?: Zone;
  /** Another name than that of the recorded plan. */
  as?: string;
  /** What the job adds to its judgement. */
  more?: Partial<GuardedPlan>;
}

export async function realPlan(stack: Stack, { edits = [], isNew = false, applied, waivers = [], zone = {}, as, more }: RealPlan = {}) {
  const target = as ?? (stack === "account" ? "account-444455556666" : stack);
  const shown = recordedPlan(isNew ? `${stack}-new` : stack, ...edits);
  const read = readPlanJson(shown);
  const { resolve } = resolverOf({ ...providersZone, ...zone });
  const about = { records: read.records };
  const paths = declaredPaths(prod, "in the plan");
  const foresee = () =>
    stack === "organisation"
      ? forecastOrganisation({ ...about, organisation, environments: [prod] }, { applied: async () => [], resolve })
      : forecast({ ...about, domains: [prod.sendingDomain], paths }, { resolve });
  const foreseen = read.records.some(isEdited) ? await foresee() : undefined;
  const told = foreseen && { ...foreseen, findings: inEnvironment(target, foreseen.findings) };
  const plan = { ...judgePlan(read, { own: own[stack], forecast: told, waivers }), ...more };
  const bound = {
    ...{ commit: "9".repeat(40), stack: `email-${target}`, plugins: "1".repeat(64), state: { lineage: "l1", serial: 7 } },
    actsOn: { awsAccount: "444455556666", region: "eu-west-1", endpoints: {} },
  };
  const planned: Evidence<"planned"> = {
    ...{ kind: "planned", target, source: "live", commit: { id: "9".repeat(40), dirty: false } },
    ...{ at: new Date("2026-11-28T12:00:00Z"), by: "github:octocat" },
    result: plannedRecord({ plan, shown, bound, key: "0123456789abcdef".repeat(4) }),
  };
  return { target, applied: applied ?? usual(stack), planned } satisfies Planned;
}

const usual = (stack: Stack): PlannedTarget["applied"] =>
  stack === "prod" ? { by: "promotion", from: "staging" } : stack === "organisation" ? { by: "approval" } : { by: "administrator" };
