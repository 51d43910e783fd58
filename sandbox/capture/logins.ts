/**
 * The logins that a capture server knows, and whom each may write to: one folder per environment, as compose.yaml mounts one into Mailpit.
 * Mailpit reads its folder once, when it starts, and is made to wait until it is there; this stand-in reads at each login.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface CaptureLogin {
  /** Mailpit's `--smtp-allowed-recipients`: a regular expression of Go; empty allows all. */
  recipients: string;
}

/** @returns undefined when no folder has this login, or the password is another. */
export function findLogin(directory: string, user: string, password: string): CaptureLogin | undefined {
  const folders = existsSync(directory) ? readdirSync(directory).map((name) => join(directory, name)) : [];
  const folder = folders.find((each) => linesOf(join(each, "logins")).some((line) => matches(line, user, password)));
  return folder === undefined ? undefined : { recipients: textOf(join(folder, "recipients")).trim() };
}

/** Go writes "regardless of case" into the expression, JavaScript beside it. */
export function mayReceive({ recipients }: CaptureLogin, address: string): boolean {
  const [, ignoreCase, expression = ""] = /^(\(\?i\))?(.*)$/s.exec(recipients) ?? [];
  return new RegExp(expression, ignoreCase ? "i" : "").test(address);
}

/** One line of htpasswd: "user:{SSHA}" and base64 of SHA-1(password, salt) and the salt. */
function matches(line: string, user: string, password: string): boolean {
  const [, name, encoded = ""] = /^([^:]+):\{SSHA\}(.+)$/.exec(line) ?? [];
  const stored = Buffer.from(encoded, "base64");
  const [hash, salt] = [stored.subarray(0, 20), stored.subarray(20)];
  if (name !== user || hash.length !== 20) return false;
  return timingSafeEqual(hash, createHash("sha1").update(password).update(salt).digest());
}

const linesOf = (file: string): string[] => textOf(file).split("\n");

const textOf = (file: string): string => (existsSync(file) ? readFileSync(file, "utf8") : "");
