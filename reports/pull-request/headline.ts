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
    `**To decide:** ${decisionSentence(targets)}`,
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

/** "dev changes in 3 places and loses 1; nothing changes in prod". */
function changesSentence(targets: readonly PlannedTarget[]): string {
  const planned = targets.filter(isPlanned);
  const sentences = planned.filter(changesAnything).map((each) => `${name(each)}: ${countsText(planOf(each))}`);
  const same = planned.filter((each) => !changesAnything(each)).map(name);
  const missing = targets.filter((each) => !isPlanned(each)).map(name);
  const parts = [
    ...sentences,
    ...(same.length > 0 ? [`nothing changes in ${listText(same)}`] : []),
    ...(missing.length > 0 ? [`no plan of ${listText(missing)}`] : []),
  ];
  const text = parts.join("; ") || "nothing to plan";
  return text.charAt(0) === "n" && sentences.length === 0 ? `N${text.slice(1)}` : text;
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
  if (counts.length === 0) return "only how it is recorded changes";
  return changes.some(({ action }) => action === "delete" || action === "replace")
    ? counts.join(", ")
    : `${counts.join(", ")}, nothing deleted`;
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

function decisionSentence(targets: readonly PlannedTarget[]): string {
  const problems = targets.flatMap((each) =>
    isPlanned(each) ? [] : [`${name(each)} has no plan: ${plain(brief(each.problem ?? "its job failed"))}`],
  );
  const planned = targets.filter(isPlanned);
  const open = planned.flatMap((each) => openFindings(planOf(each)).map((finding) => ({ each, finding })));
  const [first] = open;
  const held = first
    ? [
        `${open.length === 1 ? "one change is" : `${open.length} changes are`} held back until somebody corrects ${open.length === 1 ? "it" : "them"} or says why. ${open.length === 1 ? "It is" : "The first"}, in ${name(first.each)}: ${withCode(brief(first.finding.what))}`,
      ]
    : [];
  const byHand = planned.flatMap((each) =>
    planOf(each).byHand?.length ? [`somebody has to publish records of ${name(each)} by hand`] : [],
  );
  const waived = planned.flatMap((each) => planOf(each).waived ?? []).length;
  const reasons =
    waived > 0 ? [`whether the ${waived === 1 ? "reason" : `${waived} reasons`} below ${waived === 1 ? "is" : "are"} good enough`] : [];
  const all = [...problems, ...held, ...reasons, ...byHand];
  return all.length === 0 ? "nothing; read what changes below." : `${all.join(". ")}.`;
}

/** What makes it real, of those that change. */
function whenSentence(targets: readonly PlannedTarget[]): string {
  const some = targets.filter((each) => !isPlanned(each) || changesAnything(each));
  if (some.length === 0) return "merging it changes nothing.";
  const named = (by: PlannedTarget["applied"]["by"]): string[] => some.filter(({ applied }) => applied.by === by).map(name);
  const sources = new Set(some.flatMap(({ applied }) => (applied.by === "promotion" ? [code(applied.from)] : [])));
  const parts = [
    [named("merge"), "at the merge"],
    [named("approval"), "after the merge, once approved"],
    [named("promotion"), `when it is promoted from ${listText([...sources])}`],
    [named("administrator"), "when an administrator applies it"],
  ] as const;
  return `${parts.flatMap(([names, when]) => (names.length > 0 ? [`${listText(names)} ${when}`] : [])).join("; ")}.`;
}

const name = ({ target }: Pick<PlannedTarget, "target">): string => code(target);

export const listText = (texts: readonly string[]): string =>
  texts.length < 2 ? (texts[0] ?? "") : `${texts.slice(0, -1).join(", ")} and ${texts[texts.length - 1]}`;
