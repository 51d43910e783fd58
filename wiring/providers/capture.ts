/**
 * Wires the capture server: its logins, which we make and write to its folder, its own certificate, and its mailbox. It judges no domain: it is
 * ready when it accepts mail over verified TLS.
 */
import { randomBytes } from "node:crypto";
import { join, resolve } from "node:path";
import { hasServerFiles, readServerCertificate, removeLogin, writeServerFiles } from "../../adapters/capture/server-files";
import { canRelay } from "../../adapters/mailbox/mailpit";
import { proveTls } from "../../adapters/smtp/submission";
import { captureLogin } from "../../declaration/names/capture";
import type { Environment } from "../../declaration/schema/environment";
import { capture } from "../../mail/providers/capture";
import { recipientExpression } from "../../mail/recipients";
import { captureChecks } from "../../workflows/doctor/providers/capture";
import type { Connections } from "../connections";
import { workDirectory } from "../work-directory";
import type { ProviderWiring } from "./provider-wiring";

const start =
  "start it, or restart it, because it reads its login at its start: `docker compose up -d --force-recreate mailpit`; then run this again";

export const captureWiring: ProviderWiring = {
  keys: (environment, connections) => ({
    create: async () => {
      const user = captureLogin(environment.name);
      return { keyId: `${user}-${new Date().toISOString()}`, user, password: randomBytes(32).toString("base64url") };
    },
    revoke: async () => removeLogin(directoryOf(environment, connections)),
    deploy: async ({ user, password }) => {
      const directory = directoryOf(environment, connections);
      const hosts = [...new Set([environment.capture?.host ?? "localhost", "localhost", "127.0.0.1"])];
      const recipients = environment.recipients ? recipientExpression(environment.recipients.allow) : "";
      await writeServerFiles({ directory, hosts, user, password, recipients });
      connections.narrate(`wrote ${directory}, from which the capture server starts: \`docker compose up -d mailpit\``);
    },
  }),
  startedBy: start,
  validate: readState,
  lastSeen: readState,
  mailbox: (environment, connections) => apiOf(environment, connections),
  certificate: (environment, connections) => readServerCertificate(directoryOf(environment, connections)),
  doctor: (environment, connections) =>
    captureChecks(environment, {
      prepared: () => hasServerFiles(directoryOf(environment, connections)),
      tlsVersion: () => readTlsVersion(environment, connections),
      relays: () => canRelay({ baseUrl: apiOf(environment, connections) }),
    }),
};

/** `TWINPOST_CAPTURE_DIRECTORY` moves it, for a server that reads another folder. */
const directoryOf = ({ name }: Environment, connections: Connections): string =>
  join(resolve(connections.directory, connections.env.TWINPOST_CAPTURE_DIRECTORY || join(workDirectory(connections), "capture")), name);

const apiOf = (environment: Environment, connections: Connections): string =>
  connections.endpoints().capture ?? environment.capture?.api ?? "";

async function readState(environment: Environment, connections: Connections) {
  await readTlsVersion(environment, connections);
  if (await canRelay({ baseUrl: apiOf(environment, connections) }))
    return { ready: false, reasons: ["it can relay messages to another server"] };
  return { ready: true, reasons: [] };
}

async function readTlsVersion(environment: Environment, connections: Connections): Promise<string> {
  const { smtp, privateAuthorities } = connections.endpoints();
  const trusted = [privateAuthorities, readServerCertificate(directoryOf(environment, connections))].filter((pem) => pem !== undefined);
  const ca = trusted.join("\n") || undefined;
  return (await proveTls({ ...(smtp.capture ?? capture.submission(environment)), ca })).tlsVersion;
}
