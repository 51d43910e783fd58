/** What verification found as one self-contained HTML page. */
import { type Html, html } from "./html";
import { rehearsalStyle } from "./rehearsal-style";
import type { VerificationView } from "./verification-text";

export function verificationHtml(title: string, { records, providers, findings }: VerificationView): string {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${rehearsalStyle}</style>
</head>
<body><main>
<div class="badges"><span class="badge ${errors === 0 ? "good" : "bad"}">${errors === 0 ? "no errors" : `errors: ${errors}`}</span></div>
<h1>${title}</h1>
${findings.map(finding)}
<h2>Records</h2>
<div class="scroll"><table>
<thead><tr><th>type</th><th>name</th><th>published</th><th>visible</th></tr></thead>
<tbody>${records.map(
    ({ record, published, visible }) =>
      html`<tr><td>${record.type}</td><td><code>${record.name}</code></td><td>${yesNo(published)}</td><td>${yesNo(visible)}</td></tr>`,
  )}</tbody>
</table></div>
${providers.map(({ provider, ready, reasons }) => html`<p>${provider}: ${ready ? "accepts the domain" : `not ready, ${reasons.join("; ")}`}</p>`)}
</main></body></html>
`;
  return page.text;
}

const yesNo = (holds: boolean): Html => html`<span class="${holds ? "good" : "bad"}">${holds ? "yes" : "no"}</span>`;

const finding = ({ id, severity, what, where, remedy }: VerificationView["findings"][number]): Html =>
  html`<h2>${severity}: <code>${where}</code></h2>
<p>${what}</p>
<p>To do: ${remedy} <span class="faint"><code>${id}</code></span></p>`;
