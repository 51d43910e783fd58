/** Loads the environments of this repository: data in, checked values out, or every fault of every file at once. */

import { declared } from "../environments/declared";
import { checkEnvironment, type Fault, faultText } from "./check";
import { conflictOf, zoneOf } from "./dns-hosts/dns-hosts";
import { OperatorError } from "./operator-error";
import { valueAt } from "./relations/relations";
import type { Environment } from "./schema/environment";

/** @throws OperatorError naming every fault. */
export function loadEnvironments(data: Record<string, unknown> = declared): Environment[] {
  const checked = Object.entries(data).map(([name, value]) => checkEnvironment(fileOf(name), value));
  const environments = checked.flatMap((each) => ("environment" in each ? [each.environment] : []));
  const faults = [
    ...checked.flatMap((each) => ("faults" in each ? each.faults : [])),
    ...misnamed(data),
    ...sharedDomains(environments),
    ...mixedZones(environments),
  ];
  if (faults.length > 0) throw new OperatorError(faults.map(faultText).join("\n"), undefined, { exitCode: 2 });
  return environments;
}

/** @throws OperatorError when no environment has this name. */
export function loadEnvironment(name: string, data: Record<string, unknown> = declared): Environment {
  const found = loadEnvironments(data).find((environment) => environment.name === name);
  if (found) return found;
  const known = Object.keys(data).map((key) => `"${key}"`);
  throw new OperatorError(`no environment is called "${name}", expected ${known.join(" or ")}`, "pass one of them with --env", {
    exitCode: 2,
  });
}

const fileOf = (name: string): string => `environments/${name}.ts`;

function misnamed(data: Record<string, unknown>): Fault[] {
  return Object.entries(data).flatMap(([name, value]) => {
    const got = (value as { name?: unknown } | null)?.name;
    if (typeof got !== "string" || got === name) return [];
    const remedy = "secrets and stacks are named after it, so the file and the name must agree";
    return [{ file: fileOf(name), path: "name", problem: "is not the name of its file", got, expected: `"${name}"`, remedy }];
  });
}

/** An environment owns every name at or below its sending domain, so no two may overlap. */
function sharedDomains(environments: Environment[]): Fault[] {
  return environments.flatMap((environment, index) => {
    const { sendingDomain } = environment;
    const other = environments.slice(0, index).find((each) => overlap(each.sendingDomain, sendingDomain));
    if (!other) return [];
    return [
      {
        file: fileOf(environment.name),
        path: "sendingDomain",
        problem: `overlaps with the sending domain of "${other.name}"`,
        got: sendingDomain,
        expected: `a name neither at, above nor below "${other.sendingDomain}"`,
        remedy: `write it like "mail.${environment.name}.${zoneOf(environment)}"`,
      },
    ];
  });
}

function mixedZones(environments: Environment[]): Fault[] {
  return environments.flatMap(({ name, dns }, index) => {
    const conflict = conflictOf(dns, environments.slice(0, index));
    return conflict ? [{ file: fileOf(name), path: `dns.${conflict.field}`, got: valueAt(dns, [conflict.field]), ...conflict.rule }] : [];
  });
}

const overlap = (one: string, other: string): boolean => one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`);
