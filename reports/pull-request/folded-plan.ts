/** The plan, resource by resource, without sensitive values: what is lost first and always, the rest as far as there is room. */
import type { ChangeAction } from "../../changes/plan-json";
import { code, fenced, html } from "./neutral";
import { type Planned, planOf } from "./view";

/** The runs of a diff that GitHub colours. */
const signs: Record<ChangeAction, string> = { delete: "-", replace: "!", forget: "!", defer: "!", update: " ", create: "+" };
const order: readonly ChangeAction[] = ["delete", "replace", "forget", "defer", "update", "create"];
const lossy: readonly ChangeAction[] = ["delete", "replace", "forget"];

/**
 * Everything that is deleted, replaced or forgotten, by type. Where the addresses have no room, their numbers have.
 * @param room in characters.
 */
export function lossSection(each: Planned, room: number): string[] {
  const lost = planOf(each).changes.filter(({ action }) => lossy.includes(action));
  if (lost.length === 0) return [];
  const groups = new Map<string, string[]>();
  for (const { action, type, address } of lost) {
    const key = `${action} ${type}`;
    groups.set(key, [...(groups.get(key) ?? []), address.startsWith(`${type}.`) ? address.slice(type.length + 1) : address]);
  }
  const heads = [...groups].map(([key, names]) => ({
    names,
    head: `- **${names.length} to ${key.split(" ")[0]}**, ${code(key.split(" ")[1] ?? "")}`,
  }));
  const whole = heads.map(({ head, names }) => `${head}: ${names.map(code).join(", ")}`);
  if (sizeOf(whole) <= room) return whole;
  const left = (room - sizeOf(heads.map(({ head }) => head))) / heads.length;
  return heads.map(({ head, names }) => {
    const shown: string[] = [];
    for (const name of names.map(code)) if (sizeOf([...shown, name]) + 60 < left) shown.push(name);
    return `${head}: ${[...shown, `and ${names.length - shown.length} more, all of them on the job's page`].join(", ")}`;
  });
}

/** @param room in characters. */
export function foldedPlan(each: Planned, room: number): string[] {
  const lines = planLines(each);
  if (lines.length === 0) return [];
  const open = [`<details><summary>Plan of ${html(each.target)}, resource by resource</summary>`, ""];
  const close = ["", "</details>"];
  const shown: string[] = [];
  let size = sizeOf([...open, ...close]) + 200;
  for (const line of lines) {
    size += line.length * bytesOfCharacter(line) + 1;
    if (size > room) break;
    shown.push(line);
  }
  if (shown.length === 0) return [];
  const cut = lines.length - shown.length;
  const note = cut > 0 ? ["", `${cut} more lines are on the job's page.`] : [];
  return [...open, ...fenced(shown, "diff"), ...note, ...close];
}

function planLines(each: Planned): string[] {
  const { changes } = planOf(each);
  const shown = new Map(each.planned.result.shown.map(({ address, attributes }) => [address, attributes]));
  const others = each.planned.result.canonical.parts.filter(({ action }) => action === "import" || action === "move");
  return [
    ...order.flatMap((action) =>
      changes
        .filter((change) => change.action === action)
        .flatMap(({ address }) => [
          `${signs[action]} ${action} ${address}`,
          ...(shown.get(address) ?? []).flatMap(({ path, before, after }) => [
            ...(before === undefined ? [] : [`-     ${path}: ${before}`]),
            ...(after === undefined ? [] : [`+     ${path}: ${after}`]),
          ]),
        ]),
    ),
    ...others.map(({ name, action }) => `  ${action} ${name}`),
    ...planOf(each).outputs.map((name) => `  output ${name}`),
  ];
}

/** In bytes of UTF-8, of which there are at least as many as characters. */
export const sizeOf = (lines: readonly string[]): number => lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
const bytesOfCharacter = (line: string): number => (line.length === 0 ? 1 : Buffer.byteLength(line) / line.length);
