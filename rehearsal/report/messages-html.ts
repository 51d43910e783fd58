/**
 * The part of a rehearsal's page that shows each message as its receiver got it. The HTML stands in a frame that may do nothing: no scripts, no
 * links that lead anywhere, nothing from elsewhere (https://html.spec.whatwg.org/multipage/iframe-embed-object.html#attr-iframe-sandbox).
 */
import { sendingProviders } from "../../mail/providers/sending-providers";
import { Html, html } from "../../reports/html";
import type { ReceivedMessage } from "./received";
import type { DeliveryRow } from "./report";

/** A delivery with its message. */
export type SeenDelivery = DeliveryRow & { message: ReceivedMessage };

export function messagesHtml(seen: readonly SeenDelivery[], isOneStack: boolean): Html | undefined {
  if (seen.length === 0) return undefined;
  return html`<h2>What receivers got</h2>
<p>Each invitation as it arrived: open one to see it, its headers, and the way it took. Nothing in it is fetched from elsewhere, and its links lead nowhere here.</p>
${seen.map((each, index) => messageHtml(each, isOneStack, index === 0))}`;
}

const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">`;

export const messageStyle = new Html(`
.message { border: 1px solid var(--line); border-radius: 6px; padding: 0 14px; margin: 10px 0; } .message > summary { padding: 10px 0; cursor: pointer; overflow-wrap: anywhere; }
.message iframe { width: 100%; height: 260px; border: 1px solid var(--line); border-radius: 4px; background: #fff; }
.message pre { white-space: pre-wrap; overflow-wrap: anywhere; font: 12px/1.5 ui-monospace, Menlo, Consolas, monospace; background: var(--wash); padding: 10px; border-radius: 4px; }
.message details { margin: 6px 0; } .message details > summary { color: var(--faint); cursor: pointer; font-size: 14px; } .message ol { padding-left: 22px; margin: 0 0 14px; font-size: 14px; }
.message .subject { margin: 4px 0 8px; font-size: 17px; }
@media print { .message iframe { height: 300px; } }
`);

function messageHtml({ message, ...row }: SeenDelivery, isOneStack: boolean, isOpen: boolean): Html {
  const { subject, text, html: page, headers, environment } = message;
  const through = `through ${sendingProviders[row.provider].title}`;
  const verdict = row.dmarc ? `DMARC ${row.dmarc.result}` : "judged by no receiver";
  const head = html`<summary><strong>${row.recipient}</strong> ${through}${isOneStack ? "" : `, ${environment}`}: ${row.placement ?? ""}, ${verdict}</summary>`;
  const shown = page
    ? html`<iframe sandbox="" title="${`${subject}, as ${row.receiver} got it`}" srcdoc="${policy}${page}"></iframe>`
    : undefined;
  const body = html`<p class="subject"><strong>${subject}</strong></p>
${shown}
${text ? html`<details><summary>as plain text</summary><pre>${text}</pre></details>` : undefined}
<details><summary>${headers.length} headers</summary><pre>${headers.join("\n")}</pre></details>
${way(message, row)}`;
  return isOpen ? html`<details class="message" open>${head}${body}</details>` : html`<details class="message">${head}${body}</details>`;
}

function way({ hops, receivedAt }: ReceivedMessage, row: DeliveryRow): Html {
  const tls = [row.submissionTls, row.receiverTls].map((version) => (version ? `, ${version.replace("TLSv", "TLS ")}` : ""));
  return html`<p>The way it took:</p><ol>${hops.map(
    ({ by, from, protocol, at }, index) =>
      html`<li>accepted by <code>${by}</code>${from ? html` from <code>${from}</code>` : undefined}${protocol ? ` with ${protocol}` : ""}${(index === 0 ? tls[0] : tls[1]) ?? ""}${at ? html`<small>${at}</small>` : undefined}</li>`,
  )}<li>put into ${row.placement ?? "a folder"}${row.seconds === undefined ? "" : `, ${row.seconds.toFixed(1)} s after the submission`}<small>${receivedAt}</small></li></ol>`;
}
