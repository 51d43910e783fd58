/**
 * Removes secrets from text of other services before it becomes part of an error: some services echo the request, in a spelling of their own.
 * A text that still has a secret in it after its plain spelling is taken out is left out as a whole.
 */

import { unpacked } from "./unpacked";

/** Shorter values ("587", "true") are no secrets, and taking them out would make the text unreadable. */
const shortestSecret = 6;

export function redact(text: string, secrets: readonly string[]): string {
  const long = secrets.filter((secret) => secret.length >= shortestSecret);
  const result = long.reduce((left, secret) => left.replaceAll(secret, mark), text);
  return long.some((secret) => echoes(result, secret)) ? mark : result;
}

const mark = "[redacted]";

/** Whether a text has one of these secrets in it, or a half of one, in whatever spelling, packed or encoded again. */
export function holdsSecret(text: string, secrets: readonly string[]): boolean {
  const long = secrets.filter((secret) => secret.length >= shortestSecret);
  if (long.length === 0) return false;
  const texts = [text, ...unpacked(text)];
  return long.some((secret) => [secret, ...halvesOf(secret)].some((part) => texts.some((each) => echoes(each, part))));
}

/** Of a secret that is long enough for a half of it to be no word. */
function halvesOf(secret: string): string[] {
  const middle = Math.floor(secret.length / 2);
  return [secret.slice(0, middle), secret.slice(middle)].filter((half) => {
    const letters = compact(half);
    return letters.length >= shortestHalf && /[a-z]/.test(letters) && /\d/.test(letters);
  });
}

const shortestHalf = 10;

/** Letters and digits are compared, so that line breaks, blanks, quotes and padding in between hide nothing. */
function echoes(text: string, secret: string): boolean {
  const spellings = spellingsOf(secret).map(compact);
  return readings(text)
    .map(compact)
    .some((said) => spellings.some((spelling) => spelling.length >= shortestSecret && said.includes(spelling)));
}

/** In Base64 a secret looks in three ways, by what stands before it; its first and last characters depend on the neighbours. */
function spellingsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const inside = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    return text.slice(before === 0 ? 0 : before + 1, text.length - ((before + bytes.length) % 3 === 0 ? 0 : 1));
  });
  return [secret, [...secret].reverse().join(""), bytes.toString("hex"), ...inside];
}

/**
 * As it stands, and with what stands for a character read: "%2B", "%252B", "=2B", "\\x2b", "\\u002b", "\\053", "&#43;", "&#x2b;"; and without what may
 * stand between two characters: reply codes of a server, names of attributes before the lines of a diff, tags, escapes of what shows nothing.
 */
function readings(text: string): string[] {
  const joined = text.replace(/\r?\n\d{3}[ -](?:\d\.\d{1,3}\.\d{1,3} )?/g, "");
  const characters = charactersOf(charactersOf(joined));
  const between = characters
    .replace(/(?:^|\\+n)[-+! \t|]*[\w.[\]"-]+\s*[:=]\s*/gm, "")
    .replace(/"path":"[^"]*"|"[\w.[\]-]{1,60}"\s*:/g, "")
    .replace(/<[^<>]{0,40}>|&[a-z]{2,8};|\\+u[0-9a-f]{4}|\\+[nrt]/gi, "");
  return [text, joined, characters, between];
}

const charactersOf = (text: string): string =>
  text
    .replace(/(?:%|=|\\x|\\u00)([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\([01][0-7]{2})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
    .replace(/&#(?:x([0-9a-f]{2,4})|(\d{2,5}));/gi, (_, hex?: string, digits?: string) =>
      String.fromCharCode(hex ? Number.parseInt(hex, 16) : Number(digits)),
    );

const compact = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, "");
