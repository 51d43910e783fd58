/**
 * A plan for a person who has to judge it: where it acts, how much, then the changes by what they are for, what is destroyed first, with what was and
 * what would be; then what the safety gate found.
 */

import { type Area, areaOf, areas } from "../../changes/areas";
import type { RecordChange } from "../../changes/dns-changes";
import { type GuardedPlan, isHeldBack } from "../../changes/guard";
import type { ChangeAction } from "../../changes/plan-json";
import { isEmpty } from "../../changes/plan-summary";
import type { ShownResource } from "../../changes/shown-attributes";
import type { Finding } from "../../findings/finding";
import { findingText } from "../findings/text";
import { forecastSummary } from "../forecast/text";
import { good, warning, wrong } from "../ink";
import { nextText, twinpost } from "../next";
import { attributeLines } from "./attributes";
import { countsText } from "./counts";
import { gateLines } from "./gate";
import { byHandLines, recordLines } from "./records";

const order: ChangeAction[] = ["delete", "replace", "forget", "defer", "update", "create"];
const signs: Record<ChangeAction, string> = {
  ...{ delete: wrong("-"), replace: wrong("±"), forget: warning("!"), defer: warning("?"), update: warning("~"), create: good("+") },
};

export interface PlanView {
  /** By which the plan was made, for the way past the gate. */
  verb?: "plan" | "destroy";
  /** Account, region, and whether the services are the real ones. */
  where?: string;
  /** What changes in each resource. */
  shown?: readonly ShownResource[];
}

export function planText(environment: string, plan: GuardedPlan, { verb = "plan", where, shown = [] }: PlanView = {}): string {
  const trust = plan.refreshed === false ? ["not refreshed: what others changed since the last apply is not seen"] : [];
  const head = where === undefined ? [] : [`plan of ${where}`];
  if (isEmpty(plan) && plan.findings.length === 0) return [...head, `${environment}: nothing to change`, ...trust, ""].join("\n");
  const byHand = plan.byHand ? ["", ...byHandSection(environment, plan.byHand, verb)] : [];
  const forecast = plan.forecast ? ["", ...forecastSummary(plan.forecast)] : [];
  return [
    ...head,
    `${environment}: ${countsText(plan, "future")}`,
    ...trust,
    ...areas.flatMap((area) => areaLines(area, plan, shown)),
    ...byHand,
    ...defaultLines(plan),
    ...forecast,
    ...gateLines(environment, plan, verb),
    "",
  ].join("\n");
}

const titles: Record<Area, string> = {
  DNS: "DNS records",
  Sending: "Sending: identities at the providers",
  Secrets: "Secrets and their keys",
  Permissions: "Permissions: who may do what",
  Monitoring: "Monitoring and alerts",
  Other: "Other",
};

/** Nothing where nothing changes, or may. @param account `--env` of the account's stack, where it lacks something. */
export function planNext(environment: string, plan: GuardedPlan, account?: string): string {
  if (account !== undefined)
    return nextText([{ why: "the account's stack first, then plan this again", command: twinpost("plan", account) }]);
  if (isEmpty(plan) || isHeldBack(plan)) return "";
  return nextText([{ why: "apply exactly this plan", command: twinpost("apply", environment, "--apply") }]);
}

/** Before an apply that would fail half-way: told before Terraform is asked, and again where the plan ends. */
export const accountLacksText = (lacking: readonly Finding[]): string => lacking.map(findingText).join("");

function areaLines(area: Area, plan: GuardedPlan, shown: readonly ShownResource[]): string[] {
  const changes = plan.changes.filter(({ type }) => areaOf(type) === area);
  const imports = (plan.imports ?? []).filter(
    // Those that change as well have their line already.
    ({ address, type }) => areaOf(type) === area && !changes.some((change) => change.address === address),
  );
  if (changes.length + imports.length === 0) return [];
  const lines = order.flatMap((action) =>
    changes
      .filter((change) => change.action === action)
      .flatMap(({ address }) => {
        const records = plan.records.filter((record) => record.address === address);
        const attributes = shown.find((each) => each.address === address)?.attributes ?? [];
        return [
          `  ${signs[action]} ${address}`,
          // A record says it all.
          ...(records.length > 0 ? records.flatMap(recordLines) : attributeLines(action, attributes)),
        ];
      }),
  );
  const counts = countsText({ changes, imports }, "future")
    .replace(/(^|, )0 to \w+/g, "")
    .replace(/^, /, "");
  return ["", `${titles[area]} (${counts})`, ...lines, ...imports.map(({ address }) => `  < ${address}`)];
}

function byHandSection(environment: string, changes: readonly RecordChange[], verb: "plan" | "destroy"): string[] {
  if (verb === "destroy") return ["by hand, at your DNS host, once it is destroyed:", ...byHandLines(changes)];
  const inFull = `then \`npx twinpost records --env ${environment}\` prints all of them in full`;
  return ["by hand, at your DNS host, once it is applied:", ...byHandLines(changes), inFull];
}

const defaultLines = ({ defaults = [] }: GuardedPlan): string[] =>
  defaults.length === 0
    ? []
    : [
        "",
        "set by the provider, not by the stack:",
        ...defaults.map(({ address, attribute, value }) => `    ${address} ${attribute}: ${value}`),
      ];
