import { dashboardsHtml } from "../../../rehearsal/report/dashboards-html";
import { rehearsalHtml } from "../../../rehearsal/report/html";
import { readDashboard } from "../../../reports/dashboard/body";
import type { DashboardPicture } from "../../../reports/dashboard/picture";
import { report } from "./report";

const alarm = "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:twinpost-any/ses-mail-page";
const picture = (name: string, state: "ALARM" | "OK"): DashboardPicture => ({
  name,
  dashboard: readDashboard(JSON.stringify({ widgets: [{ type: "alarm", properties: { title: "<Alarms>", alarms: [alarm] } }] })),
  answers: new Map(),
  alarms: new Map([[alarm, state]]),
  now: new Date("2026-11-29T03:30:00Z"),
});

test("each dashboard, the first one open, with the alarms that ring", () => {
  const text = dashboardsHtml([picture("one", "ALARM"), picture("two", "OK")])?.text ?? "";
  expect(text.match(/<details[^>]*>/g)).toEqual(['<details class="message" open>', '<details class="message">']);
  expect(text).toContain("<strong>one</strong>: in alarm: twinpost-any/ses-mail-page</summary>");
  expect(text).toContain("<strong>two</strong>: no alarm rings</summary>");
  expect(text).toContain("&lt;Alarms&gt;");
});

test("the report shows them after what was told, and nothing of them where there are none", () => {
  expect(rehearsalHtml(report(), [], [picture("one", "OK")])).toContain("<h2>What the dashboard shows</h2>");
  expect(rehearsalHtml(report())).not.toMatch(/What the dashboard shows|\.dashboard/);
});
