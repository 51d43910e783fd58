/** The part of a rehearsal's page about prepared changes: the forecast of each, and what receivers did once it was made. */

import { type Html, html } from "../../reports/html";
import { outcomesInWords, proofOf, realInWords } from "./changes-in-words";
import type { ChangeRow, RehearsalReport } from "./report";

export function changesHtml({ changes, stacks }: RehearsalReport): Html | undefined {
  if (!changes) return undefined;
  const { environment, rows, leftOut } = changes;
  const where = stacks.length > 1 ? html` in <code>${environment}</code>` : undefined;
  return html`<h2>Prepared DNS changes</h2>
${
  rows.length > 0
    ? html`<p>The rehearsal planned each change${where} with the real Terraform and forecast it as <code>plan</code> does. Then it made the change, even if
the safety gate holds it back, sent messages to see what receivers do with them, and undid the change. It tried each change as an ordinary and as a
bulk sender.</p>
<div class="scroll"><table><thead><tr><th scope="col">Change</th><th scope="col">Forecast</th><th scope="col">Safety gate</th>
<th scope="col">Receivers did</th></tr></thead><tbody>${rows.map(changeRow)}</tbody></table></div>`
    : undefined
}
${leftOut.length > 0 ? html`<p>Not tried:</p><ul>${leftOut.map(({ what, why }) => html`<li>${what}; ${why}</li>`)}</ul>` : undefined}`;
}

const proofs = {
  "as forecast": { style: "good whole", sign: "✓ " },
  otherwise: { style: "bad", sign: "✗ " },
  open: { style: "faint", sign: "" },
};

/** The safety gate must hold a change back if it breaks mail, and only then. */
function changeRow(row: ChangeRow): Html {
  const { what, breaksMail, heldBack, findings, forecast } = row;
  const isRight = heldBack === breaksMail;
  const { style, sign } = proofs[proofOf(row)];
  return html`<tr><th scope="row" class="wrap">${what}</th><td>${outcomesInWords(forecast)}</td>
<td><span class="${isRight ? "good" : "bad"}">${isRight ? "✓" : "✗"} ${heldBack ? "held back" : "let through"}</span>${findings.map((id) => html`<small>${id}</small>`)}</td>
<td><span class="${style}">${sign}${realInWords(row)}</span></td></tr>`;
}
