/** A plain table for terminals: columns as wide as their widest cell, two spaces between them. */
import { printable } from "./printable";

export function terminalTable(head: string[], texts: string[][]): string {
  const rows = texts.map((row) => row.map((cell) => printable(cell).replaceAll("\n", "\\n")));
  const widths = head.map((title, column) => Math.max(...[head, ...rows].map((row) => (row[column] ?? "").length), title.length));
  const line = (cells: string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  return `${[head.map((title) => title.toUpperCase()), ...rows].map(line).join("\n")}\n`;
}
