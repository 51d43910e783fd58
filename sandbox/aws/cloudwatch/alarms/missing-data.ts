/**
 * What an alarm's data points come to, some of them missing. The newest that are there decide, if there are enough of them in the evaluation
 * range; otherwise what is missing counts as the alarm says, as few times as possible.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 * Belief: too few points, all breaching and too new to ring, are OK (`- - - - X`); the range is two points longer than the evaluation periods.
 */
import type { StateValue } from "./state-value";

export type TreatMissingData = "missing" | "ignore" | "breaching" | "notBreaching";

export interface Evaluation {
  evaluationPeriods: number;
  datapointsToAlarm: number;
  treatMissingData: TreatMissingData;
}

/** How many more points than evaluation periods CloudWatch looks at. AWS's examples have 5 for 3. */
export const morePoints = 2;

/**
 * @param points oldest first, whether each breaches; undefined for one that is missing.
 * @returns "keep" for the state that it has.
 */
export function stateOf(points: readonly (boolean | undefined)[], evaluation: Evaluation): StateValue | "keep" {
  const { evaluationPeriods, datapointsToAlarm, treatMissingData } = evaluation;
  const real = points.filter((point) => point !== undefined);
  const ring = (breaching: number): StateValue => (breaching >= datapointsToAlarm ? "ALARM" : "OK");
  const breaching = (list: readonly boolean[]): number => list.filter((point) => point).length;
  if (real.length >= evaluationPeriods) return ring(breaching(real.slice(-evaluationPeriods)));
  const filled = evaluationPeriods - real.length;
  if (treatMissingData === "breaching") return ring(breaching(real) + filled);
  if (treatMissingData === "notBreaching" || breaching(real) >= datapointsToAlarm || real.includes(false)) return ring(breaching(real));
  if (treatMissingData === "ignore") return "keep";
  if (real.length === 0) return "INSUFFICIENT_DATA";
  // "Premature alarm state": the oldest is at least as old as Datapoints to Alarm, and nothing newer says that it is over.
  const oldest = points.length - points.indexOf(true);
  return oldest >= datapointsToAlarm ? "ALARM" : "OK";
}
