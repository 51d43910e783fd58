/** Names that are proposed for a new environment. Pure. */
import { listedOrganisationalDomain } from "../../mail/dmarc/organisational-domain";
import { isAtOrBelow } from "../../mail/records/name";

const production = ["prod", "production", "live", "main"];

/**
 * What clients see has no stage in its name, and neither has a zone that is one environment's alone.
 * @param taken the sending domains of the others.
 */
export function usualName(label: string, { name, zone, taken }: { name: string; zone: string; taken: readonly string[] }): string {
  const short = `${label}.${zone}`;
  const isOwn = zone
    .split(".")
    .slice(0, -1)
    .some((part) => part === name || part.endsWith(`-${name}`));
  const isFree = !taken.some((other) => isAtOrBelow(other, short) || isAtOrBelow(short, other));
  return (production.includes(name) || isOwn) && isFree ? short : `${label}.${name}.${zone}`;
}

/** @returns undefined where the sending domain is one itself, so that nothing is above it. */
export function domainAbove(sendingDomain: string): string | undefined {
  const above = listedOrganisationalDomain(sendingDomain);
  return above === sendingDomain ? undefined : above;
}
