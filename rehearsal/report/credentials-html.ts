/** The part of a rehearsal's page about credentials that were replaced, and switches between sending providers, with what was measured. */
import { sendingProviders } from "../../mail/providers/sending-providers";
import { type Html, html } from "../../reports/html";
import { loadText } from "../load/step";
import type { RehearsalReport, RotationRow, SwitchRow } from "./report";

export function credentialsHtml({ credentials, stacks }: RehearsalReport): Html | undefined {
  if (!credentials) return undefined;
  const { rotations, switches, compressed, load } = credentials;
  const where = (environment: string) => (stacks.length > 1 ? html`<small>${environment}</small>` : undefined);
  return html`<h2>Credentials replaced, and a switch to the standby</h2>
<p>After each, a message was sent with what the application secret said then. Clocks were compressed: ${compressed}. A real provider
takes longer until it refuses a key that was stopped, some take minutes.</p>
${rotations.length > 0 ? rotationTable(rotations, where) : undefined}
${switches.length > 0 ? switchTable(switches, where) : undefined}
${load ? html`<p>While ${load.senders} programs sent: ${loadText(load)}. Clocks compressed: ${load.compressed}.</p>` : undefined}`;
}

type Where = (environment: string) => Html | undefined;

const rotationTable = (rows: RotationRow[], where: Where): Html =>
  html`<div class="scroll"><table><thead><tr><th scope="col">Replaced at</th><th scope="col">Key before</th><th scope="col">Key after</th>
<th scope="col" class="number">Old login refused after</th></tr></thead><tbody>${rows.map(
    ({ environment, provider, keysBefore, keysAfter, refusedAfterSeconds }) =>
      html`<tr><th scope="row">${sendingProviders[provider].title}${where(environment)}</th><td><code>${keysBefore.join(", ")}</code></td>
<td><code>${keysAfter.join(", ")}</code></td><td class="number">${refusedAfterSeconds} s</td></tr>`,
  )}</tbody></table></div>`;

const switchTable = (rows: SwitchRow[], where: Where): Html =>
  html`<div class="scroll"><table><thead><tr><th scope="col">Switched from</th><th scope="col">To</th><th scope="col" class="number">Took</th>
<th scope="col">Warnings</th></tr></thead><tbody>${rows.map(
    ({ environment, from, to, seconds, warnings }) =>
      html`<tr><th scope="row">${from === "another server" ? from : sendingProviders[from].title}${where(environment)}</th>
<td>${sendingProviders[to].title}</td><td class="number">${seconds.toFixed(1)} s</td><td>${warnings.length > 0 ? warnings.join("; ") : "none"}</td></tr>`,
  )}</tbody></table></div>`;
