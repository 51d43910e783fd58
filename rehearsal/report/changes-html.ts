/** The part of a rehearsal's page that tells of prepared changes: what was forecast of each, and what receivers did once it was made. */

import { type Html, html } from "../../reports/html";
import { isAsForecast, outcomesInWords, realInWords } from "./changes-in-words";
import type { ChangeRow, RehearsalReport } from "./report";

export function changesHtml({ changes, stacks }: RehearsalReport): Html | undefined {
  if (!changes) return undefined;
  const { environment, rows, leftOut } = changes;
  const where = stacks.length > 1 ? html` in <code>${environment}</code>` : undefined;
  return html`<h2>What changes would do, and did</h2>
${
  rows.length > 0
    ? html`<p>Changes of DNS, tried${where}: planned with the real Terraform and forecast as <code>plan</code> does; then really made, also
where the safety gate holds them back, to see what receivers do with messages sent meanwhile; then put back. Each is tried as an ordinary and as a
bulk sender.</p>
<div class="scroll"><table><thead><tr><th scope="col">Change</th><th scope="col">Forecast</th><th scope="col">Held back</th>
<th scope="col">Receivers did</th></tr></thead><tbody>${rows.map(changeRow)}</tbody></table></div>`
    : undefined
}
${leftOut.length > 0 ? html`<p>Not tried:</p><ul>${leftOut.map(({ what, why }) => html`<li>${what}; ${why}</li>`)}</ul>` : undefined}`;
}

/** Held back is as it must be when mail breaks, and not otherwise. */
function changeRow(row: ChangeRow): Html {
  const { what, breaksMail, heldBack, findings, forecast, real } = row;
  const [isRight, isTrue] = [heldBack === breaksMail, isAsForecast(row)];
  return html`<tr><th scope="row" class="wrap">${what}</th><td>${outcomesInWords(forecast)}</td>
<td><span class="${isRight ? "good" : "bad"}">${isRight ? "✓" : "✗"} ${heldBack ? "yes" : "no"}</span>${findings.map((id) => html`<small>${id}</small>`)}</td>
<td><span class="${isTrue ? "good whole" : real ? "bad" : "faint"}">${real ? (isTrue ? "✓ " : "✗ ") : ""}${realInWords(row)}</span></td></tr>`;
}
