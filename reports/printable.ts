/**
 * Text of others for a terminal: what DNS or a server said must not move the cursor, colour, clear or turn round anything. Lines stay lines.
 * What is shown instead is JSON's own escape (RFC 8259 7), so JSON stays the same JSON.
 */

/**
 * Control characters (C0 but the end of a line, DEL, C1), line and paragraph separators, lone halves of characters, and what shows nothing or
 * changes the direction of what follows (https://www.unicode.org/reports/tr36/, 2.6): of these only the joiners of words stay.
 */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Cf}]/gu;
const kept = "\n\u200c\u200d";

/** @param also other characters that stay. */
export const printable = (text: string, also = ""): string =>
  text.replace(unprintable, (character) => (kept.includes(character) || also.includes(character) ? character : escaped(character)));

const escaped = (character: string): string =>
  character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
