/** Reads "tag=value; tag=value" (RFC 6376 3.2) as a strict receiver does: names and values are case-sensitive, a name that stands twice makes it void. */

/** @returns undefined when the list is void. */
export function readTags(text: string): { tags: Map<string, string>; names: string[]; hasSyntaxErrors: boolean } | undefined {
  const tags = new Map<string, string>();
  let hasSyntaxErrors = false;
  const parts = text.split(";");
  if ((parts.at(-1) ?? "").trim() === "") parts.pop();
  for (const part of parts) {
    const [, name, value = ""] = /^\s*([A-Za-z][A-Za-z0-9_]*)\s*=\s*([\s\S]*?)\s*$/.exec(part) ?? [];
    if (name === undefined) hasSyntaxErrors = true;
    else if (tags.has(name)) return undefined;
    else tags.set(name, value);
  }
  return { tags, names: [...tags.keys()], hasSyntaxErrors };
}
