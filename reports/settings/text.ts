/** The application's environment variables as text for other programs. */
import type { ApplicationSettings } from "../../declaration/names/application";
import { OperatorError } from "../../declaration/operator-error";

/**
 * A dotenv file that python-dotenv, npm's dotenv, docker compose and Node's --env-file all read back as it was: they differ in what a
 * backslash means, so none is written. In single quotes all four take everything else as it is, but python-dotenv, which replaces ${NAME}
 * there too; in double quotes docker compose replaces $NAME. Not for `docker run --env-file`, which keeps quotes as part of a value, nor for
 * dotenv-expand, which replaces $NAME whatever the quotes.
 * @throws OperatorError for a value that no quoting brings through all four; it names the variable, never the value.
 */
export function dotenvText(settings: ApplicationSettings): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${dotenvQuoted(name, value)}`);
  return `${lines.join("\n")}\n`;
}

function dotenvQuoted(name: string, value: string): string {
  if (!/['\\\p{Cc}]|\$\{/u.test(value)) return `'${value}'`;
  // An apostrophe, as a display name may have.
  if (!/["\\$`\p{Cc}]/u.test(value)) return `"${value}"`;
  throw new OperatorError(
    `${name} cannot be written to a dotenv file that every reader understands: it has a backslash, a line break, \${…}, or quotes of both kinds`,
    "take the value from `--json`, or hand it over by other means than a dotenv file",
  );
}

/** Lines for a POSIX shell's `eval`; in single quotes nothing is expanded. What is empty is unset: to some programs, boto3 among them, it is not the same. */
export function shellExports(variables: Record<string, string>): string {
  const lines = Object.entries(variables).map(([name, value]) =>
    value === "" ? `unset ${name}` : `export ${name}='${value.replaceAll("'", "'\\''")}'`,
  );
  return `${lines.join("\n")}\n`;
}
