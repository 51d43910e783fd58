/** An issue as GitHub shows it: what is wrong first, then each thing that was found, then what to do. Texts of others are shown and never rendered. */
import { createHash } from "node:crypto";
import type { Finding } from "../../findings/finding";
import { code, plain, withCode } from "../pull-request/neutral";
import { type IssueSubject, issueMarker } from "./marker";

/** GitHub takes 65,536 characters; the rest is room for the first and the last lines. */
const longest = 60_000;

export interface IssueParts {
  subject: IssueSubject;
  state: "found" | "unknown";
  title: string;
  /** One line of Markdown. */
  headline: string;
  /** Each a few lines of Markdown; those that have no room are counted. */
  items: readonly string[];
  /** What is found, in words that stay the same as long as it does. */
  keys: readonly string[];
  /** Lines of Markdown. */
  todo: readonly string[];
  runUrl: string;
}

export interface IssueText {
  state: "found" | "unknown";
  title: string;
  body: string;
  fingerprint: string;
  said: string;
}

export function issueText({ subject, state, title, headline, items, keys, todo, runUrl }: IssueParts): IssueText {
  const fingerprint = createHash("sha256")
    .update(JSON.stringify([...keys].sort()))
    .digest("hex");
  const before = [issueMarker({ ...subject, state, fingerprint }), headline, ""];
  const after = ["", ...todo, "", `Found by [this run](${runUrl}). The next run writes this issue anew, and closes it once all is well.`];
  const room = longest - sizeOf([...before, ...after]);
  const shown: string[] = [];
  for (const item of items) if (sizeOf([...shown, item]) <= room) shown.push(item);
  const left = items.length - shown.length;
  const more = left > 0 ? [`- and ${left} more, which the log of the run has`] : [];
  const body = [...before, ...shown, ...more, ...after].join("\n");
  return { state, title, body, fingerprint, said: `${headline} The text of this issue says what. [Run](${runUrl})` };
}

/** Where a secret was found in the text: nothing of it is shown. */
export const withoutDetails = (parts: IssueParts, found: string): IssueText =>
  issueText({
    ...parts,
    headline: "Something is wrong, and its text is not shown here.",
    items: [`- The text has ${found} in it. Look at the log of the run, replace that secret, and find out how it got there.`],
    todo: [],
  });

export const findingItem = ({ id, severity, where, what, remedy }: Finding): string =>
  [`- **${severity}** ${code(id)} at ${code(where)}: ${withCode(what)}`, `  - what to do: ${withCode(remedy)}`].join("\n");

/** Of an error, whose remedy may have several lines. */
export const problemItem = (why: string, remedy: string | undefined): string =>
  [
    `- ${plain(why)}`,
    ...(remedy
      ? remedy
          .split("\n")
          .filter(Boolean)
          .map((line) => `  - ${withCode(line)}`)
      : []),
  ].join("\n");

const sizeOf = (lines: readonly string[]): number => lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
