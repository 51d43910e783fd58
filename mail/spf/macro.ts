/** Macros of SPF (RFC 7208 7): parsed with the place of what is wrong, and expanded. Asks nothing; `%{p}` is handed in. */

interface Macro {
  /** In lower case. */
  letter: string;
  /** Written as a capital: the value is URL-encoded. */
  encoded: boolean;
  /** How many of the rightmost parts stay; all unless told. */
  parts: number | undefined;
  reversed: boolean;
  delimiters: string;
}

/** Plain text and macros in turn; `%%`, `%_` and `%-` are text already. */
export type MacroString = readonly (string | Macro)[];

export interface MacroProblem {
  /** Characters from the beginning of the macro string. */
  at: number;
  problem: string;
  expected: string;
}

const macroPattern = /%\{([a-z])(\d*)(r?)([.+,/_=-]*)\}/iy;
/** Visible characters but "%". */
const plainText = { domain: /[!-$&-~]+/y, explanation: /[ -$&-~]+/y };
const domainLetters = "slodiphv";
const explanationLetters = `${domainLetters}crt`;
const escapes: Record<string, string> = { "%%": "%", "%_": " ", "%-": "%20" };

/** @param kind an explanation's text knows the letters c, r and t, and may contain spaces. */
export function parseMacroString(text: string, kind: "domain" | "explanation"): { parts: MacroString; problem?: MacroProblem } {
  const parts: (string | Macro)[] = [];
  const plain = plainText[kind];
  for (let at = 0; at < text.length; ) {
    const [run] = matchAt(plain, text, at) ?? [];
    if (run !== undefined) {
      parts.push(run);
      at += run.length;
      continue;
    }
    const [matched, letter = "", digits = "", reversed, delimiters = ""] = matchAt(macroPattern, text, at) ?? [];
    const escaped = escapes[text.slice(at, at + 2)];
    if (matched !== undefined) {
      const letters = kind === "domain" ? domainLetters : explanationLetters;
      if (!letters.includes(letter.toLowerCase())) {
        return { parts, problem: { at, problem: `has the macro ${matched}`, expected: `one of the letters ${[...letters].join(", ")}` } };
      }
      if (digits && Number(digits) === 0) return { parts, problem: { at, problem: `keeps 0 labels in ${matched}`, expected: "1 or more" } };
      parts.push({
        letter: letter.toLowerCase(),
        encoded: letter !== letter.toLowerCase(),
        parts: digits ? Number(digits) : undefined,
        reversed: reversed !== "",
        delimiters: delimiters || ".",
      });
      at += matched.length;
    } else if (escaped !== undefined) {
      parts.push(escaped);
      at += 2;
    } else if (text.charAt(at) === "%") {
      return { parts, problem: { at, problem: `has "${text.slice(at, at + 4)}"`, expected: "%{letter}, %%, %_ or %-" } };
    } else {
      return { parts, problem: { at, problem: `has the character ${nameOf(text.charAt(at))}`, expected: "visible ASCII characters" } };
    }
  }
  return { parts };
}

/** @param pattern with the flag "y". */
function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

const nameOf = (character: string): string => `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;

export const hasMacro = (text: MacroString): boolean => text.some((part) => typeof part !== "string");

export const usesLetter = (text: MacroString, letter: string): boolean =>
  text.some((part) => typeof part !== "string" && part.letter === letter);

/** RFC 7208 7.2: d is the record's own domain, o the return path's, v the kind of address; the others differ from message to message. */
export const dependsOnMessage = (text: MacroString): boolean => [..."slipcrth"].some((letter) => usesLetter(text, letter));

/** @param values what each letter stands for. */
export const expand = (text: MacroString, values: Readonly<Record<string, string>>): string =>
  text.map((part) => (typeof part === "string" ? part : expandOne(part, values[part.letter] ?? ""))).join("");

function expandOne({ encoded, parts, reversed, delimiters }: Macro, value: string): string {
  const split = value.split(new RegExp(`[${delimiters.replace(/[-.+/]/g, "\\$&")}]`));
  if (reversed) split.reverse();
  const kept = (parts === undefined ? split : split.slice(-parts)).join(".");
  const isPlain = parts === undefined && !reversed && delimiters === ".";
  return encoded ? encodeUnreserved(isPlain ? value : kept) : isPlain ? value : kept;
}

/** RFC 3986 2.3: everything else is percent-encoded. */
const encodeUnreserved = (text: string): string =>
  [...Buffer.from(text)]
    .map((byte) => String.fromCharCode(byte))
    .map((character) =>
      /[A-Za-z0-9._~-]/.test(character) ? character : `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
    )
    .join("");
