/**
 * The first lines, for a reader who knows no DNS: what changes where, what becomes of mail, what has to be decided, and when it becomes real. No
 * word that only an administrator knows.
 */
import { openFindings } from "../../changes/guard";
import type { ChangeAction } from "../../changes/plan-json";
import type { PathForecast } from "../../findings/forecast/forecast";
import { type ReceiverName, receiverNames } from "../../mail/forecast/receivers";
import { sendingProviders } from "../../mail/providers/sending-providers";
import { brief, code, plain, withCode } from "./neutral";
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
  const isRisky = planned.some((each) => planOf(each).changes.some(({ action }) => lossy.includes(action)) || worsened(each).length > 0);
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
    ...changing.map((each) => `${name(each)}: ${countsText(planOf(each))}`),
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
    return count === 0 ? [] : [`${count} ${words[action]}`];
  });
  return counts.join(", ") || "only how it is recorded changes";
}

/** The worst first: what would be lost, then what is not known yet, then what stays. */
export function mailSentence(planned: readonly Planned[]): string {
  const worse = planned.flatMap((each) => worsened(each).map((text) => `${text} (${name(each)})`));
  if (worse.length > 0) return `⚠️ ${worse.join("; ")}.`;
  const judged = planned.filter((each) => pathsOf(each).length > 0);
  if (judged.length === 0) return "as before: nothing changes that receivers look at.";
  return judged.map((each) => `${ofTarget(each)}.`).join(" ");
}

function ofTarget(each: Planned): string {
  const paths = pathsOf(each);
  const through = (some: readonly PathForecast[]): string => listText([...new Set(some.map(({ after }) => title(after.provider)))]);
  const open = paths.filter(({ after }) => outcomesOf(after).includes("undecided"));
  const rest = paths.filter((path) => !open.includes(path));
  const parts = [
    ...(rest.length > 0 ? [`mail of ${name(each)} through ${through(rest)} reaches the ${placeText(rest)} at ${everywhere}`] : []),
    ...(open.length > 0
      ? [`whether mail of ${name(each)} through ${through(open)} arrives is known after the apply, and checked then`]
      : []),
  ];
  const isFresh = rest.length > 0 && rest.every(({ before }) => !before.isSetUp);
  return `${parts.join("; ")}${rest.length === 0 ? "" : isFresh ? ", for the first time" : ", as before"}`;
}

const title = (provider: string): string => plain(sendingProviders[provider as keyof typeof sendingProviders]?.title ?? provider);
const receiverTitles: Record<ReceiverName, string> = { gmail: "Gmail", outlook: "Outlook", yahoo: "Yahoo" };
const everywhere = "Gmail, Outlook and Yahoo";

const placeText = (paths: readonly PathForecast[]): string => {
  const places = new Set(paths.flatMap(({ after }) => outcomesOf(after)));
  return places.size === 1 && places.has("inbox") ? "inbox" : listText([...places]);
};

/** Set up, before or after: what is used by nobody is not told. */
const pathsOf = (each: Planned): PathForecast[] =>
  (planOf(each).forecast?.paths ?? []).filter(({ before, after }) => before.isSetUp || after.isSetUp);

/** For an ordinary sender, once for each receiver. */
const outcomesOf = ({ verdicts }: PathForecast["after"]): string[] =>
  receiverNames.flatMap((receiver) => verdicts.find((verdict) => verdict.receiver === receiver)?.outcome ?? []);

const ranks = ["inbox", "junk", "deferred", "refused", "not sent"];

function worsened(each: Planned): string[] {
  return pathsOf(each).flatMap(({ before, after }) => {
    const [was, willBe] = [outcomesOf(before), outcomesOf(after)];
    const worse = receiverNames.filter((_, index) => {
      const [old, fresh] = [ranks.indexOf(was[index] ?? ""), ranks.indexOf(willBe[index] ?? "")];
      return before.isSetUp && old >= 0 && fresh > old;
    });
    if (worse.length === 0) return [];
    const [first = "gmail"] = worse;
    const index = receiverNames.indexOf(first);
    const fate =
      willBe[index] === "not sent" ? "would not be sent" : willBe[index] === "junk" ? "would go to junk" : `would be ${willBe[index]}`;
    return [
      `mail through ${title(after.provider)} ${fate} at ${listText(worse.map((receiver) => receiverTitles[receiver]))} (today: ${was[index]})`,
    ];
  });
}

function decisionLines(targets: readonly PlannedTarget[]): string[] {
  const planned = targets.filter(isPlanned);
  const open = planned.flatMap((each) => openFindings(planOf(each)).map((finding) => ({ each, finding })));
  const [first] = open;
  const [whom, which] = open.length === 1 ? ["it", "It is"] : ["each", "The first"];
  const waived = planned.flatMap((each) => planOf(each).waived ?? []).length;
  const all = [
    ...targets.flatMap((each) => (isPlanned(each) ? [] : [`${name(each)} has no plan: ${plain(brief(each.problem ?? "its job failed"))}`])),
    ...(first
      ? [
          `${open.length === 1 ? "one change is" : `${open.length} changes are`} held back until somebody corrects ${whom} or gives a reason. ${which}, in ${name(first.each)}: ${withCode(brief(first.finding.what))}`,
        ]
      : []),
    ...(waived > 0
      ? [`whether ${waived === 1 ? "the reason that was given is" : `the ${waived} reasons that were given are`} good enough (🔓 below)`]
      : []),
    ...planned.flatMap((each) => (planOf(each).byHand?.length ? [`somebody has to publish records of ${name(each)} by hand`] : [])),
  ];
  if (all.length === 0) return ["**To decide:** nothing; read what changes below."];
  return all.length === 1 ? [`**To decide:** ${all[0]}.`] : ["**To decide:**", ...all.map((each) => `- ${each}`)];
}

/** What makes it real, of those that change. */
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
  return `${[...told, ...promoted].join("; ")}.`;
}

const name = ({ target }: Pick<PlannedTarget, "target">): string => code(target);

export const listText = (texts: readonly string[]): string =>
  texts.length < 2 ? (texts[0] ?? "") : `${texts.slice(0, -1).join(", ")} and ${texts[texts.length - 1]}`;
