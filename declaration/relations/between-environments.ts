/** Rules between environments: names of files, domains and zones, and how GitHub calls them. */
import type { Fault } from "../check";
import { conflictOf, zoneOf } from "../dns-hosts/dns-hosts";
import { environmentFile } from "../files";
import { githubEnvironment } from "../names/github";
import type { Environment } from "../schema/environment";
import { valueAt } from "./relations";

export const betweenEnvironments = (environments: readonly Environment[]): Fault[] => [
  ...sharedDomains(environments),
  ...mixedZones(environments),
  ...sharedSubjects(environments),
];

/**
 * Of all names, also of environments whose file has a fault: who names one of those is right.
 * @param environments those without a fault of their own.
 */
export function brokenPromotions(environments: readonly Environment[], names: readonly string[]): Fault[] {
  return environments.flatMap((environment) => {
    const { name, promotion } = environment;
    if (!promotion) return [];
    const { from } = promotion;
    const fault = (problem: string, remedy: string): Fault[] => {
      const others = names.filter((each) => each !== name).map((each) => `"${each}"`);
      const expected = others.length > 0 ? others.join(" or ") : "another environment, and there is none";
      return [{ file: environmentFile(name), path: "promotion.from", problem, got: from, expected, remedy }];
    };
    if (from === name) return fault("is the environment itself", "name the environment in which a release is applied and verified first");
    if (!names.includes(from)) return fault("is no declared environment", "name one of those in environments/declared.ts");
    const round = roundOf(environment, environments);
    if (round.length === 0) return [];
    return fault(`goes round in a circle (${round.join(" from ")})`, "leave `promotion` out of the environment that a merge changes first");
  });
}

/** @returns the names from one environment back to itself; none if the way ends. */
function roundOf(environment: Environment, environments: readonly Environment[]): string[] {
  const way = [environment.name];
  for (let next = environment.promotion?.from; next !== undefined; ) {
    if (next === environment.name) return [...way, next];
    // A circle that this one only leads into is told where it is.
    if (way.includes(next)) return [];
    way.push(next);
    next = environments.find(({ name }) => name === next)?.promotion?.from;
  }
  return [];
}

/** @param name of the file; the value is raw: any part may be missing or wrong. */
export function misnamed(name: string, value: unknown): Fault[] {
  const got = (value as { name?: unknown } | null | undefined)?.name;
  if (typeof got !== "string" || got === name) return [];
  const remedy = "make the file and the name agree: secrets and stacks are named after it";
  return [{ file: environmentFile(name), path: "name", problem: "is not the name of its file", got, expected: `"${name}"`, remedy }];
}

/** An environment owns every name at or below its sending domain, so no two may overlap. */
function sharedDomains(environments: readonly Environment[]): Fault[] {
  return environments.flatMap((environment, index) => {
    const { sendingDomain } = environment;
    const other = environments.slice(0, index).find((each) => overlap(each.sendingDomain, sendingDomain));
    if (!other) return [];
    return [
      {
        file: environmentFile(environment.name),
        path: "sendingDomain",
        problem: `overlaps with the sending domain of "${other.name}"`,
        got: sendingDomain,
        expected: `a name neither at, above nor below "${other.sendingDomain}"`,
        remedy: `write it like "mail.${environment.name}.${zoneOf(environment)}"`,
      },
    ];
  });
}

function mixedZones(environments: readonly Environment[]): Fault[] {
  return environments.flatMap(({ name, dns }, index) => {
    const conflict = conflictOf(dns, environments.slice(0, index));
    if (!conflict) return [];
    return [{ file: environmentFile(name), path: `dns.${conflict.field}`, got: valueAt(dns, [conflict.field]), ...conflict.rule }];
  });
}

/** Were one environment called as another's rotation is at GitHub, one job's token would open both. */
function sharedSubjects(environments: readonly Environment[]): Fault[] {
  return environments.flatMap(({ name }) => {
    const other = environments.find((each) => githubEnvironment(each.name, "rotate") === githubEnvironment(name, "apply"));
    if (!other) return [];
    const remedy = "choose another name: the jobs of each would get the other's role";
    const problem = `is the GitHub environment for the rotation of "${other.name}"`;
    return [{ file: environmentFile(name), path: "name", problem, got: name, expected: "another name", remedy }];
  });
}

const overlap = (one: string, other: string): boolean => one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`);
