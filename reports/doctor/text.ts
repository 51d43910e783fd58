/** The doctor's result for a terminal: every check, each finding with its remedy, requests that take days, and the cost. */
import type { MonthlyCost } from "../../mail/cost";
import type { Diagnosis } from "../../workflows/doctor";
import { count, findingCounts } from "../counts";
import { findingText } from "../findings/text";
import { good, quiet, warning, wrong } from "../ink";
import { nextText } from "../next";
import { type DoctorOutcome, nextAfterDoctor } from "../next-steps";
import { terminalTable } from "../terminal-table";

const outcomes = {
  ok: good("ok"),
  "not-yet": quiet("later"),
  attention: warning("look"),
  wrong: wrong("WRONG"),
  unknown: warning("UNKNOWN"),
  skipped: quiet("skipped"),
};

/** @param standing of the stacks, as far as it is known. */
export function doctorText(
  { environment, checks, findings, leadTimes, cost }: Diagnosis,
  standing: Omit<DoctorOutcome, "problems"> = {},
): string {
  const rows = checks.map(({ title, outcome, saw }) => [title, outcomes[outcome], saw]);
  const errors = findings.filter(({ severity }) => severity === "error");
  const verdict = errors.length === 0 ? good("ready") : wrong("NOT ready");
  return [
    terminalTable([{ title: "check", heading: true }, { title: "", heading: true }, "seen"], rows),
    ...findings.map(findingText),
    leadTimesText(leadTimes),
    costText(cost),
    `${environment}: ${verdict}: ${count(checks.length, "check")}, ${findingCounts(findings)}\n${nextText(
      nextAfterDoctor(environment, { problems: errors.map(({ id }) => id), ...standing }),
    )}`,
  ].join("\n");
}

function leadTimesText(leadTimes: Diagnosis["leadTimes"]): string {
  const mark = (done: boolean | undefined): string => (done === undefined ? "[?]" : done ? "[x]" : "[ ]");
  const rows = leadTimes.map(({ what, takes, done }) => `${mark(done)} ${what}: ${takes}\n`);
  return `These take days, so start them first ([?]: unknown)\n${rows.join("")}`;
}

function costText({ lines, totalUsd, asOf }: MonthlyCost): string {
  const rows = lines.map(({ what, how, usd }) => [what, usd === undefined ? "?" : dollars(usd), how]);
  const table = terminalTable(
    [{ title: "a month", heading: true }, { title: "USD", heading: true }, "for"],
    [...rows, ["at most", dollars(totalUsd), ""]],
  );
  return `${table}An estimate from list prices of ${asOf}, without tax and free tiers; docs/first-day.md lists what it leaves out.\n`;
}

const dollars = (usd: number): string => usd.toFixed(2).padStart(6);
