/** Who may be written to from an environment that must reach no stranger: addresses, and whole domains. Pure. */

/** An entry without "@" is a domain, and means every address directly at it. */
const isDomain = (entry: string): boolean => !entry.includes("@");

/** Regardless of case, as mail systems compare addresses in practice. */
export function isAllowedRecipient(allow: readonly string[], address: string): boolean {
  const wanted = address.toLowerCase();
  return allow.map((entry) => entry.toLowerCase()).some((entry) => (isDomain(entry) ? wanted.endsWith(`@${entry}`) : wanted === entry));
}

/** For IAM's StringLike, which heeds case: an address in other letters than declared is refused. */
export const recipientLikes = (allow: readonly string[]): string[] => allow.map((entry) => (isDomain(entry) ? `*@${entry}` : entry));

/** A regular expression in the syntax of Go (RE2), for the whole address. */
export function recipientExpression(allow: readonly string[]): string {
  const alternatives = allow.map((entry) => {
    const literal = entry.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
    return isDomain(entry) ? `[^@]+@${literal}` : literal;
  });
  return `(?i)^(${alternatives.join("|")})$`;
}
