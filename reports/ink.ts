/**
 * What a part of a text means, for whoever shows it: a report says "this is wrong", and the output decides whether that is red. The marks
 * live inside strings, so reports join texts as they like; strangers' text cannot hold one, since each run has a secret of its own.
 */
import { randomBytes } from "node:crypto";

type Meaning = "wrong" | "warning" | "good" | "quiet";

const secret = randomBytes(6).toString("hex");
/** Of a private use area: no text of the world has them, and nothing that makes text printable changes them. */
const [begin, end, beginTable] = ["\u{ff001}", "\u{ff002}", "\u{ff003}"].map((mark) => `${mark}${secret}`) as [string, string, string];
const letters: Record<Meaning, string> = { wrong: "w", warning: "a", good: "g", quiet: "q" };

export const wrong = (text: string): string => marked("wrong", text);
export const warning = (text: string): string => marked("warning", text);
export const good = (text: string): string => marked("good", text);
export const quiet = (text: string): string => marked("quiet", text);

/** Of a finding, or another thing that is wrong to some degree. */
export const bySeverity = (severity: "error" | "warning" | "info", text: string): string =>
  marked(({ error: "wrong", warning: "warning", info: "quiet" } as const)[severity], text);

const marked = (meaning: Meaning, text: string): string => (text === "" ? "" : `${begin}${letters[meaning]}${text}${end}`);

/** The four meanings on a terminal: https://en.wikipedia.org/wiki/ANSI_escape_code#Colors, those that every theme keeps readable. */
const colours: Record<string, string> = { w: "\u001b[31m", a: "\u001b[33m", g: "\u001b[32m", q: "\u001b[90m" };
const marks = new RegExp(`${begin}([wagq])|${end}`, "gu");

export const painted = (text: string): string =>
  text.replace(marks, (_, letter: string | undefined) => (letter === undefined ? "\u001b[0m" : (colours[letter] ?? "")));

export const withoutInk = (text: string): string => text.replace(marks, "");

/** A table inside a text, which is laid out when the width is known. What is in it is JSON, so that nothing of it ends the mark. */
export const tableMark = (table: object): string => `${beginTable}${JSON.stringify(table)}${beginTable}`;

const tables = new RegExp(`${beginTable}(.*?)${beginTable}`, "gsu");
export const withTables = (text: string, show: (table: object) => string): string =>
  text.replace(tables, (_, json: string) => show(JSON.parse(json) as object));
