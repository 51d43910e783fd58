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
