/** Where a proof in one environment does not carry over to the next: what the two declare otherwise, and what their plans do otherwise. Pure. */

import type { Environment } from "../../declaration/schema/environment";
import { providerNames } from "../../mail/providers/sending-providers";

/** A type, not an interface: evidence takes it as a record. */
export type Difference = {
  what: string;
  from: string[];
  to: string[];
};

interface Change {
  address: string;
  action: string;
}

/** Of what was proven: another region, provider or host was not. */
const declaredIn: Record<string, (environment: Environment) => unknown> = {
  "aws.region": ({ aws }) => aws.region,
  "dns.host": ({ dns }) => dns.host,
  "sendingProviders.primary": ({ sendingProviders }) => sendingProviders.primary,
  "sendingProviders.standby": ({ sendingProviders }) => sendingProviders.standby,
  "dmarc.policy": ({ dmarc }) => dmarc.policy,
  "secrets.replicaRegion": ({ secrets }) => secrets?.replicaRegion,
  ...Object.fromEntries(providerNames.map((name) => [name, (environment: Environment) => Reflect.get(environment, name)])),
};

export const declaredDifferences = (from: Environment, to: Environment): Difference[] =>
  Object.entries(declaredIn).flatMap(([what, read]) => {
    const [one, other] = [said(read(from)), said(read(to))];
    return one.join() === other.join() ? [] : [{ what, from: one, to: other }];
  });

/** By address: both stacks call the same things the same. */
export function changeDifferences(from: readonly Change[], to: readonly Change[]): Difference[] {
  const actions = (changes: readonly Change[], address: string): string[] => [
    ...new Set(changes.filter((each) => each.address === address).map(({ action }) => action)),
  ];
  const addresses = [...new Set([...from, ...to].map(({ address }) => address))].sort();
  return addresses
    .map((what) => ({ what, from: actions(from, what), to: actions(to, what) }))
    .filter((each) => each.from.join() !== each.to.join());
}

const said = (value: unknown): string[] => (value === undefined ? [] : [typeof value === "string" ? value : JSON.stringify(value)]);
