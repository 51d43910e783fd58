/**
 * The header fields of a received message (RFC 5322 2.2), read in linear time and no further than a receiver would write: whoever sent the
 * message wrote most of them, and may have written megabytes.
 */

export interface HeaderField {
  /** In lower case. */
  name: string;
  /** Unfolded (RFC 5322 2.2.3). */
  value: string;
}

/** Large receivers refuse more: Gmail 500 kB, Exchange Online 256 kB. What a receiver writes stands on top. */
const longestHeader = 256 * 1024;
/** Two of a receiver's fields that belong together are never this long; one that is longer counts as none. */
const longestField = 64 * 1024;

/** In order, the topmost first. What is no field is left out. */
export function readHeaderFields(rawMessage: string): HeaderField[] {
  const fields: { name: string; lines: string[]; length: number }[] = [];
  for (const line of rawMessage.slice(0, longestHeader).split("\n")) {
    const text = line.endsWith("\r") ? line.slice(0, -1) : line;
    if (text === "") break;
    const current = fields.at(-1);
    if (/^[ \t]/.test(text)) {
      if (current && current.length <= longestField) current.lines.push(text);
      if (current) current.length += text.length;
      continue;
    }
    const colon = text.indexOf(":");
    fields.push({ name: text.slice(0, Math.max(colon, 0)).trim().toLowerCase(), lines: [text.slice(colon + 1)], length: text.length });
  }
  return fields
    .filter(({ name, length }) => name !== "" && length <= longestField)
    .map(({ name, lines }) => ({ name, value: lines.join("").trim() }));
}
