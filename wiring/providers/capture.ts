/**
 * Wires the capture server: logins that we make ourselves and bring to its folder, its own certificate, and its mailbox. It has no verdict
 * about a domain: it is ready when it takes mail over verified TLS.
 */
import { randomBytes } from "node:crypto";
import { join, resolve } from "node:path";
import { hasServerFiles, readServerCertificate, removeLogin, writeServerFiles } from "../../adapters/capture/server-files";
import { readEndpoints } from "../../adapters/endpoints";
import { canRelay } from "../../adapters/mailbox/mailpit";
import { proveTls } from "../../adapters/smtp/submission";
import { captureLogin } from "../../declaration/names/capture";
import type { Environment } from "../../declaration/schema/environment";
import { capture } from "../../mail/providers/capture";
import { recipientExpression } from "../../mail/recipients";
import { captureChecks } from "../../workflows/doctor/providers/capture";
import { workDirectory } from "../work-directory";
import type { World } from "../world";
import type { ProviderWiring } from "./provider-wiring";

const start =
  "start it, or restart it, because it reads its login at its start: `docker compose up -d --force-recreate mailpit`; then run this again";

export const captureWiring: ProviderWiring = {
  keys: (environment, world) => ({
    create: async () => {
      const user = captureLogin(environment.name);
      return { keyId: `${user}-${new Date().toISOString()}`, user, password: randomBytes(32).toString("base64url") };
    },
    revoke: async () => removeLogin(directoryOf(environment, world)),
    deploy: async ({ user, password }) => {
      const directory = directoryOf(environment, world);
      const hosts = [...new Set([environment.capture?.host ?? "localhost", "localhost", "127.0.0.1"])];
      const recipients = environment.recipients ? recipientExpression(environment.recipients.allow) : "";
      await writeServerFiles({ directory, hosts, user, password, recipients });
      world.stderr.write(`wrote ${directory}, from which the capture server starts: \`docker compose up -d mailpit\`\n`);
    },
  }),
  startedBy: start,
  validate: readState,
  lastSeen: readState,
  mailbox: (environment, world) => apiOf(environment, world),
  certificate: (environment, world) => readServerCertificate(directoryOf(environment, world)),
  doctor: (environment, world) =>
    captureChecks(environment, {
      prepared: () => hasServerFiles(directoryOf(environment, world)),
      tlsVersion: () => readTlsVersion(environment, world),
      relays: () => canRelay({ baseUrl: apiOf(environment, world) }),
    }),
};

/** `TWINPOST_CAPTURE_DIRECTORY` moves it, for a server that reads another folder. */
const directoryOf = ({ name }: Environment, world: World): string =>
  join(resolve(world.directory, world.env.TWINPOST_CAPTURE_DIRECTORY || join(workDirectory(world), "capture")), name);

const apiOf = (environment: Environment, world: World): string => readEndpoints(world.env).capture ?? environment.capture?.api ?? "";

async function readState(environment: Environment, world: World) {
  await readTlsVersion(environment, world);
  if (await canRelay({ baseUrl: apiOf(environment, world) })) return { ready: false, reasons: ["it can relay messages to another server"] };
  return { ready: true, reasons: [] };
}

async function readTlsVersion(environment: Environment, world: World): Promise<string> {
  const { smtp, privateAuthorities } = readEndpoints(world.env);
  const trusted = [privateAuthorities, readServerCertificate(directoryOf(environment, world))].filter((pem) => pem !== undefined);
  const ca = trusted.join("\n") || undefined;
  return (await proveTls({ ...(smtp.capture ?? capture.submission(environment)), ca })).tlsVersion;
}
