/**
 * The files that a capture server starts from, in a folder that compose.yaml mounts: its login, its certificate, whom it takes mail for.
 * Mailpit reads them when it starts. The login is stored as a salted hash, in htpasswd's form, so the folder holds no password; the private
 * key is worth nothing beyond that server.
 */
import { createHash, randomBytes, X509Certificate } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { isIPv4 } from "node:net";
import { join } from "node:path";
import { createCertificate } from "./certificate";

export interface ServerFiles {
  directory: string;
  /** The names and IPv4 addresses at which clients reach the server. */
  hosts: readonly string[];
  user: string;
  password: string;
  /** A regular expression of recipients; empty allows all. */
  recipients: string;
}

const certificateFile = (directory: string): string => join(directory, "certificate.pem");
const loginsFile = (directory: string): string => join(directory, "logins");
/** A certificate that ends sooner is replaced. */
const renewBeforeMs = 30 * 24 * 60 * 60 * 1000;

/** The logins come last: the container waits for them. */
export async function writeServerFiles({ directory, hosts, user, password, recipients }: ServerFiles): Promise<void> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (!holdsFor(certificateFile(directory), hosts)) {
    const { certificate, key } = await createCertificate(hosts);
    writeFileSync(join(directory, "key.pem"), key, { mode: 0o600 });
    writeFileSync(certificateFile(directory), certificate);
  }
  writeFileSync(join(directory, "recipients"), recipients);
  writeFileSync(loginsFile(directory), `${user}:${saltedHash(password)}\n`, { mode: 0o600 });
}

export const hasServerFiles = (directory: string): boolean => existsSync(loginsFile(directory));

export const removeLogin = (directory: string): void => rmSync(loginsFile(directory), { force: true });

/** PEM of the server's own certificate, which nobody else vouches for; undefined before it was made. */
export const readServerCertificate = (directory: string): string | undefined =>
  existsSync(certificateFile(directory)) ? readFileSync(certificateFile(directory), "utf8") : undefined;

function holdsFor(file: string, hosts: readonly string[]): boolean {
  if (!existsSync(file)) return false;
  const certificate = new X509Certificate(readFileSync(file));
  const names = (host: string): boolean => (isIPv4(host) ? certificate.checkIP(host) : certificate.checkHost(host)) !== undefined;
  return Date.parse(certificate.validTo) > Date.now() + renewBeforeMs && hosts.every(names);
}

/** {SSHA}, which Mailpit understands: enough for a password of 256 random bits, which nobody can guess. */
function saltedHash(password: string): string {
  const salt = randomBytes(16);
  const hash = createHash("sha1").update(password).update(salt).digest();
  return `{SSHA}${Buffer.concat([hash, salt]).toString("base64")}`;
}
