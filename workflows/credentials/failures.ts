/** What went wrong, where several parts may fail at once. */
import { OperatorError } from "../../declaration/operator-error";

/** Nothing is left under way, and no failure is lost: one may name a key that is live. */
export async function ended<T>(parts: Promise<T>[]): Promise<T[]> {
  const outcomes = await Promise.allSettled(parts);
  const failures = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason as unknown] : []));
  if (failures.length > 1) throw new OperatorError(failures.map(withRemedy).join("\n"), undefined, { cause: new AggregateError(failures) });
  if (failures.length === 1) throw failures[0];
  return outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const withRemedy = (error: unknown): string =>
  error instanceof OperatorError && error.remedy ? `${error.message}\n  ${error.remedy}` : messageOf(error);
