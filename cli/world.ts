/** What a door may touch besides its options. A rehearsal runs the doors in a world of its own. */
import type { LoginClocks } from "../wiring/rotate";
import type { Settings } from "../wiring/settings";

export interface Output {
  write(text: string): unknown;
  /** Says text for people, laid out for this output. */
  tell?(text: string): unknown;
  /** Writes codes that draw, where `write` makes them harmless. */
  draw?(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

export interface World extends Settings {
  /** Where answers come from when a verb asks; it asks on a terminal only. */
  stdin?: NodeJS.ReadableStream & { isTTY?: boolean };
  /** The result, for people or with --json for programs. */
  stdout: Output;
  /** The narration. */
  stderr: Output;
  /** Shorter pauses of a rehearsal; the usual ones when left out. */
  loginClocks?: LoginClocks;
  /** Runs another verb, for the verbs that are made of others. */
  twinpost(argv: string[], world: World): Promise<ExitCode>;
}

/** 0 done, 1 a check or the work failed, 2 bad input, 3 refused by a safety gate. */
export type ExitCode = 0 | 1 | 2 | 3;
