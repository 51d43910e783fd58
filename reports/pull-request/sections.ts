/** The parts of the comment below its first lines: which area of which target, what it means for mail, what is touched, what can be undone. */
import { type Area, areaOf, areas } from "../../changes/areas";
import { openFindings } from "../../changes/guard";
import type { ChangeAction } from "../../changes/plan-json";
import { isWaived } from "../../changes/waiver";
import type { Finding } from "../../findings/finding";
import { forecastLines, verdictRows, withoutUnused } from "../forecast/text";
import { byHandLines } from "../plan/records";
import { code, fenced, plain, withCode } from "./neutral";
import { type Planned, planOf } from "./view";

const signs: Record<ChangeAction, string> = { create: "+", update: "\\~", replace: "±", delete: "−", forget: "!", defer: "?" };

/** Rows of a table; the first one has its titles. */
const table = ([titles = [], ...rows]: readonly (readonly string[])[]): string[] =>
  [titles, titles.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);

export function matrixSection(planned: readonly Planned[]): string[] {
  const counts = planned.map((each) => ({ each, cells: areas.map((area) => cellOf(each, area)) }));
  const used = areas.filter((_, index) => counts.some(({ cells }) => cells[index] !== ""));
  if (used.length === 0) return [];
  const rows = counts.map(({ each, cells }) => [code(each.target), ...used.map((area) => cells[areas.indexOf(area)] || "·")]);
  return [...table([["", ...used], ...rows]), "", "`+` added, `~` changed, `±` replaced, `−` deleted, `!` no longer managed, `?` later"];
}

function cellOf(each: Planned, area: Area): string {
  const { changes } = planOf(each);
  const inArea = changes.filter(({ type }) => areaOf(type) === area);
  return (Object.keys(signs) as ChangeAction[])
    .flatMap((action) => {
      const count = inArea.filter((change) => change.action === action).length;
      return count === 0 ? [] : [`${signs[action]}${count}`];
    })
    .join(" ");
}

/** What holds back, then what may pass with a reason, then what the forecast only notes. */
export function findingsSection(each: Planned): string[] {
  const plan = planOf(each);
  const waived = plan.waived ?? [];
  const open = openFindings(plan);
  const passed = plan.findings.filter((finding) => !open.includes(finding));
  const notes = plan.forecast?.findings.filter(({ severity }) => severity !== "error") ?? [];
  return [
    ...open.flatMap((finding) => [
      ...findingLines("⛔", finding),
      `  - or let it pass: a line ${code(`Waive: ${finding.id}@${finding.where}=<reason>`)} in the text above`,
    ]),
    ...passed.flatMap((finding) => {
      const { reason = plan.forcedBecause ?? "" } = waived.find((waiver) => isWaived(finding, [waiver])) ?? {};
      return [...findingLines("🔓", finding), `  - let pass because: ${plain(reason)}`];
    }),
    ...notes.flatMap((finding) => findingLines("ℹ️", finding)),
  ];
}

const findingLines = (mark: string, { id, where, what, remedy }: Finding): string[] => [
  `- ${mark} ${code(id)} at ${code(where)}: ${withCode(what)}`,
  `  - what to do: ${withCode(remedy)}`,
];

export function mailSection(each: Planned): string[] {
  const { forecast: whole, byHand = [] } = planOf(each);
  if (!whole) return [];
  const forecast = withoutUnused(whole);
  const rows = verdictRows(forecast.paths)
    .filter(([, , , today, after]) => today !== after)
    .map((cells) => cells.map(plain));
  return [
    ...forecastLines(forecast).map((line) => `- ${plain(line)}`),
    ...(rows.length > 0 ? ["", ...table([["sent through", "from", "to", "today", "after the apply"], ...rows])] : []),
    ...(byHand.length > 0 ? ["", "To be published by hand, at your DNS host:", "", ...fenced(byHandLines(byHand), "diff")] : []),
  ];
}

/** Secrets and permissions, by name. */
export function touchedSection(each: Planned): string[] {
  return (["Secrets", "Permissions"] as const).flatMap((area) => {
    const touched = planOf(each).changes.filter(({ type }) => areaOf(type) === area);
    if (touched.length === 0) return [];
    const shown = touched.slice(0, mostNames).map(({ address, action }) => `${signs[action]} ${code(address)}`);
    const more = touched.length - shown.length;
    return [`- **${area}:** ${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`];
  });
}

const mostNames = 12;

/** How fast what was there comes back. Losses are told in the gate's words. */
export function undoSection(each: Planned): string[] {
  const { changes, findings, records, forecast } = planOf(each);
  const losses = findings.filter(({ id }) => /\/(deleted|replaced)$/.test(id));
  const ttl = Math.max(
    0,
    ...records.flatMap(({ before, after }) => [before?.ttl ?? 0, after?.ttl ?? 0]),
    forecast?.timeToSafe?.seconds ?? 0,
  );
  const isLost = ({ address }: { address: string }): boolean => losses.some(({ where }) => where === address);
  const rest = changes.filter((change) => areaOf(change.type) !== "DNS" && !isLost(change)).length;
  return [
    ...(records.length > 0 ? [`- DNS: by the reverse change; the world may see what is there now for up to ${durationText(ttl)}`] : []),
    ...losses.map(({ where, what, remedy }) => `- ⚠️ ${code(where)}: ${withCode(what)}; ${withCode(remedy)}`),
    ...(rest > 0 ? [`- everything else (${rest}): by the reverse change, at once`] : []),
  ];
}

const durationText = (seconds: number): string =>
  seconds >= 7200 ? `${Math.ceil(seconds / 3600)} hours` : seconds >= 120 ? `${Math.ceil(seconds / 60)} minutes` : `${seconds} seconds`;
