/** The page of a dashboard: every widget in its place, nothing of strangers that does something. */
import { readDashboard } from "../../../reports/dashboard/body";
import { dashboardPage } from "../../../reports/dashboard/html";
import type { AlarmState, AnsweredLine, DashboardPicture, WidgetAnswer } from "../../../reports/dashboard/picture";

const now = new Date("2026-11-29T03:30:00Z");
const range = { from: now.getTime() - 3_600_000, to: now.getTime() };

function page(widgets: object[], lines: AnsweredLine[] | Error = [], alarms: Record<string, AlarmState> = {}): string {
  const dashboard = readDashboard(JSON.stringify({ widgets }));
  const answer: WidgetAnswer = lines instanceof Error ? { failed: lines.message } : { ...range, lines };
  const answers: DashboardPicture["answers"] = new Map(dashboard.widgets.map((widget) => [widget, answer]));
  return dashboardPage({ name: "twinpost-any", dashboard, answers, alarms: new Map(Object.entries(alarms)), now });
}
const metric = (properties: object = {}) => ({
  type: "metric",
  x: 12,
  y: 3,
  width: 12,
  height: 6,
  properties: { metrics: [["A", "b", { id: "m" }]], ...properties },
});
const answered = (values: number[], label = "sent"): AnsweredLine[] => [
  { id: "m", label, points: values.map((value, index) => [range.from + index * 300_000, value]) },
];

test("a widget stands where the grid of 24 columns has it", () => {
  expect(page([metric()])).toContain('class="widget metric" style="grid-column:13 / span 12;grid-row:4 / span 6"');
});

test("what strangers wrote is shown, and does nothing", () => {
  const bad = '"><script>alert(1)</script><img src=https://evil.example/x onerror=alert(1)>';
  const text = page(
    [
      metric({ title: bad, yAxis: { left: { label: bad } }, metrics: [["A", "b", { id: "m", color: `red;background:url(${bad})` }]] }),
      metric({ annotations: { horizontal: [{ label: bad, value: 1, color: bad }] } }),
      {
        type: "text",
        properties: { markdown: `# ${bad}\n- [x](javascript:alert(1)) **${bad}** \`${bad}\` ![i](https://evil.example/i.png)` },
      },
      { type: "alarm", properties: { title: bad, alarms: [`arn:aws:cloudwatch:r:a:alarm:${bad}`] } },
      { type: bad, properties: { title: bad } },
    ],
    answered([1], bad),
  );
  expect(text).not.toMatch(/<script|<img|<iframe|<link|url\(|href="(?!https:)|@import/);
  expect(text).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  expect(text).toContain("default-src 'none'");
});

test("nothing is fetched: links are the only addresses", () => {
  const text = page([{ type: "text", properties: { markdown: "See [the page](https://docs.example/a?b=1&c=2)." } }]);
  expect(text).toContain('See <a href="https://docs.example/a?b=1&amp;c=2" rel="noreferrer">the page</a>.');
  expect(text.replaceAll(/<a [^>]*>/g, "")).not.toMatch(/(src|href|action|data)=/);
});

test("Markdown: headings, paragraphs, lists and marks", () => {
  const text = page([{ type: "text", properties: { markdown: "## One\nof **two**\nlines\n\n* a\n* `b`\n\n| c |" } }]);
  expect(text).toContain(
    '<p class="heading">One</p><p>of <strong>two</strong> lines</p><ul><li>a</li><li><code>b</code></li></ul><p>| c |</p>',
  );
});

test("alarms say their state in words and colour, also one that is not there", () => {
  const alarms = ["a", "b", "c", "d"].map((name) => `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:twinpost-any/${name}`);
  const [a = "", b = "", c = ""] = alarms;
  const text = page([{ type: "alarm", properties: { alarms } }], [], { [a]: "ALARM", [b]: "OK", [c]: "INSUFFICIENT_DATA" });
  expect(text).toContain('<li class="ringing">twinpost-any/a <b>in alarm</b></li>');
  expect(text).toContain('<li class="quiet">twinpost-any/b <b>OK</b></li>');
  expect(text).toContain('<li class="unknown">twinpost-any/c <b>no data</b></li>');
  expect(text).toContain('<li class="unknown">twinpost-any/d <b>not there</b></li>');
});

test("a number is the last value, and -- without one", () => {
  const number = metric({ view: "singleValue", metrics: [["A", "b", { id: "m", color: "#2ca02c" }]] });
  expect(page([number], answered([3, 155]))).toContain('<b style="color:#2ca02c">155</b><span>sent</span>');
  expect(page([number], answered([]))).toContain(">--</b>");
});

test("a line without data says so in the legend, and one is coloured as in the chart", () => {
  expect(page([metric()], answered([]))).toContain('<i style="background:#1f77b4"></i>sent <small>no data</small>');
});

test("what cannot be drawn, or was refused, is told in its place", () => {
  expect(page([{ type: "log", x: 6, properties: { title: "Lines" } }])).toMatch(
    /<h3>Lines<\/h3><p class="unread">Not drawn here: a widget of type &quot;log&quot;\./,
  );
  expect(page([metric({ title: "Mail" })], new Error("ValidationError: <x>"))).toMatch(
    /<h3>Mail<\/h3><p class="unread">.*ValidationError: &lt;x&gt;/,
  );
});
