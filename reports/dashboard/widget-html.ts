/** One widget of a dashboard: its title, what it shows, and a legend. */
import { type Html, html } from "../html";
import type { AlarmWidget, MetricWidget, Widget } from "./body";
import { lineChart, type Size } from "./line-chart";
import { markdownHtml } from "./markdown-html";
import { type AlarmState, type DashboardPicture, type DrawnLine, drawnLines } from "./picture";
import { numberText } from "./scale";

/** @param size of the widget without its title and legend. */
export function widgetHtml(widget: Widget, picture: DashboardPicture, size: Size): Html {
  switch (widget.kind) {
    case "text":
      return html`<div class="text">${markdownHtml(widget.markdown)}</div>`;
    case "alarm":
      return alarms(widget, picture);
    case "metric":
      return metrics(widget, picture, size);
    case "unread":
      return html`${title(widget.title)}<p class="unread">Not drawn here: ${widget.why}.</p>`;
  }
}

const title = (text: string): Html => html`<h3>${text}</h3>`;

/** What is wrong comes first in the words of a state too, for whoever sees no colours. */
const states: Record<AlarmState | "none", { style: string; text: string }> = {
  ALARM: { style: "ringing", text: "in alarm" },
  OK: { style: "quiet", text: "OK" },
  INSUFFICIENT_DATA: { style: "unknown", text: "no data" },
  none: { style: "unknown", text: "not there" },
};

function alarms({ title: text, alarms: arns }: AlarmWidget, { alarms: found }: DashboardPicture): Html {
  return html`${title(text)}<ul class="alarms">${arns.map((arn) => {
    const { style, text } = states[found.get(arn) ?? "none"];
    return html`<li class="${style}">${arn.replace(/^.*:alarm:/, "")} <b>${text}</b></li>`;
  })}</ul>`;
}

function metrics(widget: MetricWidget, { answers }: DashboardPicture, size: Size): Html {
  const answer = answers.get(widget);
  if (!answer) return html`${title(widget.title)}<p class="unread">Nobody asked for its data.</p>`;
  if ("failed" in answer) return html`${title(widget.title)}<p class="unread">Its data could not be read: ${answer.failed}</p>`;
  const lines = drawnLines(widget, answer.lines);
  if (widget.view === "singleValue") return html`${title(widget.title)}${numbers(lines)}`;
  return html`${title(widget.title)}${lineChart(widget, lines, answer, size)}<ul class="legend">${lines.map(legend)}</ul>`;
}

const legend = ({ label, color, points }: DrawnLine): Html =>
  html`<li><i style="background:${color}"></i>${label}${points.length === 0 ? html` <small>no data</small>` : undefined}</li>`;

/** The last value of each: CloudWatch writes "--" where there is none. */
const numbers = (lines: readonly DrawnLine[]): Html =>
  html`<ul class="numbers">${lines.map(({ label, color, points }) => {
    const [, value] = points.at(-1) ?? [];
    return html`<li><b style="color:${color}">${value === undefined ? "--" : numberText(value)}</b><span>${label}</span></li>`;
  })}</ul>`;
