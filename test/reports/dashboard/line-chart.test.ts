/** Where lines, dots and thresholds stand in a chart, and what is left empty. */
import { lineChart } from "../../../reports/dashboard/line-chart";
import type { DrawnLine } from "../../../reports/dashboard/picture";
import { numberText, timeText, valueScale } from "../../../reports/dashboard/scale";

const hour = 3_600_000;
const from = Date.parse("2026-11-28T00:00:00Z");
const size = { width: 156, height: 140 };
/** Without margins a chart of this size is 100 by 100: 44 to 144, and 122 up to 22. An hour of ten is 10 wide. */
const range = { from, to: from + 10 * hour };
const widget = { title: "T", isStacked: false, axes: { left: { min: 0, max: 10 }, right: {} }, thresholds: [] };

const line = (points: [hours: number, value: number][], more: Partial<DrawnLine> = {}): DrawnLine => ({
  ...{ label: "one", color: "#1f77b4", axis: "left", period: hour },
  points: points.map(([hours, value]) => [from + hours * hour, value]),
  ...more,
});
const drawn = (lines: DrawnLine[], more: object = {}): string => lineChart({ ...widget, ...more }, lines, range, size).text;
const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, found = ""]) => found);
const polylines = (text: string): string[] => all(text, /<polyline points="([^"]+)"/g);
const dots = (text: string): string[] =>
  [...text.matchAll(/<circle cx="([^"]+)" cy="([^"]+)" r="([^"]+)"/g)].map((found) => found.slice(1).join());

test("a point stands where its time and value are", () => {
  const text = drawn([
    line([
      [0, 0],
      [1, 10],
      [2, 5],
    ]),
  ]);
  expect(polylines(text)).toEqual(["44,122 54,22 64,72"]);
  expect(dots(text)).toEqual(["44,122,2", "54,22,2", "64,72,2"]);
});

test("a period without data leaves a gap, and a point without neighbours is a dot of its own", () => {
  const text = drawn([
    line([
      [0, 1],
      [1, 1],
      [4, 3],
      [6, 2],
      [7, 2],
    ]),
  ]);
  expect(polylines(text)).toEqual(["44,112 54,112", "104,102 114,102"]);
  expect(dots(text).filter((dot) => dot.endsWith(",3.5"))).toEqual(["84,92,3.5"]);
});

test("of many points only those without neighbours are dots", () => {
  const minutes = Array.from({ length: 300 }, (_, index): [number, number] => [index / 60, 1]);
  const text = drawn([line([...minutes, [9, 4]], { period: 60_000 })]);
  expect([polylines(text).length, dots(text)]).toEqual([1, ["134,82,3.5"]]);
});

test("without data there is a frame, and nothing in it", () => {
  const text = drawn([line([])]);
  expect(text).not.toMatch(/NaN|Infinity|<polyline|<circle/);
  expect(lineChart({ ...widget, axes: { left: {}, right: {} } }, [], range, size).text).not.toMatch(/NaN|Infinity/);
});

test("a value beyond a declared axis stays inside the picture", () => {
  expect(
    polylines(
      drawn([
        line([
          [0, 20],
          [1, -5],
        ]),
      ]),
    ),
  ).toEqual(["44,22 54,122"]);
});

test("a threshold has its colour and name, and the axis has room for it", () => {
  const thresholds = [{ label: "page", value: 20, color: "#d62728", axis: "left" as const, fill: "above" as const }];
  const text = drawn([line([[0, 1]])], { axes: { left: { min: 0 }, right: {} }, thresholds });
  expect(text).toMatch(/<line x1="44" x2="144" y1="22" y2="22" stroke="#d62728"/);
  expect(text).toMatch(/<text class="threshold" x="48" y="19" fill="#d62728">page<\/text>/);
  expect(text).toMatch(/<rect x="44" y="22"/);
  expect(dots(text)).toEqual(["44,117,3.5"]);
});

test("stacked lines stand on each other, and one without data at a time adds nothing", () => {
  const text = drawn(
    [
      line([
        [0, 1],
        [1, 2],
      ]),
      line([
        [1, 3],
        [2, 3],
      ]),
    ],
    { isStacked: true },
  );
  expect(all(text, /<polygon points="([^"]+)"/g)).toEqual([
    "44,112 54,102 64,122 64,122 54,122 44,122",
    "44,112 54,72 64,92 64,122 54,102 44,112",
  ]);
});

test("a right axis has a scale of its own", () => {
  const text = lineChart(
    { ...widget, axes: { left: { min: 0, max: 10 }, right: { min: 0, max: 1000 } } },
    [
      line([
        [0, 5],
        [1, 5],
      ]),
      line(
        [
          [0, 500],
          [1, 500],
        ],
        { axis: "right" },
      ),
    ],
    range,
    { width: 188, height: 140 },
  ).text;
  expect(polylines(text)).toEqual(["44,72 54,72", "44,72 54,72"]);
  expect(text).toContain('text-anchor="start">1000</text>');
});

test.each([
  [[0, 0.8], {}, [0, 0.2, 0.4, 0.6, 0.8]],
  [[0, 0.3], { min: 0 }, [0, 0.1, 0.2, 0.3]],
  [[3, 47], {}, [0, 20, 40, 60]],
  [[5], {}, [4, 6, 8, 10]],
  [[], {}, [0, 0.5, 1]],
])("values %j with %j have the ticks %j", (values, limits, ticks) => {
  const scale = valueScale(values, limits, [100, 0]);
  expect(scale.ticks).toEqual(ticks);
  for (const value of values) expect(scale.at(value)).toBeGreaterThanOrEqual(0);
});

test.each([
  [0, "0"],
  [0.025, "0.025"],
  [77.419, "77.4"],
  [1234.5, "1235"],
  [16_800, "16.8k"],
  [3_400_000, "3.4M"],
])("%d is written %s", (value, text) => expect(numberText(value)).toBe(text));

test("times are UTC, and midnight is a day", () => {
  expect([timeText(from), timeText(from + 14 * hour)]).toEqual(["11-28", "14:00"]);
});
