/** The application's environment variables as text for other programs. */
import type { ApplicationSettings } from "../environments/names";

/** A dotenv file: double-quoted, with backslash, quote, dollar and backtick escaped, as python-dotenv, docker compose and dotenv read it. */
export function dotenvText(settings: ApplicationSettings): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name}="${value.replace(/[\\"$`]/g, "\\$&")}"`);
  return `${lines.join("\n")}\n`;
}

/** Lines for a POSIX shell's `eval`; in single quotes nothing is expanded. */
export function shellExports(variables: Record<string, string>): string {
  const lines = Object.entries(variables).map(([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'`);
  return `${lines.join("\n")}\n`;
}
