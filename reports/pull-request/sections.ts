/** The parts of the comment that count what is touched: which area of which target, and secrets and permissions by name. */
import { type Area, areaOf, areas } from "../../changes/areas";
import type { ChangeAction } from "../../changes/plan-json";
import { numberText } from "./list";
import { code, table } from "./neutral";
import { type Planned, planOf } from "./view";

const signs: Record<ChangeAction, string> = { create: "+", update: "\\~", replace: "±", delete: "−", forget: "!", defer: "?" };
const meanings: Record<ChangeAction, string> = {
  ...{ create: "added", update: "changed", replace: "replaced", delete: "deleted", forget: "no longer managed", defer: "later" },
};
const actions = Object.keys(signs) as ChangeAction[];

export function matrixSection(planned: readonly Planned[]): string[] {
  const counts = planned.map((each) => ({ each, cells: areas.map((area) => cellOf(each, area)) }));
  const used = areas.filter((_, index) => counts.some(({ cells }) => cells[index] !== ""));
  if (used.length === 0) return [];
  const rows = counts.map(({ each, cells }) => [code(each.target), ...used.map((area) => cells[areas.indexOf(area)] || "·")]);
  const shown = actions.filter((action) => planned.some((each) => planOf(each).changes.some((change) => change.action === action)));
  const legend = shown.map((action) => `${signs[action]} ${meanings[action]}`).join(", ");
  return [...table([["", ...used], ...rows]), "", `<sub>${legend}</sub>`];
}

function cellOf(each: Planned, area: Area): string {
  const inArea = planOf(each).changes.filter(({ type }) => areaOf(type) === area);
  return actions
    .flatMap((action) => {
      const count = inArea.filter((change) => change.action === action).length;
      return count === 0 ? [] : [`${signs[action]}${numberText(count)}`];
    })
    .join(" ");
}

/** Secrets and permissions, by name. */
export function touchedSection(each: Planned): string[] {
  return (["Secrets", "Permissions"] as const).map((area) => {
    const touched = planOf(each).changes.filter(({ type }) => areaOf(type) === area);
    const parts = actions.flatMap((action) => {
      const names = touched.filter((change) => change.action === action).map(({ address }) => address);
      if (names.length === 0) return [];
      const more = names.length - mostNames;
      return [`${meanings[action]}: ${names.slice(0, mostNames).map(code).join(", ")}${more > 0 ? ` and ${numberText(more)} more` : ""}`];
    });
    return `- **${area}:** ${parts.join("; ") || "none touched"}`;
  });
}

const mostNames = 12;
