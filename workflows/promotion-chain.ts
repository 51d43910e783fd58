/** The way of a change from environment to environment: a release is promoted from one to the next, so it has to be in all that come before. */

interface Promoted {
  name: string;
  promotion?: { from: string } | undefined;
}

/** @returns these and all that they are promoted from, each after the one that it is promoted from. */
export function promotionChain<Environment extends Promoted>(
  names: readonly string[],
  environments: readonly Environment[],
): Environment[] {
  const found = new Set<Environment>();
  const add = (name: string, passed: readonly string[]): void => {
    const environment = environments.find((each) => each.name === name);
    if (!environment || found.has(environment)) return;
    const from = environment.promotion?.from;
    if (from !== undefined && !passed.includes(from)) add(from, [...passed, name]);
    found.add(environment);
  };
  for (const name of names) add(name, [name]);
  return [...found];
}
