/**
 * Reads a zone file (RFC 1035 5.1) as a DNS host's import does: absolute names, one record a line, comments. Relative names are refused, since
 * what they mean depends on where they are read. Not imitated: $ORIGIN, $TTL, $INCLUDE, parentheses, a left-out owner, TTL or class.
 */
import type { ZoneRecord } from "../dns/zones";

/** What an administrator would be told; `line` counts from 1. */
export class ZoneFileError extends Error {
  constructor(line: number, what: string) {
    super(`line ${line}: ${what}`);
  }
}

/** @throws ZoneFileError */
export function parseZoneFile(text: string): ZoneRecord[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    const words = wordsOf(line, index + 1);
    return words.length === 0 ? [] : [recordOf(words, index + 1)];
  });
}

interface Word {
  text: string;
  quoted: boolean;
}

/** A ";" outside quotes begins a comment; in quotes it is text. `\DDD` is a byte, another character after `\` itself. */
function wordsOf(line: string, number: number): Word[] {
  const words: Word[] = [];
  let rest = line;
  for (;;) {
    rest = rest.trimStart();
    if (rest === "" || rest.startsWith(";")) return words;
    const found = /^"((?:[^"\\]|\\.)*)"|^([^\s";]+)/.exec(rest);
    if (!found) throw new ZoneFileError(number, "a quoted string does not end");
    const [whole, inside, plain] = found;
    words.push({ text: inside === undefined ? (plain ?? "") : unescaped(inside), quoted: inside !== undefined });
    rest = rest.slice(whole.length);
  }
}

function unescaped(text: string): string {
  const parts = [...text.matchAll(/\\(\d{3})|\\(.)|([^\\]+)/g)];
  return Buffer.concat(
    parts.map(([, code, escaped, plain]) => (code ? Buffer.from([Number(code)]) : Buffer.from(escaped ?? plain ?? ""))),
  ).toString();
}

function recordOf([owner, ttl, IN, type, ...data]: Word[], line: number): ZoneRecord {
  if (!/^\d+$/.test(ttl?.text ?? "") || IN?.text.toUpperCase() !== "IN" || !type)
    throw new ZoneFileError(line, "expected <name>. <ttl> IN <type> <data>");
  const shared = { name: absolute(owner, line), ttl: Number(ttl?.text) };
  const [first, second, ...more] = data;
  switch (type.text.toUpperCase()) {
    case "TXT":
      return { ...shared, type: "TXT", strings: strings(data, line) };
    case "CNAME":
      if (second) throw new ZoneFileError(line, "a CNAME has one target");
      return { ...shared, type: "CNAME", target: absolute(first, line) };
    case "MX":
      if (!/^\d+$/.test(first?.text ?? "") || more.length > 0) throw new ZoneFileError(line, "expected MX <preference> <host>.");
      return { ...shared, type: "MX", priority: Number(first?.text), target: absolute(second, line) };
    default:
      throw new ZoneFileError(line, `the sandbox does not imitate ${type.text} records`);
  }
}

function absolute(name: Word | undefined, line: number): string {
  if (!name?.text.endsWith(".")) throw new ZoneFileError(line, `"${name?.text ?? ""}" is relative: a name in full ends with a dot`);
  return name.text === "." ? "." : name.text.slice(0, -1);
}

/** Unquoted words would be taken too, each as a string of its own: hardly what anybody means, so they are refused. */
function strings(data: Word[], line: number): string[] {
  if (data.length === 0 || data.some(({ quoted }) => !quoted)) throw new ZoneFileError(line, "expected quoted strings after TXT");
  const long = data.find(({ text }) => Buffer.byteLength(text) > 255);
  if (long) throw new ZoneFileError(line, `a string has ${Buffer.byteLength(long.text)} bytes, expected at most 255`);
  return data.map(({ text }) => text);
}
