/** Publishes a stack's records in a sandbox, as a person does where Terraform does not change the DNS host: the zone file of each zone, over HTTP. */
import type { World } from "../cli/world";
import { OperatorError } from "../declaration/operator-error";
import { zoneFileCommand, zoneFileWords } from "../reports/records/zone-file-command";
import { withoutWhere } from "../wiring/where";

/** @returns what `twinpost records --format bind` prints of one zone. */
export async function printZoneFile(stack: string, zone: string, world: World): Promise<string> {
  const said = { stdout: "", stderr: "" };
  const code = await world.twinpost(zoneFileWords(stack, zone), {
    ...world,
    stdout: { write: (text) => (said.stdout += text) },
    stderr: { write: (text) => (said.stderr += text) },
  });
  if (code !== 0) throw new OperatorError(`twinpost records ended with ${code}: ${withoutWhere(said.stderr).trim()}`);
  return said.stdout;
}

/** @returns what the DNS host says. @throws OperatorError when it does not take the file. */
export async function publishZoneFile({ url }: { url: string }, stack: string, zone: string, zoneFile: string): Promise<string> {
  const response = await fetch(`${url}/zone-files/${stack}.${zone}`, { method: "PUT", body: zoneFile });
  const said = (await response.text()).trim();
  if (response.ok) return said;
  throw new OperatorError(`the DNS host does not take the zone file of ${zone}: ${said}`, `read \`${zoneFileCommand(stack, zone)}\``);
}
