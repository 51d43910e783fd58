/**
 * The first lines, for a reader who knows no DNS: what changes where, what becomes of mail, what has to be decided, and when it becomes real. No
 * word that only an administrator knows.
 */
import { areaOf, areas } from "../../changes/areas";
import { openFindings } from "../../changes/guard";
import type { ChangeAction } from "../../changes/plan-json";
import { durationText, listText, numberText } from "./list";
import { isWorse, mailSentence } from "./mail-sentence";
import { brief, code, plain } from "./neutral";
import { areaWords, plainFinding } from "./plain-words";
import { isPlanned, type Planned, type PlannedTarget, planOf } from "./view";

const lossy: readonly ChangeAction[] = ["delete", "replace", "forget"];

export function headline(targets: readonly PlannedTarget[]): string[] {
  const planned = targets.filter(isPlanned);
  return [
    `## ${sign(targets)} ${changesSentence(targets)}`,
    "",
    `**Mail:** ${mailSentence(planned)}`,
    "",
    ...decisionLines(targets),
    "",
    `**When:** ${whenSentence(targets)}`,
  ];
}

function sign(targets: readonly PlannedTarget[]): string {
  const planned = targets.filter(isPlanned);
  if (planned.length < targets.length || planned.some((each) => openFindings(planOf(each)).length > 0)) return "⛔";
  const isRisky = planned.some((each) => planOf(each).changes.some(({ action }) => lossy.includes(action)) || isWorse(each));
  return isRisky ? "⚠️" : "✅";
}

/** "`prod`: 2 added, 1 deleted; no plan of `dev`". */
function changesSentence(targets: readonly PlannedTarget[]): string {
  const planned = targets.filter(isPlanned);
  const changing = planned.filter(changesAnything);
  const same = planned.filter((each) => !changesAnything(each)).map(name);
  const missing = targets.filter((each) => !isPlanned(each)).map(name);
  const isLossless = changing.length > 0 && changing.every((each) => planOf(each).changes.every(({ action }) => !lossy.includes(action)));
  const parts = [
    ...changing.map((each) => `${name(each)}: ${countsText(planOf(each))}${whereText(each)}`),
    ...(isLossless ? ["nothing is deleted"] : []),
    ...(changing.length === 0 && same.length > 0 ? [`nothing changes in ${listText(same)}`] : []),
    ...(missing.length > 0 ? [`no plan of ${listText(missing)}`] : []),
  ];
  return parts.join("; ").replace(/^n/, "N") || "Nothing to plan";
}

export const changesAnything = (each: Planned): boolean => {
  const { changes, outputs, byHand = [] } = planOf(each);
  return changes.length + outputs.length + byHand.length > 0 || each.planned.result.canonical.parts.length > 0;
};

const words: Record<ChangeAction, string> = {
  ...{ create: "added", update: "changed", replace: "replaced", delete: "deleted", forget: "no longer managed", defer: "left for later" },
};

export function countsText({ changes }: { changes: readonly { action: ChangeAction }[] }): string {
  const counts = (Object.keys(words) as ChangeAction[]).flatMap((action) => {
    const count = changes.filter((change) => change.action === action).length;
    return count === 0 ? [] : [`${numberText(count)} ${words[action]}`];
  });
  return counts.join(", ") || "only how it is recorded changes";
}

/** " (public mail settings, monitoring)". */
function whereText(each: Planned): string {
  const touched = new Set(planOf(each).changes.map(({ type }) => areaOf(type)));
  const named = areas.filter((area) => touched.has(area)).map((area) => areaWords[area]);
  return named.length > 0 ? ` (${named.join(", ")})` : "";
}

function decisionLines(targets: readonly PlannedTarget[]): string[] {
  const planned = targets.filter(isPlanned);
  const open = planned.flatMap((each) => openFindings(planOf(each)).map((finding) => ({ each, finding })));
  const reasons = [...new Set(open.map(({ each, finding }) => `${plainFinding(finding.id)} (${name(each)})`))];
  const held = open.length === 1 ? "one thing is" : `${numberText(open.length)} things are`;
  const told = reasons.slice(0, mostReasons).join("; ");
  const more = reasons.length > mostReasons ? "; and more below" : "";
  const waived = planned.flatMap((each) => planOf(each).waived ?? []).length;
  const all = [
    ...targets.flatMap((each) => (isPlanned(each) ? [] : [`${name(each)} has no plan: ${plain(brief(each.problem ?? "its job failed"))}`])),
    ...(open.length > 0
      ? [`${held} held back until somebody corrects ${open.length === 1 ? "it" : "each"} or gives a reason: ${told}${more}`]
      : []),
    ...(waived > 0
      ? [`whether ${waived === 1 ? "the reason that was given is" : `the ${waived} reasons that were given are`} good enough (🔓 below)`]
      : []),
    ...planned.flatMap((each) =>
      planOf(each).byHand?.length ? [`somebody has to publish ${count(planOf(each).byHand)} of ${name(each)} by hand`] : [],
    ),
  ];
  if (all.length === 0) return ["**To decide:** nothing."];
  return all.length === 1 ? [`**To decide:** ${all[0]}.`] : ["**To decide:**", ...all.map((each) => `- ${each}`)];
}

const mostReasons = 3;
const count = (list: readonly unknown[] = []): string => `${list.length} ${list.length === 1 ? "setting" : "settings"}`;

/** What makes it real, of those that change, and how long the world may go on seeing what was there. */
function whenSentence(targets: readonly PlannedTarget[]): string {
  const some = targets.filter((each) => !isPlanned(each) || changesAnything(each));
  if (some.length === 0) return "merging it changes nothing.";
  const named = (by: PlannedTarget["applied"]["by"]): string[] => some.filter(({ applied }) => applied.by === by).map(name);
  const promoted = some.flatMap(({ target, applied }) =>
    applied.by === "promotion" ? [`${code(target)} when it is promoted from ${code(applied.from)}`] : [],
  );
  const parts = [
    [named("merge"), "at the merge"],
    [named("approval"), "after the merge, once approved"],
    [named("administrator"), "when an administrator applies it"],
  ] as const;
  const told = parts.flatMap(([names, when]) => (names.length > 0 ? [`${listText(names)} ${when}`] : []));
  const seconds = Math.max(0, ...targets.filter(isPlanned).map((each) => planOf(each).forecast?.timeToSafe?.seconds ?? 0));
  const seen = seconds > 0 ? ` The whole world sees it ${durationText(seconds)} later at the latest.` : "";
  return `${[...told, ...promoted].join("; ")}.${seen}`;
}

const name = ({ target }: Pick<PlannedTarget, "target">): string => code(target);
