/** A switch between sending providers, and a pause, for a terminal. */
import type { ExerciseOutcome } from "../../workflows/fail-over/exercise";
import type { FailOverOutcome } from "../../workflows/fail-over/fail-over";
import type { PauseOutcome } from "../../workflows/fail-over/pause";

const words: Record<FailOverOutcome["status"], (outcome: FailOverOutcome) => string> = {
  "would switch": ({ from, to }) => `would switch from ${from} to ${to}: add --apply to do so`,
  switched: ({ from, to }) => `switched from ${from} to ${to}`,
  "already there": ({ to }) => `the application sends through ${to} already`,
  refused: ({ from, to }) => `NOT switched: ${to} would not send, so the application goes on sending through ${from}`,
};

export function failOverText(outcome: FailOverOutcome): string {
  const { status, refusals, warnings } = outcome;
  return [
    words[status](outcome),
    ...refusals.map((refusal) => `  no: ${refusal}`),
    ...warnings.map((warning) => `  warning: ${warning}`),
    ...(status === "refused" ? ["  --even-if-unproven switches all the same, if there are credentials"] : []),
    "",
  ].join("\n");
}

/** What the standby's day came to in this run. */
export function exerciseText({ why, until, remedy, ...outcome }: ExerciseOutcome): string {
  const { status } = outcome;
  if (status === "waits" || status === "not due") return `exercise ${status}${until ? ` until ${until.toISOString()}` : ""}: ${why}\n`;
  if (remedy) return `NO exercise: ${why}\n  ${remedy}\n`;
  return `${why}: ${failOverText({ ...outcome, status }).replace("  --even-if-unproven switches all the same, if there are credentials\n", "")}`;
}

const pauseWords: Record<PauseOutcome["status"], string> = {
  paused: "paused: nothing is sent any more; what applications submit is refused, and they keep it",
  "would pause": "would stop all sending: add --apply to do so",
  resumed: "resumed: mail is sent again",
  "would resume": "would let sending go on: add --apply to do so",
  "not paused": "nothing is paused",
};

export const pauseText = ({ status, providers, warnings }: PauseOutcome): string =>
  [
    pauseWords[status],
    ...providers.map(({ provider, stopped }) => `  ${provider}${stopped.length > 0 ? `: ${stopped.join(", ")}` : ""}`),
    ...warnings.map((warning) => `  warning: ${warning}`),
    "",
  ].join("\n");
