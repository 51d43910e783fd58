/**
 * TXT content in the presentation format of RFC 1035 5.1: quoted strings of at most 255 bytes, one space between them, with `"` and `\`
 * escaped. Cloudflare stores and returns exactly this form for long texts; writing it ourselves keeps the next plan empty.
 */

const stringLimit = 255;

/** @param text the whole text; SPF, DKIM and DMARC are ASCII, other text is counted in bytes of UTF-8. */
export function quoteTxt(text: string): string {
  return splitTxt(text)
    .map((chunk) => `"${chunk.replace(/[\\"]/g, "\\$&")}"`)
    .join(" ");
}

/**
 * The text of TXT content as a DNS host gives it: strings joined, escapes undone, `\\DDD` being a byte. Content without quotes is the text
 * itself: Cloudflare stores what its API was given.
 */
export function parseTxt(content: string): string {
  if (!/^\s*("([^"\\]|\\.)*"\s*)+$/s.test(content)) return content;
  const parts = [...content.matchAll(/"((?:[^"\\]|\\.)*)"/gs)].flatMap(([, inside = ""]) =>
    [...inside.matchAll(/\\(\d{3})|\\(.)|([^\\]+)/gs)].map(([, code, escaped, plain]) =>
      code === undefined ? Buffer.from(escaped ?? plain ?? "") : Buffer.from([Number(code)]),
    ),
  );
  return Buffer.concat(parts).toString();
}

/** Splits at 255 bytes, never inside a character. */
export function splitTxt(text: string): string[] {
  const chunks = [""];
  let bytes = 0;
  for (const character of text) {
    const length = Buffer.byteLength(character);
    if (bytes + length > stringLimit) {
      chunks.push("");
      bytes = 0;
    }
    chunks[chunks.length - 1] += character;
    bytes += length;
  }
  return chunks;
}
