/**
 * The state that a metric alarm's data give it, and why, in CloudWatch's words. The windows end with the minute that is running (with ten seconds
 * for shorter periods) and slide with it. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 * Belief: the words where data are missing.
 */
import { answerQueries } from "../metric-queries";
import type { MetricStore, Points } from "../metric-store";
import { percentOf } from "../statistics";
import { comparisons, type MetricAlarm, readingsOf } from "./alarm";
import { morePoints, stateOf, type TreatMissingData } from "./missing-data";
import type { StateValue } from "./state-value";

export interface Verdict {
  value: StateValue;
  reason: string;
  data: string;
}

interface Datapoint {
  at: number;
  value: number | undefined;
}

const minute = 60_000;

/** @returns undefined when the alarm keeps the state that it has. */
export function verdictOf(alarm: MetricAlarm, store: MetricStore, now: number): Verdict | undefined {
  const { period, evaluationPeriods } = alarm;
  const step = period < minute ? 10_000 : minute;
  const to = (Math.floor(now / step) + 1) * step;
  const from = to - (evaluationPeriods + morePoints) * period;
  if (alarm.ignoresFewSamples && hasFewSamples(alarm, store, to)) return undefined;
  const points = pointsOf(alarm, store, { from, to });
  const datapoints = Array.from({ length: evaluationPeriods + morePoints }, (_, index): Datapoint => {
    const at = from + index * period;
    return { at, value: points.get(at) };
  });
  const { breaches } = comparisons[alarm.comparison];
  const breaching = datapoints.map(({ value }) => (value === undefined ? undefined : breaches(value, alarm.threshold)));
  const value = stateOf(breaching, alarm);
  return value === "keep" ? undefined : { value, ...reasonOf(alarm, value, datapoints, now) };
}

function pointsOf({ watched }: MetricAlarm, store: MetricStore, window: { from: number; to: number }): Points {
  if ("reading" in watched) return store.read(watched.reading, window.from, window.to);
  const told = watched.queries.find(({ returnData }) => returnData);
  const value = answerQueries(store, watched.queries, window).get(told?.id ?? "");
  return value === undefined || typeof value === "number" || Array.isArray(value) ? new Map() : value.points;
}

/** "Fewer than 10/(1-percentile) data points during the evaluation period", 10/percentile below the median. */
function hasFewSamples(alarm: MetricAlarm, store: MetricStore, to: number): boolean {
  return readingsOf(alarm).some((reading) => {
    const percent = percentOf(reading.stat);
    if (percent === undefined || percent === 100 || percent === 0) return false;
    const from = to - alarm.evaluationPeriods * alarm.period;
    const counts = store.read({ ...reading, stat: "SampleCount", period: to - from }, from, to);
    return (counts.get(from) ?? 0) < 10 / (percent >= 50 ? 1 - percent / 100 : percent / 100);
  });
}

function reasonOf(alarm: MetricAlarm, value: StateValue, datapoints: readonly Datapoint[], now: number): { reason: string; data: string } {
  const { evaluationPeriods, datapointsToAlarm, threshold, comparison, treatMissingData, period } = alarm;
  const { breaches, words } = comparisons[comparison];
  const real = datapoints.filter((each): each is { at: number; value: number } => each.value !== undefined).slice(-evaluationPeriods);
  const shown = (
    value === "ALARM" ? real.filter((each) => breaches(each.value, threshold)) : real.filter((each) => !breaches(each.value, threshold))
  ).reverse();
  const data = JSON.stringify({
    version: "1.0",
    queryDate: timeText(now),
    ...(real[0] ? { startDate: timeText(real[0].at) } : {}),
    period: period / 1000,
    recentDatapoints: real.map((each) => each.value),
    threshold,
    evaluatedDatapoints: [...real].reverse().map((each) => ({ timestamp: timeText(each.at), value: each.value })),
  });
  const filled = evaluationPeriods - real.length;
  const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`;
  if (value === "INSUFFICIENT_DATA")
    return { reason: `Insufficient Data: ${plural(filled, "datapoint")} ${filled === 1 ? "was" : "were"} unknown.`, data };
  const treated = `${plural(filled, "missing datapoint")} ${filled === 1 ? "was" : "were"} treated as [${treatedAs[treatMissingData]}]`;
  if (real.length === 0) {
    return { reason: `Threshold Crossed: no datapoints were received for ${plural(evaluationPeriods, "period")} and ${treated}.`, data };
  }
  const list = shown.map((each) => `${decimal(each.value)} (${dateText(each.at)})`).join(", ");
  const compared = `${shown.length === 1 ? "was" : "were"}${value === "ALARM" ? "" : " not"} ${words} the threshold (${decimal(threshold)})`;
  if (filled > 0) {
    const count = shown.length === 0 ? "no datapoints" : `${plural(shown.length, "datapoint")} [${list}] ${compared}`;
    return { reason: `Threshold Crossed: ${count} and ${treated}.`, data };
  }
  const needed = value === "ALARM" ? datapointsToAlarm : evaluationPeriods - datapointsToAlarm + 1;
  const change = value === "ALARM" ? "OK -> ALARM" : "ALARM -> OK";
  const least = `(minimum ${plural(needed, "datapoint")} for ${change} transition)`;
  return {
    reason: `Threshold Crossed: ${shown.length} out of the last ${plural(evaluationPeriods, "datapoint").replace(/t$/, "ts")} [${list}] ${compared} ${least}.`,
    data,
  };
}

const treatedAs: Record<TreatMissingData, string> = {
  breaching: "Breaching",
  notBreaching: "NonBreaching",
  missing: "Missing",
  ignore: "Ignored",
};

/** As Java writes a number. */
const decimal = (value: number): string => (Number.isInteger(value) ? `${value}.0` : String(value));

/** "2022-11-08T11:26:05.399+0000" */
export const timeText = (at: number): string => new Date(at).toISOString().replace("Z", "+0000");

/** "08/11/22 11:25:00" */
function dateText(at: number): string {
  const [date = "", time = ""] = new Date(at).toISOString().split("T");
  const [year = "", month, day] = date.split("-");
  return `${day}/${month}/${year.slice(2)} ${time.slice(0, 8)}`;
}
