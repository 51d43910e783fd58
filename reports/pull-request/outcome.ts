/** What came of it: the comment of a pull request after the apply, with what was predicted beside what was seen. */
import type { Evidence } from "../../evidence/evidence";
import { changesAnything, countsText } from "./headline";
import { listText } from "./list";
import { mailSentence } from "./mail-sentence";
import { code, plain } from "./neutral";
import { isPlanned, type Place, type PlannedTarget, planOf } from "./view";

export interface Outcome {
  applied: readonly Evidence<"applied">[];
  verified: readonly Evidence<"verification">[];
}

export function outcomeMarkdown(targets: readonly PlannedTarget[], outcome: Outcome, { commit, runUrl, at }: Place): string {
  const rows = targets.map((each) => rowOf(each, outcome));
  const failed = rows.filter(({ state }) => state === "failed");
  const wrong = rows.filter(({ errors }) => errors > 0);
  const waiting = rows.filter(({ state }) => state === "waiting");
  const done = rows.filter(({ state }) => state === "done");
  return [
    `## ${failed.length > 0 ? "⛔" : wrong.length > 0 ? "⚠️" : "✅"} ${sentence({ done, failed, waiting })}`,
    "",
    wrong.length > 0
      ? `**Verified:** ${listText(wrong.map(({ name, errors }) => `${name} has ${errors} ${errors === 1 ? "error" : "errors"}`))}; the table says which.`
      : `**Verified:** ${verifiedText(outcome.verified)}`,
    "",
    "| | applied | predicted | seen |",
    "| --- | --- | --- | --- |",
    ...rows.map(({ name, applied, predicted, seen }) => `| ${[name, applied, predicted, seen].join(" | ")} |`),
    "",
    `<sub>Commit ${code(commit.slice(0, 12))}, ${at.toISOString().slice(0, 16).replace("T", " ")} UTC, [the job's page](${runUrl}) has the plan that was applied.</sub>`,
  ].join("\n");
}

interface Row {
  name: string;
  state: "done" | "failed" | "waiting" | "nothing";
  errors: number;
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
    name,
    state,
    errors,
    applied: texts[state],
    predicted: isPlanned(each) ? mailSentence([each]) : "no plan",
    seen: seenText(seen),
  };
}

function verifiedText(verified: Outcome["verified"]): string {
  if (verified.length === 0) return "not yet.";
  const warnings = verified.reduce((sum, { result }) => sum + result.warnings, 0);
  return warnings === 0 ? "nothing is wrong." : `no errors, ${warnings} ${warnings === 1 ? "warning" : "warnings"} in the table.`;
}

const waitingText = ({ applied }: PlannedTarget): string =>
  applied.by === "promotion"
    ? `waits to be promoted from ${code(applied.from)}`
    : applied.by === "administrator"
      ? "waits for an administrator"
      : "not applied";

const mostFindings = 5;

function seenText(verified: Evidence<"verification"> | undefined): string {
  if (!verified) return "not verified";
  const { errors, warnings, findings } = verified.result;
  if (errors + warnings === 0) return "as declared, everywhere";
  const told = findings.filter(({ severity }) => severity !== "info");
  const shown = told.slice(0, mostFindings).map(({ id, where }) => `${code(id)} at ${code(where)}`);
  const more = told.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join("; ") || plain(`${errors} errors, ${warnings} warnings`);
}

function sentence({ done, failed, waiting }: Record<"done" | "failed" | "waiting", readonly Row[]>): string {
  const names = (rows: readonly Row[]): string => listText(rows.map(({ name }) => name));
  const parts = [
    ...(failed.length > 0 ? [`the apply of ${names(failed)} failed`] : []),
    ...(done.length > 0 ? [`applied to ${names(done)}`] : []),
    ...(waiting.length > 0 ? [`${names(waiting)} ${waiting.length === 1 ? "waits" : "wait"}`] : []),
  ];
  const text = parts.join("; ") || "nothing had to be applied";
  return text.charAt(0).toUpperCase() + text.slice(1);
}
