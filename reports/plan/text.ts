/** A plan for a terminal: a line a resource, what is destroyed first, DNS records with their values; then what the safety gate found. */

import type { PlannedRecord, RecordChange } from "../../changes/dns-changes";
import { type GuardedPlan, openFindings } from "../../changes/guard";
import type { ChangeAction } from "../../changes/plan-json";
import { isEmpty } from "../../changes/plan-summary";
import { isWaived, type Waiver } from "../../changes/waiver";
import type { Finding } from "../../findings/finding";
import { isKnown, shownText } from "../../mail/dns/record";
import { shortened } from "../../mail/forecast/shortened";
import { forecastSummary } from "../forecast/text";

const order: ChangeAction[] = ["delete", "replace", "forget", "defer", "update", "create"];
/** Counted only where there are some. */
const rare: readonly ChangeAction[] = ["forget", "defer"];
const signs: Record<ChangeAction, string> = { delete: "-", replace: "±", forget: "!", defer: "?", update: "~", create: "+" };

/** @param verb by which the plan was made, for the way past the gate. */
export function planText(environment: string, plan: GuardedPlan, verb: "plan" | "destroy" = "plan"): string {
  const { changes, imports = [] } = plan;
  const trust = plan.refreshed === false ? ["not refreshed: what others changed since the last apply is not seen"] : [];
  if (isEmpty(plan) && plan.findings.length === 0) return [`${environment}: nothing to change`, ...trust, ""].join("\n");
  const counts = order.flatMap((action) => {
    const count = changes.filter((change) => change.action === action).length;
    return count === 0 && rare.includes(action) ? [] : [`${count} to ${action}`];
  });
  const lines = order.flatMap((action) =>
    changes
      .filter((change) => change.action === action)
      .flatMap(({ address }) => [
        `  ${signs[action]} ${address}`,
        ...plan.records.filter((record) => record.address === address).flatMap(recordLines),
      ]),
  );
  const byHand = plan.byHand ? ["", ...byHandSection(environment, plan.byHand, verb)] : [];
  const forecast = plan.forecast ? ["", ...forecastSummary(plan.forecast)] : [];
  return [
    `${environment}: ${[...counts.reverse(), ...(imports.length > 0 ? [`${imports.length} to import`] : [])].join(", ")}`,
    ...trust,
    ...lines,
    ...importLines(plan),
    ...byHand,
    ...defaultLines(plan),
    ...forecast,
    ...gateLines(environment, plan, verb),
    "",
  ].join("\n");
}

/** Those that change as well have their line already. */
const importLines = ({ imports = [], changes }: GuardedPlan): string[] =>
  imports.filter(({ address }) => !changes.some((change) => change.address === address)).map(({ address }) => `  < ${address}`);

function byHandSection(environment: string, changes: readonly RecordChange[], verb: "plan" | "destroy"): string[] {
  if (verb === "destroy") return ["by hand, at your DNS host, once it is destroyed:", ...byHandLines(changes)];
  const inFull = `then \`npx twinpost records --env ${environment}\` prints all of them in full`;
  return ["by hand, at your DNS host, once it is applied:", ...byHandLines(changes), inFull];
}

/** What a person has to take away or to publish. */
export const byHandLines = (changes: readonly RecordChange[]): string[] =>
  changes.flatMap(({ before, after }) => [
    ...(before ? [`  - ${recordText(before)}`] : []),
    ...(after ? [`  + ${recordText(after)}`] : []),
  ]);

/** One line where something appears or goes, two where it changes; a TTL only where that is what changes. */
function recordLines({ before, after }: RecordChange): string[] {
  const withTtl = before?.ttl !== undefined && after?.ttl !== undefined && before.ttl !== after.ttl;
  const [old, fresh] = [before && recordText(before, withTtl), after && recordText(after, withTtl)];
  if (!old || !fresh) return [`      ${old ?? fresh}`];
  return old === fresh ? [`      ${fresh}`] : [`    - ${old}`, `    + ${fresh}`];
}

/** Values of DNS records are public. A DKIM key is as good as its two ends. */
function recordText({ name, type, value, ttl, priority, proxied, role }: PlannedRecord, withTtl = false): string {
  const text = isKnown(value) && role === "DKIM" ? shortened(value) : shownText(value);
  const quoted = type === "TXT" && isKnown(value) ? JSON.stringify(text) : text;
  const content = type === "MX" && priority !== undefined ? `${priority} ${quoted || "."}` : quoted;
  return `${shownText(name)} ${type} ${content}${proxied ? " (proxied)" : ""}${withTtl ? ` for ${ttl} s` : ""}`;
}

function gateLines(environment: string, plan: GuardedPlan, verb: string): string[] {
  const { findings, forcedBecause, waived = [] } = plan;
  const lines = ({ id, where, what, remedy }: Finding): string[] => [`  ! ${id} ${where}`, `    ${what}`, `    ${remedy}`];
  if (forcedBecause) return ["", "passed by --force, despite:", ...findings.flatMap(lines), `reason: ${forcedBecause}`];
  const passed = findings.flatMap((finding) =>
    waived.filter((waiver) => isWaived(finding, [waiver])).map(({ reason }) => [...lines(finding), `    reason: ${reason}`]),
  );
  const open = openFindings(plan);
  const command = `npx twinpost ${verb} --env ${environment}`;
  return [
    ...(passed.length > 0 ? ["", "passed by --waive, despite:", ...passed.flat()] : []),
    ...(open.length > 0 ? ["", "held back by the safety gate:", ...open.flatMap(lines), ...wayThrough(command, open, waived)] : []),
  ];
}

function wayThrough(command: string, open: readonly Finding[], waived: readonly Waiver[]): string[] {
  const named = [...waived, ...open.map(({ id, where }) => ({ id, where, reason: "<reason>" }))];
  const waivers = named.map(({ id, where, reason }) => `--waive '${id}@${where}=${reason}'`);
  return [
    "this plan will not be applied; to apply it anyway, give a reason for each, or one for all:",
    ...(open.length <= mostWaivers ? [`  ${command} ${waivers.join(" ")}`] : []),
    `  ${command} --force "<reason>"`,
  ];
}

const mostWaivers = 3;

const defaultLines = ({ defaults = [] }: GuardedPlan): string[] =>
  defaults.length === 0
    ? []
    : [
        "",
        "set by the provider, not by the stack:",
        ...defaults.map(({ address, attribute, value }) => `    ${address} ${attribute}: ${value}`),
      ];
