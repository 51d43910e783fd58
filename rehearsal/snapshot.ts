/** What is declared, written down as it was read: verbs load it again, minutes later, and what somebody edits meanwhile is for the next rehearsal. */
import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { accountsFile, constantOf, environmentFile, listFile, organisationFile } from "../declaration/files";
import type { Declared } from "../declaration/load";

/** Environments with faults are left out: nothing of theirs is rehearsed. */
export function writeSnapshot(directory: string, declared: Declared): void {
  mkdirSync(directory, { recursive: true });
  const write = (file: string, constant: string, value: unknown): void =>
    writeFileSync(join(directory, basename(file)), `export const ${constant} = ${JSON.stringify(value, null, 2)};\n`);
  const { environments } = declared;
  const names = environments.map(({ name }) => name);
  write(listFile, "environments", names);
  for (const environment of environments) write(environmentFile(environment.name), constantOf(environment.name), environment);
  write(organisationFile, "organisation", declared.organisation());
  write(
    accountsFile,
    "accounts",
    declared.accounts().map(({ environments: _, everywhere: __, ...account }) => account),
  );
}
