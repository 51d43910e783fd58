/** What the help says of a verb, and the door behind it. Light: a door, and all that it needs, is loaded when its verb runs. */
import type { Argument, Option } from "commander";
import type { ExitCode, World } from "./world";

export interface Verb {
  name: string;
  /** One line of `twinpost --help`, at most 62 characters. */
  summary: string;
  /** What else there is to say, as lines of sentences; an empty one ends a paragraph. */
  details: readonly string[];
  /** Made anew for each run, since commander keeps things in them. */
  options(): readonly Option[];
  arguments?(): readonly Argument[];
  /** What 1 and 3 mean here, where it is not "the work failed" and "the safety gate holds the plan back". */
  exits?: Partial<Record<ExitCode, string>>;
  /** Shows first what it would do, and asks then whether it may (confirm.ts); any other verb that acts is asked for before it begins. */
  asksItself?: true;
  /** Command lines, with a comment where one needs it. */
  examples: readonly string[];
  /** `require`, since a list of `import()` would make each door wait for Node's loader of ES modules, which knows no TypeScript. */
  open(): Door;
}

interface Door {
  // Each door knows the type of its own options; commander parses them.
  run(options: never, world: World, ...args: string[]): Promise<ExitCode>;
}

export interface VerbGroup {
  /** What one wants to do. */
  title: string;
  about: string;
  verbs: readonly Verb[];
}

/** @returns paragraphs, which whoever shows them breaks into lines. */
export const paragraphsOf = ({ details }: Pick<Verb, "details">): string[] => details.join(" ").split(/ {2,}/);

/** What every verb ends with, unless it says otherwise. */
export function exitsOf({ exits }: Pick<Verb, "exits">): [ExitCode, string][] {
  const usual: Partial<Record<ExitCode, string>> = { 0: "done", 1: "the work failed", 2: "bad input", ...exits };
  return Object.entries(usual).map(([code, meaning]) => [Number(code) as ExitCode, meaning]);
}
