/** What a rehearsal goes through: one environment, or with "all" everything that is declared. */

import { dnsHostOf } from "../declaration/dns-hosts/dns-hosts";
import { loadEnvironment, loadEnvironments } from "../declaration/load";
import { loadAccounts } from "../declaration/load-accounts";
import { loadOrganisation } from "../declaration/load-organisation";
import { accountStackName, allName, organisationName } from "../declaration/names/stacks";
import { stateBucket } from "../declaration/names/terraform-state";
import { OperatorError } from "../declaration/operator-error";
import { sendingProvidersOf } from "../declaration/schema/environment";
import { sendingProviders } from "../mail/providers/sending-providers";
import { loadNamed } from "../wiring/named-stack";
import { canTryChanges } from "./dns-hosts/dns-host-stages";
import type { RehearsalScope } from "./rehearse";

/** @param withChanges of one environment; of everything they are part. @throws OperatorError when no environment has this name. */
export function rehearsalScope(env: string, withChanges = false): RehearsalScope {
  if (env !== allName) {
    const environment = loadEnvironment(env);
    const byHand = dnsHostOf(environment).isByHand ? [env] : [];
    return { environments: [environment], foundations: [], buckets: [env], byHand, ...(withChanges ? { changed: environment } : {}) };
  }
  const environments = loadEnvironments();
  const foundations = [...loadAccounts(environments).map(({ id }) => accountStackName(id)), organisationName];
  const names = [...foundations, ...environments.map(({ name }) => name)];
  const [first, ...others] = environments;
  if (!first) throw new OperatorError("no environment is declared", "begin one with `npx twinpost init`", { exitCode: 2 });
  // Changes are tried first in the environment that is declared first, so that is the one to be taken away again.
  const destroyed = others.length > 0 ? { destroyed: first } : {};
  const delivering = environments.filter((each) => sendingProvidersOf(each).some((provider) => sendingProviders[provider].delivers));
  // One of which the changes would be left out has to say so only where there is no other.
  const changed = delivering.find(canTryChanges) ?? delivering[0];
  const byHand = [
    ...environments.filter((each) => dnsHostOf(each).isByHand).map(({ name }) => name),
    ...(loadOrganisation().domains.some((each) => dnsHostOf(each).isByHand) ? [organisationName] : []),
  ];
  const buckets = oncePerBucket(names);
  return { environments: [first, ...others], foundations, buckets, byHand, ...(changed ? { changed } : {}), ...destroyed };
}

function oncePerBucket(names: readonly string[]): string[] {
  const buckets = new Map<string, string>();
  for (const name of names) {
    const bucket = stateBucket(loadNamed(name));
    if (!buckets.has(bucket)) buckets.set(bucket, name);
  }
  return [...buckets.values()];
}
