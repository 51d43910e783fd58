/** What the sending providers told of the invitations, and the alarms that were heard: for a terminal, and for the page. */
import { type Html, html } from "../../reports/html";
import { good, wrong } from "../../reports/ink";
import { terminalTable } from "../../reports/terminal-table";
import type { HeardRow, RehearsalReport, ToldRow } from "./report";

type Told = Pick<RehearsalReport, "told" | "alarms">;

/** A row for each environment and provider: how much of its mail it called delivered, and by which events. */
export function toldText({ told = [], alarms = [] }: Told, isOne: boolean): string {
  const rows = shares(told).map(({ environment, provider, delivered, all, kinds }) => {
    const share = `${delivered} of ${all} delivered`;
    return [...(isOne ? [] : [environment]), provider, delivered === all ? good(share) : wrong(share), kinds];
  });
  const table = rows.length > 0 ? terminalTable([...(isOne ? [] : ["environment"]), "told by", "invitations", "by"], rows) : "";
  return `${table}${alarms.map((each) => `alarm: ${heardText(each)}\n`).join("")}`;
}

/** Each invitation. */
export function toldHtml({ told = [], alarms = [] }: Told): Html | undefined {
  if (told.length + alarms.length === 0) return undefined;
  return html`<h2>What the providers told</h2>
<p>Each invitation, found with <code>twinpost trace</code> by the id that the application gave it. Its events came as a provider sends them: signed, through
a topic or a web address, a queue and the function that was applied.</p>
<div class="scroll"><table><thead><tr><th scope="col">Message</th><th scope="col">Told by</th><th scope="col">Is</th><th scope="col">By the events</th></tr></thead>
<tbody>${told.map(
    ({ environment, reference, provider, standing, kinds }) =>
      html`<tr><th scope="row"><code>${reference}</code> <small>${environment}</small></th><td>${provider}</td><td>${standing}</td><td>${kinds.join(", ")}</td></tr>`,
  )}</tbody></table></div>
${alarms.length > 0 ? html`<p>An alarm was heard: ${alarms.map(heardText).join("; ")}.</p>` : undefined}`;
}

const heardText = ({ alarm, target, seconds, messages }: HeardRow): string =>
  `${alarm} rang ${seconds.toFixed(0)} s after the first of ${messages} messages that receivers refused, and ${target} was told`;

function shares(told: readonly ToldRow[]) {
  const groups = new Map<string, ToldRow[]>();
  for (const row of told) {
    const key = `${row.environment} ${row.provider}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].map((rows) => ({
    environment: rows[0]?.environment ?? "",
    provider: rows[0]?.provider ?? "",
    delivered: rows.filter(({ standing }) => standing === "delivered").length,
    all: rows.length,
    kinds: [...new Set(rows.flatMap(({ kinds }) => kinds))].join(", "),
  }));
}
