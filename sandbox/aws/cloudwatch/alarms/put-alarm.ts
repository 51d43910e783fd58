/**
 * What PutMetricAlarm and PutCompositeAlarm take, and what they refuse.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html, API_PutCompositeAlarm.html
 * Not here (501): anomaly detectors, Metrics Insights.
 */
import { bool, type Input, list, number, object, ServiceError, text } from "../../query-protocol";
import { isSeries } from "../math/values";
import { answerQueries, invalid, type MetricQuery, queriesOf, readingOf, requirePeriod } from "../metric-queries";
import { MetricStore } from "../metric-store";
import {
  type AlarmActions,
  type Comparison,
  type CompositeAlarm,
  type Configured,
  comparisons,
  type MetricAlarm,
  type Suppressor,
} from "./alarm";
import { nameOf, parseRule } from "./composite-rule";
import type { TreatMissingData } from "./missing-data";

const treatments: readonly TreatMissingData[] = ["missing", "ignore", "breaching", "notBreaching"];
const day = 86_400;
const mostMetrics = 10;

/** @throws ServiceError */
export function metricAlarmOf(input: Input): Configured<MetricAlarm> {
  if (input.ThresholdMetricId !== undefined) throw new ServiceError(501, "NotImplemented", "the sandbox has no anomaly detection");
  const evaluationPeriods = number(input.EvaluationPeriods) ?? 0;
  const datapointsToAlarm = number(input.DatapointsToAlarm) ?? evaluationPeriods;
  const threshold = number(input.Threshold);
  const comparison = text(input.ComparisonOperator);
  const treatMissingData = (text(input.TreatMissingData) || "missing") as TreatMissingData;
  if (!(evaluationPeriods >= 1)) throw invalid("EvaluationPeriods must be at least 1");
  if (!(datapointsToAlarm >= 1 && datapointsToAlarm <= evaluationPeriods)) {
    throw invalid("DatapointsToAlarm must be at least 1, and not greater than EvaluationPeriods");
  }
  if (threshold === undefined || Number.isNaN(threshold)) throw invalid("Threshold is needed");
  if (!(comparison in comparisons)) throw invalid(`ComparisonOperator ${comparison} is not supported`);
  if (!treatments.includes(treatMissingData)) throw invalid(`TreatMissingData ${treatMissingData} is not supported`);
  const watched = watchedBy(input);
  const period = "reading" in watched ? watched.reading.period : periodOf(watched.queries);
  const seconds = (period / 1000) * evaluationPeriods;
  if (seconds > (period < 3_600_000 ? day : 7 * day))
    throw invalid("Metrics cannot be checked across more than a day (from a period of an hour on: seven days)");
  return {
    kind: "metric",
    ...common(input),
    given: givenOf(input),
    ...{ watched, period, evaluationPeriods, datapointsToAlarm, threshold, treatMissingData },
    comparison: comparison as Comparison,
    ignoresFewSamples: text(input.EvaluateLowSampleCountPercentile) === "ignore",
  };
}

/** @throws ServiceError */
export function compositeAlarmOf(input: Input): Configured<CompositeAlarm> {
  const rule = text(input.AlarmRule);
  return { kind: "composite", ...common(input), rule, parsed: parseRule(rule), suppressor: suppressorOf(input) };
}

/** Both times are needed with a suppressor, in seconds. */
function suppressorOf(input: Input): Suppressor | undefined {
  const given = text(input.ActionsSuppressor);
  const [wait, extension] = [number(input.ActionsSuppressorWaitPeriod), number(input.ActionsSuppressorExtensionPeriod)];
  if (given === "") return undefined;
  if (given.length > 1600) throw invalid("ActionsSuppressor must have 1 to 1600 characters");
  const isTime = (seconds: number | undefined): seconds is number => Number.isInteger(seconds) && Number(seconds) >= 0;
  if (!isTime(wait)) throw invalid("ActionsSuppressorWaitPeriod must be specified when ActionsSuppressor is specified");
  if (!isTime(extension)) throw invalid("ActionsSuppressorExtensionPeriod must be specified when ActionsSuppressor is specified");
  return { given, name: nameOf(given), waitMs: wait * 1000, extensionMs: extension * 1000 };
}

function common(input: Input): { name: string; description: string | undefined; actions: AlarmActions } {
  const name = text(input.AlarmName);
  if (name.length === 0 || name.length > 255) throw invalid("AlarmName must have 1 to 255 characters");
  const arns = (value: unknown): string[] => {
    const all = list(value).map(text);
    const wrong = all.find((arn) => !arn.startsWith("arn:"));
    if (wrong !== undefined) throw invalid(`Invalid arn syntax: ${wrong}`);
    if (all.length > 5) throw invalid("an alarm has at most 5 actions for a state");
    return all;
  };
  const actions = {
    isEnabled: bool(input.ActionsEnabled) ?? true,
    OK: arns(input.OKActions),
    ALARM: arns(input.AlarmActions),
    INSUFFICIENT_DATA: arns(input.InsufficientDataActions),
  };
  return { name, description: input.AlarmDescription === undefined ? undefined : text(input.AlarmDescription), actions };
}

function watchedBy(input: Input): MetricAlarm["watched"] {
  const given = list(input.Metrics);
  if ((given.length === 0) === (input.MetricName === undefined)) throw invalid("Exactly one of MetricName and Metrics is needed");
  if (given.length > 0) return { queries: requireOneSeries(queriesOf(given)) };
  if ((input.Statistic === undefined) === (input.ExtendedStatistic === undefined)) {
    throw invalid("Exactly one of Statistic and ExtendedStatistic is needed");
  }
  const { Namespace, MetricName, Dimensions, Period, Unit } = input;
  return {
    reading: readingOf({ Metric: { Namespace, MetricName, Dimensions }, Period, Unit, Stat: input.Statistic ?? input.ExtendedStatistic }),
  };
}

/** "One expression must return a single time series", of metrics with one period. */
function requireOneSeries(queries: MetricQuery[]): MetricQuery[] {
  const told = queries.filter(({ returnData }) => returnData);
  const [only] = told;
  if (!only || told.length !== 1) throw invalid("Exactly one element of the metrics list should return data.");
  const metrics = queries.filter(({ reading }) => reading);
  if (metrics.length > mostMetrics) throw invalid(`an alarm can have at most ${mostMetrics} metrics`);
  const periods = new Set(metrics.map(({ reading }) => reading?.period));
  if (periods.size > 1) throw invalid("Metrics list must have the same period");
  const period = periodOf(queries);
  const value = answerQueries(new MetricStore(), queries, { from: 0, to: period }).get(only.id);
  if (value === undefined || !isSeries(value)) throw invalid(`Error in expression '${only.id}': it must return a single time series`);
  return queries;
}

function periodOf(queries: readonly MetricQuery[]): number {
  const [period] = queries.flatMap(({ reading, period: own }) => reading?.period ?? own ?? []);
  return period ?? requirePeriod(60);
}

/** A form has text only: what is a number or a truth, is one. */
function givenOf(input: Input): Input {
  const metrics = list(input.Metrics).map((each) => {
    const { Id, Expression, Label, ReturnData, Period, MetricStat } = object(each);
    const stat = object(MetricStat);
    return {
      Id,
      ...(MetricStat === undefined
        ? {}
        : { MetricStat: { Metric: stat.Metric, Period: number(stat.Period), Stat: stat.Stat, ...(stat.Unit ? { Unit: stat.Unit } : {}) } }),
      Expression,
      Label,
      ReturnData: bool(ReturnData) ?? true,
      Period: number(Period),
    };
  });
  return {
    MetricName: input.MetricName,
    Namespace: input.Namespace,
    Statistic: input.Statistic,
    ExtendedStatistic: input.ExtendedStatistic,
    Dimensions: list(input.Dimensions),
    Period: number(input.Period),
    Unit: input.Unit,
    EvaluationPeriods: number(input.EvaluationPeriods),
    DatapointsToAlarm: number(input.DatapointsToAlarm),
    Threshold: number(input.Threshold),
    ComparisonOperator: input.ComparisonOperator,
    TreatMissingData: input.TreatMissingData,
    EvaluateLowSampleCountPercentile: input.EvaluateLowSampleCountPercentile,
    Metrics: metrics,
  };
}
