/** What a rehearsal goes through: one environment, or with "all" everything that is declared. */

import { dnsHostOf } from "../declaration/dns-hosts/dns-hosts";
import type { Declared } from "../declaration/load";
import { accountStackName, allName, organisationName } from "../declaration/names/stacks";
import { stateBucket } from "../declaration/names/terraform-state";
import { OperatorError } from "../declaration/operator-error";
import { type Environment, sendingProvidersOf } from "../declaration/schema/environment";
import { findTarget } from "../declaration/target";
import { sendingProviders } from "../mail/providers/sending-providers";
import { canTryChanges } from "./dns-hosts/dns-host-stages";
import type { RehearsalScope } from "./rehearse";

/**
 * @param env what `--env` names, by default the first environment that delivers. @param withChanges whether prepared changes are tried; unless told, in
 * everything, and not in one environment. @throws OperatorError when no environment has this name.
 */
export function rehearsalScope(declared: Declared, env = usualEnvironment(declared).name, withChanges?: boolean): RehearsalScope {
  if (env !== allName) {
    const environment = declared.environment(env);
    const byHand = dnsHostOf(environment).isByHand ? [env] : [];
    const account = accountStackName(environment.aws.account);
    const buckets = oncePerBucket([env, account], declared);
    return { environments: [environment], foundations: [], buckets, account, byHand, ...(withChanges ? { changed: environment } : {}) };
  }
  declared.requireSound();
  const { environments } = declared;
  const foundations = [...declared.accounts().map(({ id }) => accountStackName(id)), organisationName];
  const names = [...foundations, ...environments.map(({ name }) => name)];
  const [first, ...others] = environments;
  if (!first) throw nothingDeclared();
  // Changes are tried first in the environment that is declared first, so that is the one to be taken away again.
  const destroyed = others.length > 0 ? { destroyed: first } : {};
  const delivering = environments.filter(delivers);
  // One of which the changes would be left out has to say so only where there is no other.
  const changed = withChanges === false ? undefined : (delivering.find(canTryChanges) ?? delivering[0]);
  const byHand = [
    ...environments.filter((each) => dnsHostOf(each).isByHand).map(({ name }) => name),
    ...(declared.organisation().domains.some((each) => dnsHostOf(each).isByHand) ? [organisationName] : []),
  ];
  const buckets = oncePerBucket(names, declared);
  return { environments: [first, ...others], foundations, buckets, byHand, ...(changed ? { changed } : {}), ...destroyed };
}

/** What is taken where `--env` is left out. @throws OperatorError when there is none. */
export function usualEnvironment({ environments, requireSound }: Declared): Environment {
  const found = environments.find(delivers) ?? environments[0];
  if (found) return found;
  requireSound();
  throw nothingDeclared();
}

const delivers = (environment: Environment): boolean =>
  sendingProvidersOf(environment).some((provider) => sendingProviders[provider].delivers);

const nothingDeclared = (): OperatorError =>
  new OperatorError("no environment is declared", "begin one with `npx twinpost init`", { exitCode: 2 });

function oncePerBucket(names: readonly string[], declared: Declared): string[] {
  const buckets = new Map<string, string>();
  for (const name of names) {
    const bucket = stateBucket(findTarget(name, declared));
    if (!buckets.has(bucket)) buckets.set(bucket, name);
  }
  return [...buckets.values()];
}
