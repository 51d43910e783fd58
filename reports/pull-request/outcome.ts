/** What came of it: the comment of a pull request after the apply, with what was predicted beside what was seen. */
import type { Evidence } from "../../evidence/evidence";
import { catalogue } from "../../findings/catalogue";
import type { FindingKind } from "../../findings/kind";
import { changesAnything, countsText } from "./headline";
import { listText } from "./list";
import { mailSentence } from "./mail-sentence";
import { brief, code, table, withCode } from "./neutral";
import { ownValue } from "./plain-words";
import { isPlanned, type Place, type PlannedTarget, planOf } from "./view";

export interface Outcome {
  applied: readonly Evidence<"applied">[];
  verified: readonly Evidence<"verification">[];
}

export function outcomeMarkdown(targets: readonly PlannedTarget[], outcome: Outcome, { commit, runUrl, at }: Place): string {
  const rows = targets.map((each) => rowOf(each, outcome));
  const isFailed = rows.some(({ state }) => state === "failed");
  const isWrong = rows.some(({ errors }) => errors > 0);
  return [
    `## ${isFailed ? "⛔" : isWrong ? "⚠️" : "✅"} ${sentence(rows)}`,
    "",
    ...table([["", "applied", "seen", "predicted"], ...rows.map(({ name, applied, predicted, seen }) => [name, applied, seen, predicted])]),
    ...rows.flatMap(({ name, verified }) => wrongLines(name, verified)),
    ...nextLines(targets, rows),
    "",
    `<sub>Commit ${code(commit.slice(0, 12))}, ${at.toISOString().slice(0, 16).replace("T", " ")} UTC, [the job's page](${runUrl}) has the plan that was applied.</sub>`,
  ].join("\n");
}

interface Row {
  name: string;
  state: "done" | "failed" | "waiting" | "nothing";
  errors: number;
  verified: Evidence<"verification"> | undefined;
  applied: string;
  predicted: string;
  seen: string;
}

function rowOf(each: PlannedTarget, { applied, verified }: Outcome): Row {
  const name = code(each.target);
  const did = applied.find(({ target }) => target === each.target);
  const seen = verified.find(({ target }) => target === each.target);
  const isEmpty = isPlanned(each) && !changesAnything(each);
  const state = did ? did.result.outcome : isEmpty ? "nothing" : "waiting";
  const errors = seen?.result.errors ?? 0;
  const counts = isPlanned(each) ? countsText(planOf(each)) : "";
  const texts = {
    done: isEmpty ? "nothing to change; recorded as its release" : counts,
    failed: `⛔ failed; ${counts}`,
    nothing: "nothing to change",
    waiting: waitingText(each),
  };
  return {
    ...{ name, state, errors, verified: seen },
    applied: texts[state],
    predicted: isPlanned(each) && did !== undefined ? mailSentence([each]) : "·",
    seen: seenText(seen, state),
  };
}

const waitingText = ({ applied }: PlannedTarget): string =>
  applied.by === "promotion"
    ? `waits to be promoted from ${code(applied.from)}`
    : applied.by === "administrator"
      ? "waits for an administrator"
      : "not applied";

function seenText(verified: Row["verified"], state: Row["state"]): string {
  if (!verified) return state === "done" || state === "failed" ? "not verified" : "·";
  const { errors, warnings } = verified.result;
  if (errors + warnings === 0) return "as declared, everywhere";
  const count = (number: number, what: string): string[] => (number === 0 ? [] : [`${number} ${what}${number === 1 ? "" : "s"}`]);
  return `${errors > 0 ? "⚠️ " : ""}${listText([...count(errors, "error"), ...count(warnings, "warning")])}`;
}

const mostFindings = 5;

/** The record has ids and places; the words are the catalogue's. */
function wrongLines(name: string, verified: Row["verified"]): string[] {
  const told = verified?.result.findings.filter(({ severity }) => severity !== "info") ?? [];
  if (!verified || told.length === 0) return [];
  const lines = told.slice(0, mostFindings).flatMap(({ id, severity, where }) => {
    const kind: FindingKind | undefined = ownValue(catalogue as Record<string, FindingKind>, id);
    const remedy = kind?.remedy.replaceAll("<env>", verified.target);
    return [
      `- ${severity === "error" ? "⛔" : "ℹ️"} ${code(id)} at ${code(brief(where))}${kind ? `: ${withCode(kind.title)}` : ""}`,
      ...(remedy ? [`  - what to do: ${withCode(remedy)}`] : []),
    ];
  });
  const more = told.length - mostFindings;
  return [
    "",
    `### Not as declared in ${name}`,
    "",
    ...lines,
    ...(more > 0 ? [`- and ${more} more, which the job of the verification tells`] : []),
  ];
}

function nextLines(targets: readonly PlannedTarget[], rows: readonly Row[]): string[] {
  const lines = targets.flatMap((each, index) => {
    const { name = "", state, errors = 0 } = rows[index] ?? {};
    const { target, applied } = each;
    if (state === "failed") return [`- ${name}: the job's log says why; mend that, then choose _Re-run all jobs_ or merge the next change`];
    if (errors > 0)
      return [
        `- ${name}: mend it, then ${code(`npx twinpost verify --env ${target}`)}; or go back by ${code(`npx twinpost roll-back --env ${target} --to 1`)}`,
      ];
    if (state === "waiting" && applied.by === "promotion")
      return [`- ${name}: ${code(`npx twinpost promote --from ${applied.from} --to ${target}`)} says when it may, and what is missing`];
    return [];
  });
  return lines.length > 0 ? ["", "**Next**", "", ...lines] : [];
}

function sentence(rows: readonly Row[]): string {
  const those = (state: Row["state"]): Row[] => rows.filter((row) => row.state === state);
  const names = (some: readonly Row[]): string => listText(some.map(({ name }) => name));
  const [done, failed, waiting] = [those("done"), those("failed"), those("waiting")];
  const wrong = done.filter(({ errors }) => errors > 0);
  const unseen = done.filter(({ verified }) => !verified);
  const seen =
    wrong.length > 0
      ? `, but ${names(wrong)} ${wrong.length > 1 ? "are" : "is"} not as declared`
      : unseen.length > 0
        ? ", not verified"
        : ", and verified";
  const parts = [
    ...(failed.length > 0 ? [`the apply of ${names(failed)} failed`] : []),
    ...(done.length > 0 ? [`applied to ${names(done)}${seen}`] : []),
    ...(waiting.length > 0 ? [`${names(waiting)} ${waiting.length === 1 ? "waits" : "wait"}`] : []),
  ];
  const text = parts.join("; ") || "nothing had to be applied";
  return text.charAt(0).toUpperCase() + text.slice(1);
}
