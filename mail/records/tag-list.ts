/**
 * Tag lists, the "tag=value; tag=value" of DKIM keys (RFC 6376 3.2), DMARC (RFC 9989 4.8), TLS-RPT (RFC 8460 3) and MTA-STS (RFC 8461 3.1): read as
 * far as possible, with everything that is wrong and where. The four differ in letter case and white space, so each brings its grammar.
 */
import type { ParseError } from "./parse-error";

export interface TagGrammar {
  name: RegExp;
  /** RFC 5234 2.3: a name in plain quotes matches any case; with %s, or where the text says so, only one. */
  ignoresCase: boolean;
  /** Characters that may stand around a tag: JavaScript's own idea of white space is wider than any of the RFCs'. */
  space: string;
  /** White space may stand around "=" too. */
  spaceAroundEquals: boolean;
}

export interface Tag {
  /** In lower case, where the grammar ignores case. */
  name: string;
  value: string;
  /** As it stands in the record, white space around it left out. */
  text: string;
  /** Characters from the beginning of the record. */
  place: number;
}

export interface TagList {
  /** Of a tag that stands twice the first. */
  tags: Tag[];
  errors: ParseError[];
  /** A tag stands twice, which makes the whole list void (RFC 6376 3.2). */
  isVoid: boolean;
}

export function readTagList(text: string, { name: allowed, ignoresCase, space, spaceAroundEquals }: TagGrammar): TagList {
  const list: TagList = { tags: [], errors: [], isVoid: false };
  const names = new Set<string>();
  const parts = text.split(";");
  for (let index = 0, start = 0; index < parts.length; start += (parts[index]?.length ?? 0) + 1, index++) {
    const part = parts[index] ?? "";
    const trimmed = trim(part, space);
    if (trimmed === "" && index === parts.length - 1) continue;
    const place = start + (trimmed === "" ? 0 : part.indexOf(trimmed));
    const wrong = (problem: string, expected: string): number => list.errors.push({ place, text: trimmed, problem, expected });
    const equals = Math.max(trimmed.indexOf("="), 0);
    const [left, right] = [trimmed.slice(0, equals), trimmed.slice(equals + 1)];
    const written = spaceAroundEquals ? trim(left, space) : left;
    const name = ignoresCase ? written.toLowerCase() : written;
    if (!allowed.test(name)) wrong("is not a tag", "name=value");
    else if (names.has(name)) {
      wrong(`repeats the tag ${name}`, "each tag once");
      list.isVoid = true;
    } else {
      names.add(name);
      list.tags.push({ name, value: spaceAroundEquals ? trim(right, space) : right, text: trimmed, place });
    }
  }
  return list;
}

/** Without a regular expression, which takes forever on 64 KB of spaces. */
export function trim(text: string, space: string): string {
  let [start, end] = [0, text.length];
  while (start < end && space.includes(text.charAt(start))) start++;
  while (end > start && space.includes(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

/** WSP of RFC 5234. */
export const wsp = " \t";
