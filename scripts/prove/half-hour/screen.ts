/** What a terminal showed, as lines of text: which of them did not fit, and which commands it says come next. */
import { stripVTControlCharacters } from "node:util";

/** What stood in each line, also before it was drawn over. */
const linesOf = (shown: string): string[] =>
  stripVTControlCharacters(shown)
    .split(/[\r\n]+/)
    .filter((line) => line.trim() !== "");

/** @param prompts beginnings of lines in which a person types: what is typed may be of any length. */
export const tooWide = (shown: string, columns: number, prompts: readonly string[]): string[] =>
  linesOf(shown).filter((line) => line.length > columns && !prompts.some((prompt) => line.startsWith(prompt)));

/** The commands under "Next, on this machine alone:". */
export function nextCommands(shown: string): string[][] {
  const lines = linesOf(shown);
  const start = lines.findLastIndex((line) => line.startsWith("Next, on this machine"));
  const rest = start < 0 ? [] : lines.slice(start + 1);
  const end = rest.findIndex((line) => !line.startsWith("  npx twinpost "));
  return rest.slice(0, end < 0 ? rest.length : end).map((line) => line.replace(/ #.*/, "").trim().split(/ +/));
}
