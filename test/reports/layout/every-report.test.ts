/** On a terminal of any width no line of a report is wider, unless it is one word or a command, and no word is broken. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { laidOut, plain } from "../../../reports/layout";
import { widthOf } from "../../../reports/width";
import { samples } from "./samples";

const root = join(__dirname, "..", "..", "..");
/** Text for other programs, and what `init` says, which is short. */
const others = ["reports/settings/text", "reports/init/text"];
const pages = Object.entries(samples).flatMap(([file, texts]) => [40, 60, 80, 120].map((columns) => [file, columns, texts] as const));

test("every report for people has a sample", () => {
  const files = ["reports", "rehearsal"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith("/text.ts"))
      .map((file) => `${folder}/${file.replace(/\.ts$/, "")}`),
  );
  expect(files.filter((file) => !others.includes(file)).sort()).toEqual(Object.keys(samples).sort());
});

const isWhole = (line: string): boolean => !line.trim().includes(" ") || /^\s*(npx twinpost|\(?`[^`]*`\S*$)/.test(line);

test.each(pages)("%s at %i columns", (_file, columns, texts) => {
  for (const text of texts) {
    const shown = laidOut(text, { columns, colour: false });
    expect(shown.split("\n").filter((line) => widthOf(line) > columns && !isWhole(line))).toEqual([]);
    expect(shown).not.toMatch(/[\u{ff001}-\u{ff003}]|\n\n\n/u);
    const known = new Set(wordsOf(plain(text)));
    expect(wordsOf(shown).filter((word) => !known.has(word) && !word.includes("…"))).toEqual([]);
  }
});

/** Titles are capitals in a table, and end with a colon in a block. */
const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/\s+/)
    .map((word) => word.replace(/:$/, ""));

test("with colours the same characters, and nothing else that a terminal obeys", () => {
  for (const text of Object.values(samples).flat()) {
    const coloured = laidOut(text, { columns: 80, colour: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is about.
    expect(coloured.replaceAll(/\u001b\[(31|32|33|90|0)m/g, "")).toBe(laidOut(text, { columns: 80, colour: false }));
  }
});
