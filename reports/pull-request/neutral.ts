/**
 * Text of others for a page of GitHub's: names from a stack, values from DNS, a reason in a pull request. It is shown and never rendered: it makes
 * no link, mentions nobody, ends no block and hides nothing. https://github.github.com/gfm/
 */
import { printable } from "../printable";

/** Shows nothing, and keeps apart what would be read together. */
const gap = "\u200b";

/** In running text, on one line. */
export const plain = (text: string): string => harmless(oneLine(text));

/** An address stands in code: it makes no link there, and what is copied from it works. */
const harmless = (line: string): string =>
  line
    .split(/(\bhttps?:\/\/[^\s<>"'`\\]+(?<![.,;:!?)]))/i)
    .map((part, index) => (index % 2 === 1 ? code(part) : escaped(part.replace(/[`\\]$/, `$&${gap}`))))
    .join("");

const escaped = (line: string): string =>
  line
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/[\\`*_[\]|~!$]/g, "\\$&")
    // Mentions, references to issues, emoji, and addresses that become links.
    .replace(/[@#:](?=\S)/g, `$&${gap}`)
    .replace(/GH-(?=\d)/gi, `$&${gap}`)
    .replace(/www\./gi, `$&${gap}`);

/** As code, on one line: what is inside means nothing there. Also in a table. */
export function code(text: string): string {
  const line = oneLine(text).replaceAll("|", "\\|");
  const fence = "`".repeat(longestRun(line, "`") + 1);
  const needsBlank = line === "" || /^[`\s]|[`\s]$/.test(line);
  return needsBlank ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
}

/** Commands between backticks stay code. */
export const withCode = (text: string): string =>
  text
    .split("`")
    .map((part, index) => (index % 2 === 1 ? code(part) : harmless(oneLine(part, false))))
    .join("");

/** In HTML, as `<summary>`. */
export const html = (text: string): string => escaped(oneLine(text)).replaceAll("\\", "");

/** Rows of a table, of cells that are harmless already; the first one has its titles. */
export const table = ([titles = [], ...rows]: readonly (readonly string[])[]): string[] =>
  [titles, titles.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);

/** The beginning of a text that may be long. */
export const brief = (text: string): string => ([...text].length > longestBrief ? `${[...text].slice(0, longestBrief).join("")}…` : text);

const longestBrief = 300;

/** Lines as they are, in a fence that is longer than any in them. */
export function fenced(lines: readonly string[], language: string): string[] {
  const shown = lines.map((line) => oneLine(line, false));
  const fence = "`".repeat(Math.max(3, ...shown.map((line) => longestRun(line, "`") + 1)));
  return [`${fence}${language}`, ...shown, fence];
}

const oneLine = (text: string, isTrimmed = true): string => {
  const line = printable(text.replace(/\s*[\n\r\u2028\u2029]+\s*/g, " ").replaceAll("\t", " "));
  return isTrimmed ? line.trim() : line;
};

const longestRun = (text: string, character: string): number =>
  Math.max(0, ...[...text.matchAll(new RegExp(`${character}+`, "g"))].map(([run]) => run.length));
