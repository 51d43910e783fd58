/** The step of a rehearsal in which credentials are replaced under load, where it was asked for. */
import { OperatorError } from "../../declaration/operator-error";
import { providersWithAge } from "../../declaration/rotation";
import type { Environment } from "../../declaration/schema/environment";
import type { Step } from "../../workflows/steps";
import type { LoadOptions, LoadOutcome } from "./rotation-under-load";

/** What one machine has room for beside a whole sandbox. */
export const rehearsedLoad: LoadOptions = { senders: 100, everyMs: 8_000, sessionMs: 2_000, modes: ["overlap", "now"], quietMs: 5_000 };

export interface LoadContext {
  /** Absent where nobody asked for it. */
  rotateUnderLoad: ((environment: Environment) => Promise<LoadOutcome>) | undefined;
  found: { load?: LoadOutcome };
  step: { named(what: string, title: string): Pick<Step, "id" | "title"> };
}

/** @param after ids of steps. */
export function loadSteps(environment: Environment, { rotateUnderLoad, found, step }: LoadContext, after: string[]): Step[] {
  if (!rotateUnderLoad || !providersWithAge(environment).includes(environment.sendingProviders.primary)) return [];
  return [
    {
      ...step.named("rotation-under-load", "replace credentials and switch providers while 100 programs send"),
      after,
      run: async (note) => {
        found.load = await rotateUnderLoad(environment);
        note(loadText(found.load));
        requireNothingLost(found.load);
      },
    },
  ];
}

export function loadText({ messages, failed, lost, duplicates, refusedOnce, toMailbox, done }: LoadOutcome): string {
  const { before, during, after } = toMailbox;
  const times = [before, during, after].map(({ median, p95 }) => `${median.toFixed(1)} (95 % ${p95.toFixed(1)})`).join(", ");
  const counts = `${messages} messages: ${failed.length} failed, ${lost.length} lost, ${duplicates.length} twice, ${refusedOnce} sent after reading the secret again`;
  return `${counts}; seconds to the mailbox before, during, after: ${times}; ${done.map(({ what, seconds }) => `${what} ${seconds.toFixed(1)} s`).join(", ")}`;
}

function requireNothingLost({ failed, lost, duplicates }: LoadOutcome): void {
  const wrong = [
    ...failed.map(({ reference, why }) => `${reference} was not sent: ${why}`),
    ...lost.map((reference) => `${reference} was accepted, and is in no mailbox`),
    ...duplicates
      .filter(({ isExplained }) => !isExplained)
      .map(({ reference }) => `${reference} came twice, though each attempt had an answer`),
  ];
  if (wrong.length > 0) throw new OperatorError(wrong.join("\n"));
}
