/** What can be undone, and how fast; whom a loss would hurt is told by the safety gate. */
import { areaOf } from "../../changes/areas";
import type { ChangeAction } from "../../changes/plan-json";
import { durationText, listText, numberText } from "./list";
import { code } from "./neutral";
import { type Planned, planOf } from "./view";

const lossy: readonly ChangeAction[] = ["delete", "replace"];

export function undoSection(each: Planned): string[] {
  const { changes, records, byHand = [], findings, forecast } = planOf(each);
  if (changes.length + byHand.length === 0) return [];
  const guarded = new Set(findings.filter(({ id }) => /\/(deleted|replaced)$/.test(id)).map(({ where }) => where));
  const lost = changes.filter(({ type, action, address }) => areaOf(type) !== "DNS" && lossy.includes(action) && guarded.has(address));
  const published = records.length + byHand.length;
  const rest = changes.filter(({ type }) => areaOf(type) !== "DNS").length - lost.length;
  const ttl = Math.max(
    0,
    ...[...records, ...byHand].flatMap(({ before, after }) => [before?.ttl ?? 0, after?.ttl ?? 0]),
    forecast?.timeToSafe?.seconds ?? 0,
  );
  return [
    `- How: ${howText(each)}`,
    ...(published > 0
      ? [
          `- **${ttl > 0 ? `Within ${durationText(ttl)}` : "Soon"}:** ${countText(published, "DNS record")}; caches keep an answer that long`,
        ]
      : []),
    ...(rest > 0 ? [`- **At once:** ${countText(rest, published > 0 ? "other part" : "part")}`] : []),
    ...(lost.length > 0 ? [`- **Not by that alone:** ${lostText(lost.map(({ address }) => address))}, as the safety gate says above`] : []),
  ];
}

/** Only environments have releases to go back to. */
function howText({ target, applied }: Planned): string {
  if (applied.by !== "merge" && applied.by !== "promotion") return "revert this pull request";
  const command = code(`npx twinpost roll-back --env ${target} --to 1`);
  return applied.by === "merge" ? `revert this pull request, or ${command}` : `${command}; a revert has to be promoted first`;
}

const mostNames = 6;

function lostText(addresses: readonly string[]): string {
  const more = addresses.length - mostNames;
  return listText([...addresses.slice(0, mostNames).map(code), ...(more > 0 ? [`${numberText(more)} more`] : [])]);
}

const countText = (count: number, what: string): string => `${numberText(count)} ${what}${count === 1 ? "" : "s"}`;
