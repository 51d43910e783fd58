/**
 * Removes secrets from text of other services before it becomes part of an error: some services echo the request, in a spelling of their own.
 * A text that still has a secret in it after its plain spelling is taken out is left out as a whole.
 */

/** Shorter values ("587", "true") are no secrets, and taking them out would make the text unreadable. */
const shortestSecret = 6;

export function redact(text: string, secrets: readonly string[]): string {
  const long = secrets.filter((secret) => secret.length >= shortestSecret);
  const result = long.reduce((left, secret) => left.replaceAll(secret, mark), text);
  return long.some((secret) => echoes(result, secret)) ? mark : result;
}

const mark = "[redacted]";

/** Whether a text has one of these secrets in it, in whatever spelling. */
export const holdsSecret = (text: string, secrets: readonly string[]): boolean =>
  secrets.some((secret) => secret.length >= shortestSecret && echoes(text, secret));

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

/** As it stands, and with what stands for a character read: "%2B", "=2B", "\\x2b", "\\u002b", "&#43;", "&#x2b;". Reply codes between lines are passed over. */
function readings(text: string): string[] {
  const joined = text.replace(/\r?\n\d{3}[ -](?:\d\.\d{1,3}\.\d{1,3} )?/g, "");
  const characters = joined
    .replace(/(?:%|=|\\x|\\u00)([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/&#(?:x([0-9a-f]{2,4})|(\d{2,5}));/gi, (_, hex?: string, digits?: string) =>
      String.fromCharCode(hex ? Number.parseInt(hex, 16) : Number(digits)),
    );
  return [text, joined, characters];
}

const compact = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, "");
