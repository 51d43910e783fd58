/**
 * Reads one Authentication-Results field (RFC 8601 2.2) by hand, from left to right: each character is looked at a fixed number of times,
 * whatever a stranger wrote. Comments and white space may stand between any two parts.
 */

export interface MethodResult {
  /** "pass", "fail", "softfail", "none", "temperror", ... */
  result: string;
  /** Properties by "ptype.property", such as "header.d" or "smtp.mailfrom"; in lower case. "" for one that is said twice: nobody knows which holds. */
  properties: Record<string, string>;
}

export interface ResultsField {
  /** The authserv-id in lower case: who says this. "" when the field does not tell. */
  authority: string;
  results: (MethodResult & { method: string })[];
}

/** Results of another version of the field, or of a method, are left out: nobody knows what they mean. */
export function parseResultsField(value: string): ResultsField {
  const text = startReading(value);
  const first = text.value();
  // Outlook leaves the authserv-id out. It cannot be taken for a result, since a "=" in it would be in quotes.
  const isAnonymous = first.text.includes("=") && !first.isQuoted;
  if (isAnonymous) text.restart();
  const version = isAnonymous || text.isAt(";") ? "1" : text.value().text;
  const results: ResultsField["results"] = [];
  while (!text.isAtEnd()) {
    if (text.take(";")) continue;
    const result = readResult(text);
    if (result) results.push(result);
    while (!text.isAtEnd() && !text.isAt(";")) text.value();
  }
  return { authority: isAnonymous ? "" : first.text.toLowerCase(), results: version === "1" || version === "" ? results : [] };
}

function readResult(text: Reading): ResultsField["results"][number] | undefined {
  const method = text.word();
  const version = text.take("/") ? text.word() : "1";
  if (!text.take("=")) return undefined;
  const result = text.word();
  const properties: Record<string, string> = {};
  while (!text.isAtEnd() && !text.isAt(";")) {
    const type = text.word();
    const name = text.take(".") ? `${type}.${text.word()}` : type;
    const said = text.take("=") ? text.value() : undefined;
    if (!said || name === "") text.passWord();
    else properties[name] = Object.hasOwn(properties, name) ? "" : said.text.toLowerCase();
  }
  return method !== "" && result !== "" && version === "1" ? { method, result, properties } : undefined;
}

type Reading = ReturnType<typeof startReading>;

/** Each step first passes over the comments and blanks before what it reads. */
function startReading(text: string) {
  let at = 0;
  const skip = (): void => {
    for (let depth = 0; at < text.length; at++) {
      const character = text.charAt(at);
      if (character === "(") depth++;
      else if (depth === 0 && !isBlank(character)) return;
      else if (character === ")") depth--;
      else if (character === "\\") at++;
    }
  };
  const isAt = (character: string): boolean => {
    skip();
    return text.charAt(at) === character;
  };
  return {
    isAt,
    isAtEnd: (): boolean => {
      skip();
      return at >= text.length;
    },
    restart: (): void => {
      at = 0;
    },
    take: (character: string): boolean => {
      const before = at;
      const isThere = isAt(character);
      at = isThere ? at + 1 : before;
      return isThere;
    },
    /** Over what is left of something that was not understood. */
    passWord: (): void => {
      while (at < text.length && !endsWord(text.charAt(at))) at++;
    },
    /** A Keyword (RFC 8601 2.2), in lower case; "" when something else stands here. */
    word: (): string => {
      skip();
      const from = at;
      while (/[a-z0-9_-]/i.test(text.charAt(at))) at++;
      return text.slice(from, at).toLowerCase();
    },
    /** Up to the next blank, comment or semicolon outside quotes. An address may have a quoted part and one that is not. */
    value: (): { text: string; isQuoted: boolean } => {
      skip();
      const from = at;
      let said = "";
      let quoted = false;
      for (; at < text.length; at++) {
        const character = text.charAt(at);
        if (character === "\\" && quoted) said += text.charAt(++at);
        else if (character === '"') quoted = !quoted;
        else if (!quoted && endsWord(character)) break;
        else said += character;
      }
      return { text: said, isQuoted: text.charAt(from) === '"' };
    },
  };
}

const endsWord = (character: string): boolean => isBlank(character) || character === ";" || character === "(";

const isBlank = (character: string): boolean => character === " " || character === "\t" || character === "\r" || character === "\n";
