/** Runs examples/python/send_invitation.py as a backend would be run: the application secret's variables, and nothing else of ours. */
import { join } from "node:path";
import { z } from "zod";
import { run } from "../adapters/process/run";
import type { ApplicationSettings } from "../declaration/names/application";
import { stackName } from "../declaration/names/stacks";
import { OperatorError } from "../declaration/operator-error";
import type { Environment, ProviderName } from "../declaration/schema/environment";
import type { Connections } from "../wiring/connections";
import { seedTestEffects } from "../wiring/seed-test";
import { workDirectory } from "../wiring/work-directory";
import { type Delivery, observeDelivery } from "../workflows/seed-test";

const script = join(__dirname, "..", "examples", "python", "send_invitation.py");

export async function sendWithPython(
  environment: Environment,
  { settings, through: provider }: { settings: ApplicationSettings; through: ProviderName },
  connections: Connections,
): Promise<Delivery> {
  const use = seedTestEffects(environment, connections);
  const [recipient = environment.sender.replyTo] = environment.seedMailboxes;
  use.mailboxes.requireReadable(provider, recipient);
  const reference = use.reference();
  const sentAt = use.clock.now();
  const { PATH, TWINPOST_CA_FILE } = connections.env;
  const env = { PATH, ...settings, ...(TWINPOST_CA_FILE ? { SSL_CERT_FILE: TWINPOST_CA_FILE } : {}) };
  const { code, stdout, stderr } = await run("python3", [script, "--to", recipient, "--reference", reference], {
    directory: connections.directory,
    env,
    logFile: join(workDirectory(connections), stackName(environment.name), "python.log"),
  });
  if (code === 127) throw new OperatorError("python3 was not found on PATH", "install Python 3.10 or later");
  if (code !== 0) throw new OperatorError(`the Python example failed\n${stderr.trim()}`, "its last line says which reply the server gave");
  const { tls } = z.object({ tls: z.string() }).parse(JSON.parse(stdout));
  return observeDelivery({ environment, provider, recipient, reference, sentAt, submissionTls: tls, timeoutMs: 30_000 }, use);
}
