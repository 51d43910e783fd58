/** What a rehearsal goes through: one environment, or with "all" everything that is declared. */
import { isKeptElsewhere } from "../../environments/dns-home";
import { loadEnvironment, loadEnvironments } from "../../environments/load";
import { loadAccounts } from "../../environments/load-accounts";
import { loadOrganisation } from "../../environments/load-organisation";
import { accountStackName, allName, organisationName, stateBucket } from "../../environments/names";
import { OperatorError } from "../../environments/operator-error";
import type { RehearsalScope } from "../../workflows/rehearse";
import { loadNamed } from "./named-stack";

/** @throws OperatorError when no environment has this name. */
export function rehearsalScope(env: string): RehearsalScope {
  if (env !== allName) {
    const environment = loadEnvironment(env);
    return { environments: [environment], foundations: [], buckets: [env], byHand: isKeptElsewhere(environment) ? [env] : [] };
  }
  const environments = loadEnvironments();
  const foundations = [...loadAccounts(environments).map(({ id }) => accountStackName(id)), organisationName];
  const names = [...foundations, ...environments.map(({ name }) => name)];
  const [first, ...others] = environments;
  if (!first) throw new OperatorError("no environment is declared", "begin one with `npx twinpost init`", { exitCode: 2 });
  // Changes are tried first in the environment that is declared first, so that is the one to be taken away again.
  const destroyed = others.length > 0 ? { destroyed: first } : {};
  const byHand = [
    ...environments.filter(isKeptElsewhere).map(({ name }) => name),
    ...(loadOrganisation().domains.some(isKeptElsewhere) ? [organisationName] : []),
  ];
  return { environments: [first, ...others], foundations, buckets: oncePerBucket(names), byHand, ...destroyed };
}

function oncePerBucket(names: readonly string[]): string[] {
  const buckets = new Map<string, string>();
  for (const name of names) {
    const bucket = stateBucket(loadNamed(name));
    if (!buckets.has(bucket)) buckets.set(bucket, name);
  }
  return [...buckets.values()];
}
