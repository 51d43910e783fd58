/**
 * A chart over time as SVG: lines, or stacked areas. Where a period has no data, nothing is drawn: neighbours are not joined across it, and a point
 * without neighbours is a dot.
 */
import { type Html, html } from "../html";
import type { Axis, MetricWidget, Threshold } from "./body";
import { colourOf, type DrawnLine, type Point } from "./picture";
import type { TimeRange } from "./questions";
import { numberText, type Scale, timeScale, timeText, valueScale } from "./scale";

export interface Size {
  width: number;
  height: number;
}

const margin = { top: 22, right: 12, bottom: 18, left: 44 };
/** Up to so many points of a line each has a dot: few points are easy to miss. */
const fewPoints = 50;

type ChartOf = Pick<MetricWidget, "title" | "isStacked" | "axes" | "thresholds">;

export function lineChart(widget: ChartOf, given: readonly DrawnLine[], range: TimeRange, { width, height }: Size): Html {
  const lines = widget.isStacked ? stacked(given) : given.map((line) => ({ ...line, below: undefined }));
  const has = (axis: "left" | "right"): boolean => lines.some((line) => line.axis === axis);
  const right = width - (has("right") ? margin.left : margin.right);
  const place: [number, number] = [height - margin.bottom, margin.top];
  const scaleOf = (axis: "left" | "right"): Scale => {
    const values = lines.filter((line) => line.axis === axis).flatMap(({ points }) => points.map(([, value]) => value));
    const lowest = widget.isStacked && values.length > 0 ? [0] : [];
    const marked = widget.thresholds.filter((each) => each.axis === axis).map(({ value }) => value);
    return valueScale([...values, ...lowest, ...marked], widget.axes[axis], place);
  };
  const times = timeScale(range.from, range.to, [margin.left, right], Math.max(2, Math.floor((right - margin.left) / 56)));
  const scales = { left: scaleOf("left"), right: scaleOf("right") };
  const frame = { left: margin.left, right, bottom: place[0] };
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${widget.title}">
${values(scales.left, frame, "left", widget.axes.left)}
${has("right") ? values(scales.right, frame, "right", widget.axes.right) : undefined}
${times.ticks.map((time) => html`<text class="tick" x="${round(times.at(time))}" y="${height - 4}" text-anchor="middle">${timeText(time)}</text>`)}
${lines.map((line) => drawnLine(line, times, scales[line.axis]))}
${widget.thresholds.map((each, index) => threshold(each, scales[each.axis], frame, index * 64))}
</svg>`;
}

interface Frame {
  left: number;
  right: number;
  bottom: number;
}

function values({ at, ticks }: Scale, frame: Frame, side: "left" | "right", { label }: Axis): Html {
  const isLeft = side === "left";
  const [x, anchor] = isLeft ? [frame.left - 5, "end"] : [frame.right + 5, "start"];
  const grid = (tick: number): Html | undefined =>
    isLeft
      ? html`<line class="grid" x1="${frame.left}" x2="${round(frame.right)}" y1="${round(at(tick))}" y2="${round(at(tick))}"/>`
      : undefined;
  return html`<g>${ticks.map(
    (tick) => html`${grid(tick)}<text class="tick" x="${x}" y="${round(at(tick) + 4)}" text-anchor="${anchor}">${numberText(tick)}</text>`,
  )}${label ? html`<text class="tick" x="${isLeft ? 2 : round(frame.right)}" y="9">${label}</text>` : undefined}</g>`;
}

interface AreaLine extends DrawnLine {
  /** Of a stacked one: where it stands on. */
  below?: readonly Point[] | undefined;
}

function drawnLine({ label, color, period, points, below }: AreaLine, times: Scale, scale: Scale): Html {
  const place = ([at, value]: Point): string => `${round(times.at(at))},${round(scale.at(value))}`;
  const dots = points.map((point, index) => {
    const isAlone = !isNext(points[index - 1], point, period) && !isNext(point, points[index + 1], period);
    if (!isAlone && points.length > fewPoints) return undefined;
    const [cx, cy] = place(point).split(",");
    const title = html`<title>${label}: ${numberText(point[1] - (below?.[index]?.[1] ?? 0))}, ${new Date(point[0]).toISOString().slice(0, 16).replace("T", " ")}</title>`;
    return html`<circle cx="${cx}" cy="${cy}" r="${isAlone ? 3.5 : 2}" fill="${color}">${title}</circle>`;
  });
  const lines = runs(points, period).map((run) => {
    const line = run.map((index) => place(points[index] as Point)).join(" ");
    if (!below) return html`<polyline points="${line}" fill="none" stroke="${color}" stroke-width="1.8" stroke-linejoin="round"/>`;
    const back = [...run].reverse().map((index) => place(below[index] as Point));
    return html`<polygon points="${line} ${back.join(" ")}" fill="${color}" fill-opacity="0.55" stroke="${color}"/>`;
  });
  // A stack of zero is drawn by the one below it.
  const shown = below ? dots.filter((_, index) => points[index]?.[1] !== below[index]?.[1]) : dots;
  return html`<g class="line">${lines}${shown.flatMap((dot) => dot ?? [])}</g>`;
}

const isNext = (one: Point | undefined, other: Point | undefined, period: number): boolean =>
  one !== undefined && other !== undefined && other[0] - one[0] <= period * 1.5;

/** Indexes of points that follow each other without a gap; single ones are dots. */
function runs(points: readonly Point[], period: number): number[][] {
  const found: number[][] = [];
  for (const [index, point] of points.entries()) {
    const last = found.at(-1);
    if (last && isNext(points[index - 1], point, period)) last.push(index);
    else found.push([index]);
  }
  return found.filter(({ length }) => length > 1);
}

/** Each stands on the sum of those before it; one without data at a time at which another has some adds nothing. */
function stacked(lines: readonly DrawnLine[]): AreaLine[] {
  const times = [...new Set(lines.flatMap(({ points }) => points.map(([at]) => at)))].sort((one, other) => one - other);
  let sums: Point[] = times.map((at) => [at, 0]);
  return lines.map((line) => {
    const own = new Map(line.points);
    const below = sums;
    sums = sums.map(([at, sum]) => [at, sum + (own.get(at) ?? 0)]);
    return { ...line, points: line.points.length > 0 ? sums : [], below };
  });
}

/** @param aside of its name, so that those of close lines stand beside each other. */
function threshold({ label, value, color, fill }: Threshold, { at, ticks }: Scale, frame: Frame, aside: number): Html {
  const y = at(value);
  const stroke = colourOf(color, "#d62728");
  const [top, bottom] = fill === "below" ? [y, frame.bottom] : [at(ticks.at(-1) ?? value), y];
  const area = html`<rect x="${frame.left}" y="${round(top)}" width="${round(frame.right - frame.left)}" height="${round(Math.max(0, bottom - top))}" fill="${stroke}" fill-opacity="0.08"/>`;
  const name = html`<text class="threshold" x="${frame.left + 4 + aside}" y="${round(y - 3)}" fill="${stroke}">${label}</text>`;
  return html`<g class="at">${fill === "above" || fill === "below" ? area : undefined}<line x1="${frame.left}" x2="${round(frame.right)}" y1="${round(y)}" y2="${round(y)}" stroke="${stroke}" stroke-dasharray="5 3"/>${label ? name : undefined}</g>`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
