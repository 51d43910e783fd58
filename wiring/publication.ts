/** What a person publishes of a stack: the zone file of each zone whose DNS host Terraform does not change. A sandbox takes the files over HTTP. */
import type { RecordChange } from "../changes/dns-changes";
import { holds, zonesByHand } from "../declaration/dns-homes";
import { OperatorError } from "../declaration/operator-error";
import type { Target } from "../declaration/target";
import type { World } from "./world";

/** A command for each zone in which something is missing or to be changed. An environment has one zone, so nobody has to name it. */
export function zoneFileCommands(target: Target, changes: readonly RecordChange[]): string[] {
  if (target.kind === "environment") return [zoneFileCommand(target.name)];
  const names = changes.flatMap(({ before, after }) => after?.name ?? before?.name ?? []);
  const zones = zonesByHand(target).filter((zone) => names.some((name) => holds(zone, name)));
  return zones.map((zone) => zoneFileCommand(target.name, zone));
}

const zoneFileCommand = (stack: string, zone?: string): string => ["npx twinpost", ...zoneFileWords(stack, zone)].join(" ");

const zoneFileWords = (stack: string, zone?: string): string[] => [
  ...["records", "--env", stack],
  ...(zone === undefined ? [] : ["--zone", zone]),
  ...["--format", "bind"],
];

/** @returns what `twinpost records --format bind` prints of one zone. */
export async function printZoneFile(stack: string, zone: string, world: World): Promise<string> {
  const said = { stdout: "", stderr: "" };
  const code = await world.twinpost(zoneFileWords(stack, zone), {
    ...world,
    stdout: { write: (text) => (said.stdout += text) },
    stderr: { write: (text) => (said.stderr += text) },
  });
  if (code !== 0) throw new OperatorError(`twinpost records ended with ${code}: ${said.stderr.trim()}`);
  return said.stdout;
}

/** @returns what the DNS host says. @throws OperatorError when it does not take the file. */
export async function publishZoneFile({ url }: { url: string }, stack: string, zone: string, zoneFile: string): Promise<string> {
  const response = await fetch(`${url}/zone-files/${stack}.${zone}`, { method: "PUT", body: zoneFile });
  const said = (await response.text()).trim();
  if (response.ok) return said;
  throw new OperatorError(`the DNS host does not take the zone file of ${zone}: ${said}`, `read \`${zoneFileCommand(stack, zone)}\``);
}
