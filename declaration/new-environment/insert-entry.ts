/**
 * Puts entries into a file that a person may have edited, so that comments and order stay. It reads brackets, strings and comments, and no
 * more of the language: whoever writes the result evaluates it first. Pure.
 */

/** @param list what precedes the list's opening bracket. @returns undefined where there is no such list. */
export function insertEntry(text: string, list: RegExp, entry: string): string | undefined {
  const found = list.exec(text);
  const open = found ? found.index + found[0].length - 1 : -1;
  if (text[open] !== "[") return undefined;
  const { close, lastCode } = endOf(text, open);
  if (close === undefined) return undefined;
  const indent = /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", open) + 1))?.[0] ?? "";
  const isSeparated = lastCode === open || text[lastCode] === ",";
  const before = isSeparated ? text.slice(0, close) : `${text.slice(0, lastCode + 1)},${text.slice(lastCode + 1, close)}`;
  return `${before.trimEnd()}\n${entry}\n${indent}${text.slice(close)}`;
}

/** @returns where the bracket that opens is closed, and where the last thing before it is that is neither blank nor comment. */
function endOf(text: string, open: number): { close: number | undefined; lastCode: number } {
  let depth = 0;
  let lastCode = open;
  const token = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`|\s+|[\s\S]/g;
  token.lastIndex = open;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [part] = match;
    if (/^(\/[/*]|\s)/.test(part)) continue;
    if (/^[[{(]$/.test(part)) depth++;
    if (/^[\]})]$/.test(part)) depth--;
    if (depth === 0) return { close: match.index, lastCode };
    lastCode = token.lastIndex - 1;
  }
  return { close: undefined, lastCode };
}
