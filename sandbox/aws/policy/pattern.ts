/**
 * Patterns of policies: `*` is any text, `?` any character, and variables stand for what a request says.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */

export function isLike(text: string, pattern: string): boolean {
  if (!/[*?\uE000]/.test(pattern)) return text === pattern;
  const known = compiled.get(pattern) ?? compile(pattern);
  compiled.set(pattern, known);
  return known.test(text);
}

/** Each of an ARN's six parts is compared apart, so that `*` reaches no further than to the next colon; the sixth is all the rest. */
export function isLikeArn(arn: string, pattern: string): boolean {
  const parts = arnParts(arn);
  const wanted = split.get(pattern) ?? arnParts(pattern);
  split.set(pattern, wanted);
  if (parts.length < 6 || wanted.length < 6) return isLike(arn, pattern);
  return wanted.every((part, index) => isLike(parts[index] ?? "", part));
}

function arnParts(arn: string): string[] {
  const parts = arn.split(":");
  return [...parts.slice(0, 5), ...(parts.length > 5 ? [parts.slice(5).join(":")] : [])];
}

/** Puts values in for `${key}` and `${key, 'else this'}`; `${*}`, `${?}` and `${$}` are those characters. @returns undefined when one has no value. */
export function withVariables(pattern: string, lookUp: (key: string) => string | undefined): string | undefined {
  if (!pattern.includes("${")) return pattern;
  let isWhole = true;
  const filled = pattern.replace(/\$\{([^}]*)\}/g, (_, inside: string) => {
    if (/^[*?$]$/.test(inside)) return literal(inside);
    const [, key = "", otherwise] = /^\s*([^,]*?)\s*(?:,\s*'([^']*)'\s*)?$/.exec(inside) ?? [];
    const value = lookUp(key) ?? otherwise;
    if (value === undefined) isWhole = false;
    return literal(value ?? "");
  });
  return isWhole ? filled : undefined;
}

/** As it is compared where wildcards are not. */
export const plain = (pattern: string): string => pattern.replaceAll("\uE000", "");

/** What comes from a request is no wildcard. */
const literal = (text: string): string => text.replace(/[*?]/g, "\uE000$&");

/** A table of roles asks about the same patterns some 100,000 times. */
const compiled = new Map<string, RegExp>();
const split = new Map<string, readonly string[]>();

function compile(pattern: string): RegExp {
  const source = pattern.replace(/\uE000?[\s\S]/g, (piece) => {
    if (piece === "*") return "[\\s\\S]*";
    if (piece === "?") return "[\\s\\S]";
    return piece.slice(-1).replace(/[.+^${}()|[\]\\*?]/g, "\\$&");
  });
  return new RegExp(`^${source}$`);
}
