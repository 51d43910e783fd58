/**
 * The one place where text for people is laid out: lines are broken between words to the width of the terminal, tables become blocks where
 * they do not fit, and meaning becomes colour, or nothing. What one would copy stays whole: a command, and a word of any length.
 */
import { painted, withoutInk, withTables } from "./ink";
import type { Page } from "./page";
import { type Table, tableText } from "./terminal-table";
import { widthOf, words } from "./width";

export function laidOut(text: string, { columns, colour }: Page): string {
  const shown = withTables(text, (table) => tableText(table as Table, columns));
  const fitted = shown
    .split("\n")
    .flatMap((line) => fittedLine(line, columns))
    .join("\n");
  return colour ? painted(fitted) : withoutInk(fitted);
}

/** As it is where there is no terminal. */
export const plain = (text: string): string => laidOut(text, { columns: Number.POSITIVE_INFINITY, colour: false });

/** A command is to be copied, and a shell would take a broken one as two. */
const isCommand = (line: string): boolean => /^\s*(?:\$ .*|(?:[A-Z_]+=\S+ )*npx twinpost |eval ")/.test(withoutInk(line));

/** Further lines of a long one begin two blanks to the right of it. */
function fittedLine(line: string, columns: number): string[] {
  if (widthOf(line) <= columns || isCommand(line)) return [line];
  const [indent = ""] = /^ */.exec(line) ?? [];
  const hanging = " ".repeat(Math.min(indent.length + 2, Math.floor(columns / 3)));
  const lines: string[] = [];
  let current = "";
  for (const word of words(line)) {
    const start = lines.length === 0 ? indent : hanging;
    if (current !== "" && widthOf(start) + widthOf(current) + 1 + widthOf(word) > columns) {
      lines.push(`${start}${current}`);
      current = word;
    } else current = current === "" ? word : `${current} ${word}`;
  }
  return [...lines, `${lines.length === 0 ? indent : hanging}${current}`];
}
