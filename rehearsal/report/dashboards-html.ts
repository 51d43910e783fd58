/** The part of a rehearsal's page that shows each environment's dashboard as it was at the end. */
import { dashboardGrid } from "../../reports/dashboard/html";
import type { DashboardPicture } from "../../reports/dashboard/picture";
import { type Html, html } from "../../reports/html";

/** The page is narrower than a dashboard's own. */
const unit = { width: 34.5, height: 40 };

export function dashboardsHtml(pictures: readonly DashboardPicture[]): Html | undefined {
  const [first] = pictures;
  if (!first) return undefined;
  return html`<h2>What the dashboard shows</h2>
<p>Drawn as CloudWatch would draw it, at ${first.now.toISOString().slice(11, 16)} UTC, after all of the above. It shows the last day, of which a
rehearsal takes minutes: a line is a point here.</p>
${pictures.map((picture) => {
  const head = html`<summary><strong>${picture.name}</strong>: ${ringing(picture)}</summary>`;
  const body = dashboardGrid(picture, unit);
  return picture === first
    ? html`<details class="message" open>${head}${body}</details>`
    : html`<details class="message">${head}${body}</details>`;
})}`;
}

function ringing({ alarms }: DashboardPicture): string {
  const rings = [...alarms].filter(([, state]) => state === "ALARM").map(([arn]) => arn.replace(/^.*:alarm:/, ""));
  return rings.length > 0 ? `in alarm: ${rings.join(", ")}` : "no alarm rings";
}
