/** What was live already, for a terminal: what Terraform will take over, what collides and what to do about it. */
import type { Adoption } from "../../workflows/adopt/adopt";

/** @param what the environment's name, or "organisation". */
export function adoptionText(what: string, { resources, imports, file, findings, unknown, compared, published }: Adoption): string {
  const taken = imports.flatMap(({ name, type, live, declared }) => [
    `  ${type} ${name}`,
    ...(live === declared ? [`    "${live}"`] : [`    "${live}"`, `    becomes "${declared}"`]),
  ]);
  return [
    `${what}: ${compared} records compared, ${imports.length} to import, ${inTheWay(findings)} in the way`,
    ...(published ? [byHandLine(published.length)] : []),
    ...taken,
    ...(resources.length > 0 ? [`other resources that exist: ${resources.length} to import`] : []),
    ...resources.map(({ address, importId }) => `  ${address} "${importId}"`),
    ...(file ? [`import blocks for the next plan: ${file}`] : []),
    ...findings.flatMap(({ severity, id, where, what: found, remedy }) => [`${severity} ${id}: ${where}`, `  ${found}`, `  ${remedy}`]),
    ...(unknown.length > 0 ? [`not compared, since the name is known only after apply: ${unknown.length}`] : []),
    "",
  ].join("\n");
}

const inTheWay = (findings: Adoption["findings"]): number => findings.filter(({ severity }) => severity === "error").length;

const byHandLine = (published: number): string =>
  `DNS is published by hand, so nothing is imported; live DNS has ${published} of the declared records`;
