/** Text that may be JSON, whoever wrote it; undefined when it is none. The parser's error quotes the text, which can be a secret: nobody gets it. */
export function jsonOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
