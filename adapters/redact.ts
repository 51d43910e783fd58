/** Takes secrets out of text that comes from outside before it becomes part of an error: some services echo what they were sent. */

/** Shorter values ("587", "true") are no secrets, and taking them out would make the text unreadable. */
const shortestSecret = 6;

export const redact = (text: string, secrets: readonly string[]): string =>
  secrets.filter((secret) => secret.length >= shortestSecret).reduce((result, secret) => result.replaceAll(secret, "[redacted]"), text);
