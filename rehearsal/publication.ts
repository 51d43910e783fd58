/** Publishes a stack's records in a sandbox, as an administrator does where the DNS host is not Cloudflare: the zone file, and nothing else. */

import type { World } from "../cli/world";
import { OperatorError } from "../declaration/operator-error";

/** @returns what `twinpost records --format bind` prints. */
export async function printZoneFile(stack: string, world: World): Promise<string> {
  const said = { stdout: "", stderr: "" };
  const code = await world.twinpost(["records", "--env", stack, "--format", "bind"], {
    ...world,
    stdout: { write: (text) => (said.stdout += text) },
    stderr: { write: (text) => (said.stderr += text) },
  });
  if (code !== 0) throw new OperatorError(`twinpost records ended with ${code}: ${said.stderr.trim()}`);
  return said.stdout;
}

/** @returns what the DNS host says. @throws OperatorError when it does not take the file. */
export async function publishZoneFile({ url }: { url: string }, stack: string, zoneFile: string): Promise<string> {
  const response = await fetch(`${url}/zone-files/${stack}`, { method: "PUT", body: zoneFile });
  const said = (await response.text()).trim();
  if (response.ok) return said;
  throw new OperatorError(
    `the DNS host does not take the zone file: ${said}`,
    `read \`npx twinpost records --env ${stack} --format bind\``,
  );
}
