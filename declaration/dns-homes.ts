/** The zones that hold the records of one stack, and who publishes in them: Terraform, or a person by hand. */
import { type DnsHome, dnsHostOf, zoneOf } from "./dns-hosts/dns-hosts";
import { OperatorError } from "./operator-error";
import type { Target } from "./target";

/** An environment has one; an account has none. */
export function dnsHomesOf(target: Target): readonly DnsHome[] {
  if (target.kind === "environment") return [target.environment];
  return target.kind === "organisation" ? target.organisation.domains : [];
}

/** @returns the closest zone around the name; undefined when no zone of the stack holds it. */
export function homeOf(name: string, homes: readonly DnsHome[]): DnsHome | undefined {
  const around = homes.filter((home) => holds(zoneOf(home), name));
  return around.sort((one, other) => zoneOf(other).length - zoneOf(one).length)[0];
}

export const holds = (zone: string, name: string): boolean => name === zone || name.endsWith(`.${zone}`);

/** Each zone once, in the order of its declaration. */
export const zonesByHand = (target: Target): string[] => [
  ...new Set(
    dnsHomesOf(target)
      .filter((home) => dnsHostOf(home).isByHand)
      .map(zoneOf),
  ),
];

/** @throws OperatorError when the stack has no such zone. */
export function requireZone(zone: string, target: Target): void {
  const zones = dnsHomesOf(target).map(zoneOf);
  if (zones.some((each) => each === zone)) return;
  throw new OperatorError(`${target.name} has no zone "${zone}", expected ${quoted(zones)}`, `name one that ${target.file} declares`, {
    exitCode: 2,
  });
}

/**
 * The zone that a file for a DNS host is about: hosts import the file of one zone.
 * @returns undefined when nothing is published by hand. @throws OperatorError when Terraform publishes there, or there are several to choose from.
 */
export function requireZoneByHand(asked: string | undefined, target: Target): string | undefined {
  const zones = zonesByHand(target);
  if (asked !== undefined && !zones.includes(asked)) {
    const instead = zones.length > 0 ? `expected ${quoted(zones)}` : "and nothing is published by hand";
    const remedy = "to read its records, leave --format out";
    throw new OperatorError(`Terraform publishes the records of "${asked}", ${instead}`, remedy, { exitCode: 2 });
  }
  if (asked !== undefined || zones.length < 2) return asked ?? zones[0];
  throw new OperatorError(
    `the records of ${zones.length} zones are published by hand, and a file is for one of them: ${quoted(zones)}`,
    zones.map((zone) => `add --zone ${zone}`).join(", or "),
    { exitCode: 2 },
  );
}

const quoted = (zones: readonly string[]): string => zones.map((zone) => `"${zone}"`).join(" or ");
