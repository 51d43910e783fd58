/** What an environment's status comes to in a word, and what follows from all of them. */
import type { EnvironmentStatus, Reading } from "../../workflows/status";

export type Readiness = "ready" | "not ready" | "not applied" | "unknown";

/** What is known to be wrong counts before what is not known. */
export function readinessOf({ applied, records, providers, lastVerification }: EnvironmentStatus): Readiness {
  if ("value" in applied && applied.value === null) return "not applied";
  const isWrong = [
    is(records, ({ right, total }) => right < total),
    is(lastVerification, ({ errors }) => errors > 0),
    ...providers.map(({ state }) => is(state, ({ ready }) => !ready)),
  ];
  if (isWrong.includes(true)) return "not ready";
  return [applied, records, ...providers.map(({ state }) => state)].some((reading) => "unknown" in reading) ? "unknown" : "ready";
}

const is = <T>(reading: Reading<T>, holds: (value: T) => boolean): boolean =>
  "value" in reading && reading.value !== null && holds(reading.value);
