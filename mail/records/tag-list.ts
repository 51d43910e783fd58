/** Tag lists (RFC 6376 3.2), the "tag=value; tag=value" of DKIM keys and DMARC records. */
import type { RecordError } from "./record-error";

/** @returns tags in the order of the text, names in lower case; undefined when it is no tag list or a tag occurs twice, which makes it void. */
export function parseTagList(text: string): Map<string, string> | undefined {
  const tags = new Map<string, string>();
  const parts = text.split(";").map((part) => part.trim());
  // A final semicolon is allowed.
  if (parts.at(-1) === "") parts.pop();
  for (const part of parts) {
    const [, name, value] = /^([a-z][a-z0-9_]*)\s*=\s*(.*)$/is.exec(part) ?? [];
    if (name === undefined || value === undefined || tags.has(name.toLowerCase())) return undefined;
    tags.set(name.toLowerCase(), value);
  }
  return tags;
}

export interface Tag {
  /** In lower case. */
  name: string;
  value: string;
  /** As it stands in the record, white space around it left out. */
  text: string;
  /** Characters from the beginning of the record. */
  place: number;
}

/** Reads everything that can be read, for people who have to mend it; what is void as a whole, `parseTagList` says. */
export function readTagList(text: string): { tags: Tag[]; errors: RecordError[] } {
  const tags: Tag[] = [];
  const errors: RecordError[] = [];
  const names = new Set<string>();
  const parts = text.split(";");
  for (let index = 0, start = 0; index < parts.length; start += (parts[index]?.length ?? 0) + 1, index++) {
    const part = parts[index] ?? "";
    const place = start + part.length - part.trimStart().length;
    const trimmed = part.trim();
    if (trimmed === "" && index === parts.length - 1) continue;
    const equals = trimmed.indexOf("=");
    const name = trimmed.slice(0, Math.max(equals, 0)).trimEnd().toLowerCase();
    if (!/^[a-z][a-z0-9_]*$/.test(name)) {
      errors.push({ place, text: trimmed, problem: "is no tag", expected: "name=value" });
    } else if (names.has(name)) {
      errors.push({ place, text: trimmed, problem: `names ${name} a second time`, expected: "each tag once" });
    } else {
      names.add(name);
      tags.push({ name, value: trimmed.slice(equals + 1).trim(), text: trimmed, place });
    }
  }
  return { tags, errors };
}
