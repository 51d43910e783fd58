/**
 * A table for people. A report says what is in it; how it looks is decided when the width is known: side by side, with names shortened,
 * without what matters least, with cells of several lines, or one block after the other.
 */
import { tableMark, withoutInk } from "./ink";
import { printable } from "./printable";
import { padded, shortName, widthOf, words } from "./width";

export interface Column {
  title: string;
  /** Long labels of the names in it may be shortened in the middle. */
  names?: true;
  /** Left out where the width is not enough, the lowest first. */
  leaveOut?: number;
  /** Never broken, and on a line of its own in a block: one copies it. */
  whole?: true;
  /** Part of a block's first line; without any, the first column is. */
  heading?: true;
}

export interface Table {
  columns: Column[];
  rows: string[][];
  /** A block for each row, or for each column after the first. */
  blocks: "rows" | "columns";
}

/** @returns text that `laidOut` turns into lines; each ends with a line break. */
export const terminalTable = (head: readonly (string | Column)[], rows: string[][], blocks?: Table["blocks"]): string =>
  tableMark(table(head, rows, blocks));

export const table = (head: readonly (string | Column)[], rows: string[][], blocks: Table["blocks"] = "rows"): Table => ({
  columns: head.map((each) => (typeof each === "string" ? { title: each } : each)),
  rows: rows.map((row) => row.map((cell) => printable(cell).replaceAll("\n", "\\n"))),
  blocks,
});

const gap = 2;
/** Higher rows are harder to read than blocks. */
const mostLines = 4;
/** Narrower columns too, unless their cells are that short. */
const leastWidth = 12;

export const tableText = (table: Table, width: number): string =>
  `${(tableLines(table, width) ?? (table.blocks === "rows" ? rowBlocks(table) : columnBlocks(table))).join("\n")}\n`;

/** Side by side; undefined where it does not fit. */
export function tableLines(table: Table, width: number): string[] | undefined {
  const steps = table.columns.flatMap(({ leaveOut }) => leaveOut ?? []).sort((one, other) => one - other);
  const smaller = steps.map((last) => without(table, ({ leaveOut }) => leaveOut !== undefined && leaveOut <= last));
  const tries = [table, ...[table, ...smaller].map(shortened)];
  for (const each of tries) {
    const widths = natural(each);
    if (total(widths) <= width) return grid(each, widths);
  }
  for (const each of tries) {
    const lines = wrapped(each, width);
    if (lines) return lines;
  }
  return undefined;
}

const total = (widths: readonly number[]): number => widths.reduce((sum, each) => sum + each, 0) + gap * (widths.length - 1);

const natural = ({ columns, rows }: Table): number[] =>
  columns.map(({ title }, index) => Math.max(widthOf(title), ...rows.map((row) => widthOf(row[index] ?? ""))));

const without = ({ columns, rows, blocks }: Table, leftOut: (column: Column) => boolean): Table => ({
  columns: columns.filter((column) => !leftOut(column)),
  rows: rows.map((row) => row.filter((_, index) => !leftOut(columns[index] as Column))),
  blocks,
});

const shortened = (table: Table): Table => ({
  ...table,
  rows: table.rows.map((row) => row.map((cell, index) => (table.columns[index]?.names ? shortName(cell) : cell))),
});

function grid({ columns, rows }: Table, widths: readonly number[]): string[] {
  const line = (cells: readonly string[]): string =>
    trimmed(cells.map((cell, index) => padded(cell, widths[index] ?? 0)).join(" ".repeat(gap)));
  return [columns.map(({ title }) => title.toUpperCase()), ...rows].map(line);
}

const trimmed = (line: string): string => line.replace(/ +$/, "");

/** With cells of several lines, broken between words. */
function wrapped(table: Table, width: number): string[] | undefined {
  const { columns, rows } = table;
  const most = natural(table);
  const least = columns.map(({ title, whole }, index) => {
    const cells = rows.map((row) => row[index] ?? "");
    const longest = Math.max(widthOf(title), ...cells.map((cell) => (whole ? widthOf(cell) : Math.max(0, ...words(cell).map(widthOf)))));
    return Math.max(longest, Math.min(most[index] ?? 0, leastWidth));
  });
  if (total(least) > width) return undefined;
  const widths = [...most];
  while (total(widths) > width) {
    const spare = widths.map((each, index) => (each > (least[index] ?? 0) ? each : 0));
    const widest = spare.indexOf(Math.max(...spare));
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  const cells = rows.map((row) => row.map((cell, index) => linesOf(cell, widths[index] ?? 0)));
  if (cells.some((row) => row.some(({ length }) => length > mostLines))) return undefined;
  const tall = cells.flatMap((row) => {
    const height = Math.max(1, ...row.map(({ length }) => length));
    return Array.from({ length: height }, (_, line) => row.map((lines) => lines[line] ?? ""));
  });
  return grid({ ...table, rows: tall }, widths);
}

function linesOf(cell: string, width: number): string[] {
  if (widthOf(cell) <= width) return [cell];
  const lines: string[] = [];
  for (const word of words(cell)) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(last) + 1 + widthOf(word) <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function rowBlocks({ columns, rows }: Table): string[] {
  const isHeading = columns.map(({ heading }, index) => (columns.some((column) => column.heading) ? heading === true : index === 0));
  return rows.flatMap((row) => {
    const rest = columns.flatMap((column, index) => (isHeading[index] ? [] : [{ ...column, cell: row[index] ?? "" }]));
    return [
      row.filter((cell, index) => isHeading[index] && cell !== "").join("  "),
      ...rest.flatMap(({ title, cell, whole }) => {
        if (withoutInk(cell) === "") return [];
        if (whole && widthOf(cell) > leastWidth) return [`  ${title}:`, `    ${cell}`];
        return [title === "" ? `  ${cell}` : `  ${title}: ${cell}`];
      }),
    ];
  });
}

const columnBlocks = ({ columns, rows }: Table): string[] =>
  columns.slice(1).flatMap(({ title }, index) => [title, ...rows.map(([name, ...cells]) => `  ${name}: ${cells[index] ?? ""}`)]);
