/** Answers of `init` that are missing or wrong where nobody can be asked: all of them at once, each by its flag. */
import { OperatorError } from "../operator-error";
import type { Question } from "./question";

export interface FaultyAnswer {
  /** Without its value: "--zone". */
  flag: string;
  problem: string;
  expected?: string;
}

export class FaultyAnswers extends OperatorError {
  readonly faults: readonly FaultyAnswer[];

  constructor(
    readonly missing: readonly Question[],
    wrong: readonly FaultyAnswer[],
  ) {
    const lines = [
      ...(missing.length > 0 ? ["missing answers:", ...missing.map(({ flag, text }) => `${flag}: ${text}`)] : []),
      ...wrong.map(({ flag, problem }) => `${flag}: ${problem}`),
    ];
    super(lines.join("\n"), "pass these flags, or run `init` on a terminal, where it asks", { exitCode: 2 });
    this.faults = [...missing.map(({ flag, text }) => ({ flag: flagOf(flag), problem: "is missing", expected: text })), ...wrong];
  }
}

/** @param flag with its value, as help shows it. */
export const flagOf = (flag: string): string => flag.replace(/ .*/, "");
