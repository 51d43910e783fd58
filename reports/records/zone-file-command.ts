/** The command lines that print the zone files of a stack: one for each zone whose DNS host Terraform does not change. */
import type { RecordChange } from "../../changes/dns-changes";
import { holds, zonesByHand } from "../../declaration/dns-homes";
import type { Target } from "../../declaration/target";
import { isKnown } from "../../mail/dns/record";

/** A command for each zone in which something is missing or to be changed. An environment has one zone, so nobody has to name it. */
export function zoneFileCommands(target: Target, changes: readonly RecordChange[]): string[] {
  if (target.kind === "environment") return [zoneFileCommand(target.name)];
  const names = changes.flatMap(({ before, after }) => [after?.name, before?.name].find(isKnown) ?? []);
  const zones = zonesByHand(target).filter((zone) => names.some((name) => holds(zone, name)));
  return zones.map((zone) => zoneFileCommand(target.name, zone));
}

export const zoneFileCommand = (stack: string, zone?: string): string => ["npx twinpost", ...zoneFileWords(stack, zone)].join(" ");

/** What follows the command's name. */
export const zoneFileWords = (stack: string, zone?: string): string[] => [
  ...["records", "--env", stack],
  ...(zone === undefined ? [] : ["--zone", zone]),
  ...["--format", "bind"],
];
