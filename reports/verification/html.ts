/** What a verification found, as one self-contained HTML page. */

import type { Finding } from "../../findings/finding";
import { type DnsRecord, dataText } from "../../mail/dns/record";
import { Html, html } from "../html";
import { htmlDocument } from "../html-document";
import { countsOf, evidenceText, providerText, scoreText, type VerificationView, valueText } from "./facts";

const findingStyle = new Html(`
.finding { border-top: 1px solid var(--line); padding: 14px 0 4px; } .finding > div { margin-bottom: 4px; }
details { font-size: 14px; margin: 0 0 12px; } summary { color: var(--faint); cursor: pointer; } details p { margin: 4px 0; } .finding p { overflow-wrap: anywhere; }
`);

/** What makes a page evidence: when, with what, of what. */
export interface Origin {
  at: Date;
  /** Of Twinpost. */
  version: string;
  /** Whether the answers are those of real services. */
  isLive: boolean;
}

export function verificationHtml(title: string, view: VerificationView, { at, version, isLive }: Origin): string {
  const { records, providers, findings, forecast } = view;
  const main = html`<div class="badges">${isLive ? badge("none", "live") : badge("warning", "sandbox, not live")}${countsOf(findings).map(({ text, severity }) => badge(severity, text))}</div>
<h1>${title}</h1>
<p class="faint">${at.toISOString().slice(0, 16).replace("T", " ")} UTC · Twinpost ${version}</p>
${providers.map((each) => html`<p>${providerText(each)}</p>`)}
${forecast ? html`<p>${scoreText(forecast)}</p>` : undefined}
${findings.length > 0 ? html`<h2>Findings</h2>` : undefined}
${findings.map(finding)}
<h2>Records</h2>
<div class="scroll"><table>
<thead><tr><th scope="col">Type</th><th scope="col">Name and value</th><th scope="col">Published</th><th scope="col">Visible</th></tr></thead>
<tbody>${records.map(
    ({ record, published, visible, values }) =>
      html`<tr><th scope="row">${record.type}</th><td><code>${record.name}</code><small><code>${contentOf(record, values)}</code></small></td><td>${yesNo(published)}</td><td>${yesNo(visible)}</td></tr>`,
  )}</tbody>
</table></div>
<p class="faint">Published: every authoritative name server answers with the record. Visible: every resolver that was asked does.</p>`;
  return htmlDocument({ title: title, styles: [findingStyle], main });
}

/** Of any domain what is there; of a declared record what it has to be. */
const contentOf = (record: object, values: readonly string[] | undefined): string =>
  values ? valueText(values) : dataText(record as DnsRecord<string>);

const colours = { none: "good", error: "bad", warning: "note", info: "" } as const;
const badge = (severity: keyof typeof colours, text: string): Html => html`<span class="badge ${colours[severity]}">${text}</span>`;

const yesNo = (holds: boolean): Html => html`<span class="${holds ? "good" : "bad"}">${holds ? "yes" : "no"}</span>`;

const finding = ({ id, severity, what, where, remedy, evidence = [] }: Finding): Html => html`<div class="finding">
<div>${badge(severity, severity)} <code>${where}</code> <span class="faint"><code>${id}</code></span></div>
<p>${what}</p>
<p>To do: ${withCode(remedy)}</p>
${evidence.length > 0 ? html`<details><summary>DNS answers</summary>${evidence.map((each) => html`<p>${evidenceText(each)}</p>`)}</details>` : undefined}
</div>`;

/** Remedies name commands between backticks. */
const withCode = (text: string): Html[] =>
  text.split("`").map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
