/** What is ours, for the safety gate: the target's account and names, and every zone that is declared. */
import type { Own } from "../changes/own";
import { zoneOf } from "../declaration/dns-hosts/dns-hosts";
import { subjectsOf } from "../declaration/names/github";
import type { Target } from "../declaration/target";

export function ownOf(target: Target): Own {
  const { declared } = target;
  const domains =
    target.kind === "environment"
      ? [target.environment.sendingDomain]
      : target.kind === "organisation"
        ? target.organisation.domains.map(zoneOf)
        : [];
  return {
    account: target.aws.account,
    domains,
    repositories: target.kind === "account" ? subjectsOf(target.account.github) : [],
    zones: [...new Set([...declared.environments.map(zoneOf), ...organisationZones(target)])],
  };
}

/** Another file's fault is that file's matter: its zones are then nobody's. */
function organisationZones({ declared }: Target): string[] {
  try {
    return declared.organisation().domains.map(zoneOf);
  } catch {
    return [];
  }
}
