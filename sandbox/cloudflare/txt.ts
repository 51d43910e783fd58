/**
 * TXT content as Cloudflare's API takes and gives it: quoted character strings of at most 255 bytes (RFC 1035 3.3.14 and 5.1), or bare
 * text. A string that is too long comes back split, which is the drift of terraform-provider-cloudflare #6238; what fits comes back as
 * it was sent, quoted or not. Whether bare text that is too long gets its quotes at once or only when it is read again is unsure.
 */

const longest = 255;

/** The character strings to serve. Bare text, and text whose quotes do not match, is one string. */
export function parseTxt(content: string): string[] {
  return (readQuoted(content) ?? [content]).flatMap(split);
}

/** The content as the API answers with it. */
export function normaliseTxt(content: string): string {
  const strings = readQuoted(content) ?? [content];
  if (strings.every((text) => Buffer.byteLength(text) <= longest)) return content;
  return strings.flatMap(split).map(quote).join(" ");
}

const quotedStrings = /^\s*(?:"(?:[^"\\]|\\.)*"\s*)+$/s;

function readQuoted(content: string): string[] | undefined {
  if (!quotedStrings.test(content)) return undefined;
  return [...content.matchAll(/"((?:[^"\\]|\\.)*)"/gs)].map(([, text = ""]) =>
    text.replace(/\\(\d{3}|.)/gs, (_, escaped: string) => (escaped.length === 3 ? String.fromCharCode(Number(escaped)) : escaped)),
  );
}

/** At 255 bytes, or a little before where that would cut a character in two. */
function split(text: string): string[] {
  const parts = [""];
  for (const character of text) {
    const last = parts[parts.length - 1] ?? "";
    if (Buffer.byteLength(last + character) > longest) parts.push(character);
    else parts[parts.length - 1] = last + character;
  }
  return parts;
}

const quote = (text: string): string => `"${text.replace(/["\\]/g, "\\$&")}"`;
