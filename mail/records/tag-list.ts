/** Tag lists (RFC 6376 3.2), the "tag=value; tag=value" of DKIM keys and DMARC records. */

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
