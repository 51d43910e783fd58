/** A rehearsal as one self-contained HTML page: first the verdicts, then the steps, then what it proves and what it does not prove. */
import { sendingProviders } from "../../mail/providers/sending-providers";
import { dashboardStyle } from "../../reports/dashboard/html";
import type { DashboardPicture } from "../../reports/dashboard/picture";
import { type Html, html } from "../../reports/html";
import { htmlDocument } from "../../reports/html-document";
import { isOutside } from "../other-senders";
import { changesHtml } from "./changes-html";
import { credentialsHtml } from "./credentials-html";
import { dashboardsHtml } from "./dashboards-html";
import { messageStyle, messagesHtml, type SeenDelivery } from "./messages-html";
import { outsideInWords } from "./outside";
import {
  type Check,
  type DeliveryRow,
  firstPlanText,
  headline,
  isCaptured,
  type RehearsalReport,
  type StackRow,
  type StepRow,
  secondPlanText,
} from "./report";
import { toldHtml } from "./told";
import { whyLate } from "./why-late";

/** @param seen the messages to show, where they could be read. @param dashboards those that are there. */
export function rehearsalHtml(
  report: RehearsalReport,
  seen: readonly SeenDelivery[] = [],
  dashboards: readonly DashboardPicture[] = [],
): string {
  const main = html`${summary(report)}
${report.steps.filter(({ problem }) => problem).map(failure)}
${plans(report)}
${verdicts(report)}
${messagesHtml(seen, report.stacks.length < 2)}
${toldHtml(report)}
${dashboardsHtml(dashboards)}
${credentialsHtml(report)}
${changesHtml(report)}
${destroyed(report)}
${timeline(report)}
${propagation(report)}
${records(report)}
${reasons(report)}
${otherSenders(report)}
${trouble(report)}
${report.outcome === "passed" ? proof(report) : undefined}`;
  return htmlDocument({
    title: `${report.environment}: rehearsal ${report.outcome}`,
    styles: [messageStyle, ...(dashboards.length > 0 ? [dashboardStyle] : [])],
    main,
  });
}

function summary(report: RehearsalReport): Html {
  const { outcome, sendingDomains, startedAt, seconds, stacks, versions } = report;
  const [only, ...others] = stacks;
  const plans = only && others.length === 0 ? ` ·\nfirst plan ${firstPlanText(only)}, second plan ${secondPlanText(only)}` : "";
  return html`<div class="badges">
<span class="badge ${outcome === "passed" ? "good" : "bad"}">rehearsal ${outcome}</span>
<span class="badge note">evidence: sandbox, not live</span>
</div>
<h1>${headline(report)}</h1>
<p class="faint"><code>${sendingDomains.join(", ")}</code> · ${startedAt.slice(0, 16).replace("T", " ")} UTC · ${seconds.toFixed(1)} s${plans}<br>${versions.map(({ name, version }) => `${name} ${version}`).join(" · ")}</p>`;
}

function failure({ title, problem, log }: StepRow): Html {
  return html`<div class="failure" role="alert"><strong>Failed: ${title}</strong>
<pre>${problem?.message}</pre>${problem?.remedy ? html`<p>${problem.remedy}</p>` : undefined}<small>log: <code>${log}</code></small></div>`;
}

/** Steps that submit messages. A step that started may have submitted some, even if it failed. */
const sendingSteps = /(^|\/)(deliver|python)$/;

function verdicts({ deliveries, sendingDomains, steps, stacks }: RehearsalReport): Html {
  if (deliveries.length === 0) {
    const began = steps.some(({ id, status }) => sendingSteps.test(id) && status !== "skipped");
    const why = began
      ? "Unknown: sending started, but failed before the receivers' verdicts were read. Messages may have been submitted."
      : "No message was sent: the rehearsal failed earlier.";
    return html`<h2>What receivers concluded</h2><p>${why}</p>`;
  }
  const judged = deliveries.filter((row) => !isCaptured([row]));
  const captured = deliveries.filter((row) => isCaptured([row]));
  return html`${judged.length > 0 ? judgedTables(judged, { sendingDomains, stacks }) : undefined}
${captured.length > 0 ? capturedTable(captured) : undefined}`;
}

function capturedTable(rows: DeliveryRow[]): Html {
  return html`<h2>What was captured</h2>
<p>One real message each. The capture server kept them all, so no receiver judged them.</p>
${verdictTable(undefined, rows)}`;
}

function judgedTables(deliveries: DeliveryRow[], { sendingDomains, stacks }: Pick<RehearsalReport, "sendingDomains" | "stacks">): Html {
  const environments = [...new Set(deliveries.map(({ environment }) => environment))];
  const [sender] = sendingDomains.length === 1 ? sendingDomains.map((domain) => html`<code>${domain}</code>`) : [html`the sending domain`];
  return html`<h2>What receivers concluded</h2>
<p>One real message each. A receiver accepts the sender as ${sender} when DMARC passes. DMARC passes if SPF or DKIM passes
for an aligned domain. The rehearsal requires both.</p>
${environments.map((name) =>
  verdictTable(
    stacks.length === 1 ? undefined : name,
    deliveries.filter(({ environment }) => environment === name),
  ),
)}`;
}

/** @param caption the environment, if there are several. */
function verdictTable(caption: string | undefined, rows: DeliveryRow[]): Html {
  return html`<div class="scroll"><table class="blocks">${caption ? html`<caption>${caption}</caption>` : undefined}<thead><tr><th scope="col">Through</th><th scope="col">To</th><th scope="col">SPF</th><th scope="col">DKIM</th>
<th scope="col">DMARC</th><th scope="col">TLS, both hops</th><th scope="col" class="number">Took</th><th scope="col">Folder</th></tr></thead>
<tbody>${rows.map(deliveryRow)}</tbody></table></div>`;
}

function deliveryRow(row: DeliveryRow): Html {
  const placement = row.arrived
    ? html`<span class="${row.placement === "junk" ? "bad" : "good"}">${row.placement}</span>`
    : mark(false, "not delivered");
  return html`<tr><th scope="row">${sendingProviders[row.provider].title}${row.by === "python" ? html`<small>by Python's smtplib</small>` : undefined}</th><td data-label="To">${row.receiver}</td>
<td data-label="SPF">${check(row.spf)}</td><td data-label="DKIM"><div>${row.dkim?.map(check) ?? "–"}</div></td><td data-label="DMARC">${row.dmarc ? mark(row.dmarc.result === "pass", row.dmarc.result) : "–"}</td>
<td data-label="TLS, both hops">${[row.submissionTls, row.receiverTls].map((version) => version?.replace("TLSv", "") ?? "none").join(", ")}</td>
<td class="number" data-label="Took">${row.seconds === undefined ? "–" : `${row.seconds.toFixed(1)} s`}</td>
<td data-label="Folder">${placement}${row.reason ? html`<small class="bad">${row.reason}</small>` : undefined}</td></tr>`;
}

/** A sign and a word, because colour alone is not readable for everybody. */
const mark = (isGood: boolean, word: string): Html => html`<span class="${isGood ? "good" : "bad"}">${isGood ? "✓" : "✗"} ${word}</span>`;

function check(each: Check | undefined): Html {
  if (!each) return html`–`;
  const { result, aligned, domain, selector } = each;
  const by = html`<small>${domain}${selector ? html` <span class="cut" title="selector ${selector}">${selector}</span>` : undefined}</small>`;
  // The sending provider's own signature is not aligned with our domain, and need not be.
  if (!aligned && result === "pass") return html`<div><small>also by ${domain}: pass, not aligned</small></div>`;
  return html`<div>${mark(result === "pass", aligned ? `${result}, aligned` : result)}${by}</div>`;
}

/** What was not reached is neither right nor wrong. */
const secondPlanMark = (stack: StackRow): Html =>
  stack.secondPlanChanges === undefined
    ? html`<span class="faint">– ${secondPlanText(stack)}</span>`
    : mark(stack.secondPlanChanges === 0, secondPlanText(stack));

/** Only for several stacks: the summary covers a single one. */
function plans({ stacks }: RehearsalReport): Html | undefined {
  if (stacks.length < 2) return undefined;
  const row = (stack: StackRow): Html => html`<tr><th scope="row">${stack.name}</th><td>${firstPlanText(stack)}</td>
<td>${secondPlanMark(stack)}</td></tr>`;
  return html`<h2>What was applied</h2><p>Each stack has its own state. Environments in different AWS accounts were applied with different
logins, and no login has access to another account.</p><div class="scroll"><table><thead><tr><th scope="col">Stack</th><th scope="col">First plan</th>
<th scope="col">Second plan</th></tr></thead><tbody>${stacks.map(row)}</tbody></table></div>`;
}

function destroyed({ destroyed: gone, steps }: RehearsalReport): Html | undefined {
  if (!gone) return undefined;
  const isClean = steps.some(({ id, status }) => id === `${gone.environment}/nothing-left` && status === "done");
  return html`<h2>What was destroyed</h2><p>${gone.environment}: ${gone.resources} resources, and ${gone.keys.length} keys that
<code>credentials</code> had created. ${isClean ? "Lists of everything in the sandbox from before and after show that all of it is gone, and nothing else." : "The leftovers were not checked."}
For a while stays, and can be brought back:</p>
<ul>${gone.stays.map(({ what, until }) => html`<li>${what}, until ${until}</li>`)}</ul>`;
}

function timeline({ steps, seconds }: RehearsalReport): Html {
  const share = (ms: number): string => `${((ms / 1000 / seconds) * 100).toFixed(2)}%`;
  const row = ({
    title,
    status,
    startedAtMs,
    ms,
    note,
  }: StepRow): Html => html`<tr><th scope="row">${title}${note ? html`<small>${note}</small>` : undefined}</th>
<td class="${status === "done" ? "good" : status === "failed" ? "bad" : "faint"}">${status}</td><td class="number">${status === "skipped" ? "–" : `${(ms / 1000).toFixed(1)} s`}</td>
<td><div class="track">${status === "skipped" ? undefined : html`<div class="bar ${status}" style="left:${share(startedAtMs)};width:${share(ms)}"></div>`}</div></td></tr>`;
  return html`<h2>Where the time went</h2><div class="scroll"><table class="timeline"><thead><tr><th scope="col">Step</th><th scope="col">Outcome</th>
<th scope="col" class="number">Time</th><th scope="col">When</th></tr></thead><tbody>${steps.map(row)}</tbody></table></div>`;
}

function propagation({ propagation: rows, stacks }: RehearsalReport): Html | undefined {
  if (rows.length === 0) return undefined;
  return html`<h2>How DNS propagated</h2><p>How long <code>verify</code> waited. Published: every authoritative server answers with the records. Visible: every
resolver does. "Last server" is the one that became right last, and "Reason" is why it was late.</p><div class="scroll"><table><thead><tr><th scope="col">Stage</th>
<th scope="col" class="number">After</th><th scope="col">Last server</th><th scope="col">Reason</th></tr></thead><tbody>${rows.map(
    ({ environment, stage, seconds, last, records: count, why }) =>
      html`<tr><th scope="row">${stage} everywhere${stacks.length > 1 ? html`<small>${environment}</small>` : undefined}</th>
<td class="number">${seconds === undefined ? "never" : `${seconds.toFixed(1)} s`}</td><td><code>${last}</code></td><td>${whyLate(why)}<small>late with ${count} records</small></td></tr>`,
  )}</tbody></table></div>`;
}

function records({ records: rows }: RehearsalReport): Html | undefined {
  if (rows.length === 0) return undefined;
  return html`<h2>DNS records</h2><p>Published: every authoritative server answers with the record. Visible: every recursive resolver does.</p>
<div class="scroll"><table><thead><tr><th scope="col">Type</th><th scope="col">Name and value</th><th scope="col">Published</th><th scope="col">Visible</th></tr></thead>
<tbody>${rows.map(
    ({
      type,
      name,
      value,
      published,
      visible,
    }) => html`<tr><th scope="row">${type}</th><td><code>${name}</code><small><code>${value}</code></small></td>
<td>${mark(published, published ? "yes" : "no")}</td><td>${mark(visible, visible ? "yes" : "no")}</td></tr>`,
  )}</tbody></table></div>`;
}

function reasons({ reasons: rows = [] }: RehearsalReport): Html | undefined {
  if (rows.length === 0) return undefined;
  return html`<h2>What needs your reason</h2><p>The safety gate holds these back, though they are declared. The rehearsal let them pass. With a real account
<code>plan --waive</code> takes your reason, unless the record is there already and <code>adopt</code> imports it.</p>
<ul>${rows.map(({ stack, id, where, what }) => html`<li>${stack}: ${what}<small><code>${id}@${where}</code></small></li>`)}</ul>`;
}

function otherSenders({ otherSenders: senders = [] }: RehearsalReport): Html | undefined {
  if (senders.length === 0) return undefined;
  return html`<h2>Other senders in SPF</h2><p>The sandbox answers for well-known senders as they publish, read on a day that the table tells. Of all others it
knows nothing, and its record for them allows nobody.</p><div class="scroll"><table><thead><tr><th scope="col">Name</th><th scope="col">Declared in</th>
<th scope="col">What the sandbox knows</th></tr></thead><tbody>${senders.map(
    (each) => html`<tr><th scope="row"><code>${each.name}</code></th><td><code>${each.field}</code></td>
<td>${isOutside(each) ? html`<span class="bad">not checked:</span> ${outsideInWords(each)}` : html`what ${each.sender} publishes, read in ${each.readOn}`}</td></tr>`,
  )}</tbody></table></div>`;
}

function trouble({ trouble: { mode, seed, injected } }: RehearsalReport): Html {
  if (mode === "calm") return html`<h2>Trouble</h2><p>None (<code>--calm</code>).</p>`;
  return html`<h2>Trouble</h2><p>The sandbox injected these faults on purpose. <code>--seed ${seed}</code> injects the same faults again. Twinpost had to repeat each call, or wait for it.</p>
<table><thead><tr><th scope="col">Call</th><th scope="col">Answered</th><th scope="col" class="number">Times</th></tr></thead><tbody>${injected.map(
    ({ operation, code, count }) => html`<tr><td><code>${operation}</code></td><td>${code}</td><td class="number">${count}</td></tr>`,
  )}</tbody></table>`;
}

function proof({ deliveries, credentials, told, alarms }: RehearsalReport): Html {
  const captured = isCaptured(deliveries);
  return html`<h2>What this proves</h2><div class="two"><div><p><strong>It does</strong></p><ul>
<li>The declared stack applies with the real Terraform and its AWS provider, and a second plan is empty.</li>
${captured ? undefined : html`<li>The DNS records lead receivers to the sending providers' keys, and the return paths are aligned.</li>`}
<li>The credentials work over verified TLS, and an application needs only its seven variables to send.</li>
${credentials ? html`<li>Credentials are replaced, and the application moves to the standby and back, with mail going out after each.</li>` : undefined}
${told ? html`<li>What becomes of a message is known: its events come from both ends, and <code>trace</code> finds them.</li>` : undefined}
${alarms ? html`<li>Mail that fails rings an alarm, and somebody is told.</li>` : undefined}</ul></div>
<div><p><strong>It does not</strong></p><ul>
<li>Reach a real account at AWS, a DNS host or a sending provider, or a mailbox at a real receiver. The sandbox imitates them.</li>
${captured ? html`<li>Show what receivers would conclude: nothing was delivered.</li>` : undefined}
<li>Test reputation, content filters, warming or blocklists.</li>
<li>Prove that production is ready: that needs live evidence.</li></ul></div></div>`;
}
