/** What comes next: the last lines of a verb. A command is alone on its line, so that it can be pasted as it is. */

export interface Next {
  /** What the command does for the reader, or when it is the right one. */
  why: string;
  /** As it is typed, from "npx twinpost" on. */
  command: string;
}

export const nextText = (all: readonly Next[]): string =>
  all.map(({ why, command }, index) => `${index === 0 ? "next" : "or"}: ${why}\n  ${command}\n`).join("");

/** For a POSIX shell, as one word in which nothing is expanded. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** "npx twinpost plan --env qa", and what else is to be typed. */
export const twinpost = (verb: string, env?: string, ...more: string[]): string =>
  ["npx twinpost", verb, ...(env === undefined ? [] : ["--env", env]), ...more].join(" ");
