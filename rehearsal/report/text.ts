/** The end of a rehearsal in a terminal: the verdicts, where the time went, what failed and its remedy, and where the files are. */

import { count } from "../../reports/counts";
import { good, wrong } from "../../reports/ink";
import { nextText } from "../../reports/next";
import { nextAfterRehearse } from "../../reports/next-steps";
import { type Column, terminalTable } from "../../reports/terminal-table";
import { loadText } from "../load/step";
import { outcomesInWords, realInWords } from "./changes-in-words";
import { outsideText } from "./outside";
import {
  type DeliveryRow,
  firstPlanText,
  headline,
  type PropagationRow,
  type RehearsalReport,
  type StepRow,
  secondPlanText,
} from "./report";
import { toldText } from "./told";

/** @param directory the rehearsal's folder, as the reader would type it. @param isExample whether nobody has put own data in yet. */
export function rehearsalText(report: RehearsalReport, directory: string, isExample = false): string {
  const { outcome, deliveries, steps, stacks, trouble, seconds } = report;
  const isOne = stacks.length === 1;
  const sections = [
    deliveries.length > 0 ? verdicts(deliveries, isOne) : "",
    isOne ? "" : plansAndTime(report),
    isOne ? timeSpent(steps, seconds) : "",
    toldText(report, isOne),
    report.credentials ? credentialsText(report.credentials, isOne) : "",
    report.changes ? changesText(report.changes) : "",
    report.destroyed ? destroyedText(report.destroyed) : "",
    report.propagation.length > 0 ? propagation(report.propagation, isOne) : "",
    report.reasons ? reasonsText(report.reasons) : "",
    outsideText(report.otherSenders),
    troubleLine(trouble),
    ...steps.filter(({ problem }) => problem).map((step) => problemText(step, directory)),
    `${outcome === "passed" ? good(headline(report)) : wrong(headline(report))}\n`,
    `report  ${directory}/report.html\njson    ${directory}/report.json\nlogs    ${directory}/\n`,
    nextText(nextAfterRehearse(report.environment, outcome === "passed", isExample)),
  ];
  return `\n${sections.filter((section) => section !== "").join("\n")}`;
}

const through: Column = { title: "through", heading: true };
const to: Column = { title: "to", heading: true };
const dns: Column = { title: "dns", heading: true };
const tls: Column = { title: "tls", leaveOut: 2 };
const time: Column = { title: "time", leaveOut: 1 };
const verdict: Column = { title: "", heading: true };

/** @param isOne whether there is only one environment, so that rows need not name it. */
function verdicts(deliveries: DeliveryRow[], isOne: boolean): string {
  const rows = deliveries.map((row) => [
    ...(isOne ? [] : [row.environment]),
    row.by === "python" ? `${row.provider} (Python)` : row.provider,
    row.receiver,
    row.spf ? `${row.spf.result}${row.spf.aligned ? " aligned" : ""}` : "-",
    dkimText(row),
    row.dmarc?.result ?? "-",
    [row.submissionTls ?? "-", row.receiverTls ?? "-"].map((version) => version.replace("TLSv", "")).join(" / "),
    row.seconds === undefined ? "-" : `${row.seconds.toFixed(1)} s`,
    row.reason ? wrong("NOT AS EXPECTED") : good(row.placement ?? ""),
  ]);
  return terminalTable([...(isOne ? [] : ["environment"]), through, to, "spf", "dkim", "dmarc", tls, time, verdict], rows);
}

function dkimText({ dkim = [] }: DeliveryRow): string {
  const own = dkim.find(({ aligned }) => aligned);
  return own?.result === "pass" ? "pass aligned" : ((own ?? dkim[0])?.result ?? "-");
}

/** A bar per step, as long as its share of the time. Parallel steps add up to more than the total. */
function timeSpent(steps: StepRow[], total: number): string {
  const rows = steps
    .filter(({ status }) => status !== "skipped")
    .map(({ title, ms }) => [`${(ms / 1000).toFixed(1)} s`.padStart(7), title, "█".repeat(Math.round((ms / 1000 / total) * 30)) || "▏"]);
  return `${terminalTable(["time", "step", { title: "", leaveOut: 1 }], rows)}${`${total.toFixed(1)} s`.padStart(7)}  in total\n`;
}

/** One line per stack: its plans, and when its steps ran. */
function plansAndTime({ stacks, steps, seconds }: RehearsalReport): string {
  const rows = stacks.map((stack) => {
    const own = steps.filter(({ stack: name, status }) => name === stack.name && status !== "skipped");
    const from = Math.min(...own.map(({ startedAtMs }) => startedAtMs)) / 1000;
    const to = Math.max(...own.map(({ startedAtMs, ms }) => startedAtMs + ms)) / 1000;
    const time = own.length === 0 ? "-" : `${from.toFixed(1)} to ${to.toFixed(1)} s`;
    return [stack.name, firstPlanText(stack), secondPlanText(stack), time];
  });
  return `${terminalTable(["stack", "first plan", "second plan", "time"], rows)}${seconds.toFixed(1)} s in total\n`;
}

/** The servers that `verify` had to wait for. */
function propagation(rows: PropagationRow[], isOne: boolean): string {
  const cells = rows.map(({ environment, stage, seconds, last, records, why }) => [
    ...(isOne ? [] : [environment]),
    `${stage} everywhere`,
    seconds === undefined ? "never" : `${seconds.toFixed(1)} s`,
    last,
    String(records),
    why,
  ]);
  return terminalTable([...(isOne ? [] : ["environment"]), dns, "after", "last server", "records", "reason"], cells);
}

function credentialsText({ rotations, switches, compressed, load }: NonNullable<RehearsalReport["credentials"]>, isOne: boolean): string {
  const cells = [
    ...rotations.map(({ environment, provider, keysBefore, keysAfter, refusedAfterSeconds }) => [
      ...(isOne ? [] : [environment]),
      `${provider}: key replaced`,
      `${keysBefore.join(" ")} -> ${keysAfter.join(" ")}`,
      `old login refused after ${refusedAfterSeconds} s`,
    ]),
    ...switches.map(({ environment, from, to, seconds }) => [
      ...(isOne ? [] : [environment]),
      "switched",
      `${from} -> ${to}`,
      `in ${seconds.toFixed(1)} s`,
    ]),
  ];
  return `${terminalTable([...(isOne ? [] : ["environment"]), "credentials", "", "measured"], cells)}clocks compressed: ${compressed}\n${load ? `under load: ${loadText(load)}\nclocks compressed: ${load.compressed}\n` : ""}`;
}

function changesText({ rows, leftOut }: NonNullable<RehearsalReport["changes"]>): string {
  const cells = rows.map((row) => [row.what, outcomesInWords(row.forecast), row.heldBack ? "yes" : "no", realInWords(row)]);
  const table = rows.length > 0 ? terminalTable(["change", "forecast", "held back", "receivers did"], cells) : "";
  return [table, ...leftOut.map(({ what, why }) => `change not tried: ${what}; ${why}\n`)].join("");
}

function destroyedText({ environment, resources, keys, stays }: NonNullable<RehearsalReport["destroyed"]>): string {
  const waiting = stays.map(({ what, until }) => `  ${what}, until ${until}\n`).join("");
  return `destroyed: ${environment}, ${count(resources, "resource")} and ${count(keys.length, "key")}; for a while stays:\n${waiting}`;
}

/** The command is as long as the names in it, so it stands on lines of its own. */
function reasonsText(reasons: NonNullable<RehearsalReport["reasons"]>): string {
  const lines = reasons.flatMap(({ stack, id, where }) => [
    `  npx twinpost plan --env ${stack} \\`,
    `    --waive '${id}@${where}=<reason>'`,
  ]);
  return `with a real account, the plan asks for your reason:\n${lines.join("\n")}\n`;
}

function troubleLine({ mode, seed, injected }: RehearsalReport["trouble"]): string {
  if (mode === "calm") return "trouble: none (--calm)\n";
  const total = injected.reduce((sum, { count }) => sum + count, 0);
  return `trouble: ${total} calls hit on purpose, seed "${seed}" (listed in the report)\n`;
}

function problemText({ title, problem, log }: StepRow, directory: string): string {
  const remedy = problem?.remedy ? `  ${problem.remedy}\n` : "";
  return `${wrong(`failed: ${title}`)}\n${problem?.message ?? ""}\n${remedy}  log: ${directory}/${log}\n`;
}
