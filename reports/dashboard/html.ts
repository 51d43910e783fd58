/** A dashboard as CloudWatch would lay it out, without scripts or anything from elsewhere: on a page of its own, or as a part of another one. */
import { Html, html } from "../html";
import { htmlDocument } from "../html-document";
import type { DashboardPicture } from "./picture";
import { widgetHtml } from "./widget-html";

/** Pixels of a unit of the grid. */
export interface Unit {
  width: number;
  height: number;
}

const gap = 8;
/** Of a metric widget: its padding, title and legend. */
const around = { width: 20, height: 64 };

/** Of a page of its own: wider than a report. */
const pageStyle = new Html("main { max-width: 1500px; padding-top: 20px; } p.faint { max-width: none; }");

export function dashboardPage(picture: DashboardPicture): string {
  const main = html`<h1>${picture.name}</h1>
<p class="faint">The dashboard, drawn at ${picture.now.toISOString().slice(0, 19).replace("T", " ")} from what CloudWatch answers. All times are UTC.</p>
${dashboardGrid(picture, { width: 54, height: 42 })}`;
  return htmlDocument({ title: picture.name, styles: [dashboardStyle, pageStyle], main });
}

export function dashboardGrid(picture: DashboardPicture, unit: Unit): Html {
  const widgets = picture.dashboard.widgets.map((widget) => {
    const { kind, x, y, width, height } = widget;
    const size = {
      width: width * unit.width + (width - 1) * gap - around.width,
      height: Math.max(40, height * unit.height + (height - 1) * gap - around.height),
    };
    const place = `grid-column:${x + 1} / span ${width};grid-row:${y + 1} / span ${height}`;
    return html`<section class="widget ${kind}" style="${place}">${widgetHtml(widget, picture, size)}</section>`;
  });
  return html`<div class="dashboard" style="grid-auto-rows:minmax(${unit.height}px,auto)">${widgets}</div>`;
}

export const dashboardStyle = new Html(`
.dashboard { display: grid; grid-template-columns: repeat(24, minmax(0, 1fr)); gap: ${gap}px; font-size: 13px; line-height: 1.35; }
.widget { border: 1px solid var(--line); border-radius: 6px; padding: 8px 10px; min-width: 0; }
.widget h3 { margin: 0 0 4px; font-size: 13px; font-weight: 600; } .widget p { margin: 0 0 6px; max-width: none; } .widget .heading { font-weight: 700; font-size: 15px; }
.widget svg { display: block; width: 100%; height: auto; } .widget .unread { color: var(--note); background: var(--note-wash); padding: 6px 8px; border-radius: 4px; }
.widget text { font: 11px system-ui, sans-serif; } .widget .tick { fill: var(--faint); } .widget .grid { stroke: var(--line); stroke-width: 1; }
.widget ul { list-style: none; margin: 0; padding: 0; } .widget .text ul { list-style: disc; padding-left: 18px; }
.legend { display: flex; flex-wrap: wrap; gap: 0 14px; } .legend i { display: inline-block; width: 10px; height: 10px; border-radius: 2px; margin-right: 5px; } .legend small { display: inline; }
.alarms { display: grid; grid-template-columns: repeat(auto-fill, minmax(250px, 1fr)); gap: 5px; } .alarms li { padding: 3px 8px; border-radius: 4px; border-left: 4px solid; overflow-wrap: anywhere; }
.alarms b { float: right; } .alarms .ringing { background: var(--bad-wash); color: var(--bad); } .alarms .quiet { background: var(--good-wash); color: var(--good); } .alarms .unknown { background: var(--wash); color: var(--faint); }
.numbers { display: flex; flex-wrap: wrap; gap: 4px 28px; } .numbers b { display: block; font-size: 26px; line-height: 1.2; font-variant-numeric: tabular-nums; } .numbers span { color: var(--faint); }
@media (max-width: 640px) { .dashboard { display: block; } .widget { margin-bottom: 8px; } }
@media print { .widget { break-inside: avoid; } }
`);
