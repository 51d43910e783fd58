/**
 * An address that a sending provider really sends from, taken from the SPF record that the provider itself keeps, includes and all: whatever
 * it is, a return path that leads to that record passes for it, and one that does not fails.
 */
import type { Resolve } from "../dns/resolve";
import { type SpfBudget, spfBudget } from "../spf/budget";
import { checkHost } from "../spf/check-host";
import { parseSpf } from "../spf/record";

/** @param domain whose SPF record the provider keeps. @returns undefined when it names no network, or could not be looked up. */
export async function findSendingAddress(domain: string, resolve: Resolve): Promise<string | undefined> {
  const { tree } = await spfBudget(domain, resolve);
  for (const ip of networks(tree).slice(0, mostTried)) {
    const { result } = await checkHost({ ip, mailFrom: `postmaster@${domain}`, helo: domain }, resolve);
    if (result === "pass") return ip;
  }
  return undefined;
}

/** A network may be excluded before it is named; the first one nearly never is. */
const mostTried = 5;

/** The first address of each network; IPv4 first, since every receiver has it. */
function networks(tree: SpfBudget["tree"]): string[] {
  const found = recordsOf(tree).flatMap((record) =>
    parseSpf(record).mechanisms.flatMap((mechanism) =>
      "network" in mechanism && mechanism.qualifier === "+" ? [mechanism.network.toString()] : [],
    ),
  );
  return [...found.filter((address) => !address.includes(":")), ...found.filter((address) => address.includes(":"))];
}

const recordsOf = ({ record, terms }: SpfBudget["tree"]): string[] => [
  ...(record === undefined ? [] : [record]),
  ...terms.flatMap(({ inner }) => (inner ? recordsOf(inner) : [])),
];
