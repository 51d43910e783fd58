/** What was live already, for a terminal: what Terraform will take over, what collides and what to do about it. */
import type { Adoption } from "../../workflows/adopt";

/** @param what the environment's name, or "organisation". */
export function adoptionText(what: string, { imports, file, findings, unknown, compared, published }: Adoption): string {
  const taken = imports.flatMap(({ name, type, live, declared }) => [
    `  ${type} ${name}`,
    ...(live === declared ? [`    "${live}"`] : [`    "${live}"`, `    becomes "${declared}"`]),
  ]);
  return [
    `${what}: ${compared} records compared, ${imports.length} to import, ${findings.length} in the way`,
    ...(published ? [byHandLine(published.length)] : []),
    ...taken,
    ...(file ? [`import blocks for the next plan: ${file}`] : []),
    ...findings.flatMap(({ id, where, what: found, remedy }) => [`error ${id}: ${where}`, `  ${found}`, `  ${remedy}`]),
    ...(unknown.length > 0 ? [`not compared, since the name is known only after apply: ${unknown.length}`] : []),
    "",
  ].join("\n");
}

const byHandLine = (published: number): string =>
  `DNS is published by hand, so nothing is imported; live DNS has ${published} of the declared records`;
