/** Removes secrets from text of other services before it becomes part of an error: some services echo the request. */

/** Shorter values ("587", "true") are no secrets, and taking them out would make the text unreadable. */
const shortestSecret = 6;

export const redact = (text: string, secrets: readonly string[]): string =>
  secrets.filter((secret) => secret.length >= shortestSecret).reduce((result, secret) => result.replaceAll(secret, "[redacted]"), text);
