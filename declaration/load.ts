/**
 * Loads everything that is declared, once per command: the content of the user's files in, checked values out. A file with a fault stops only what
 * needs that file, so the faults are kept by file and thrown to whoever asks for its value.
 */
import { z } from "zod";
import { checkData, checkEnvironment, type Fault, faultsOf } from "./check";
import { FaultyFiles } from "./faulty-files";
import { accountsFile, environmentFile, listFile, organisationFile } from "./files";
import { nearest } from "./nearest";
import { OperatorError } from "./operator-error";
import { brokenAccountRelations } from "./relations/accounts";
import { betweenEnvironments, brokenPromotions, misnamed } from "./relations/between-environments";
import { brokenOrganisationRelations, organisationBesideOthers } from "./relations/organisation";
import { accountSchema, type DeclaredAccount } from "./schema/account";
import type { Environment } from "./schema/environment";
import { type Organisation, organisationSchema } from "./schema/organisation";

/** What a file exports, unchecked; or why it cannot be read. */
export type FileContent = { value: unknown } | { faults: Fault[] };

export interface DeclaredData {
  /** By the names in the list of environments, in its order. */
  environments: Readonly<Record<string, FileContent>>;
  accounts: FileContent;
  organisation: FileContent;
  /** Of the list itself. Without it nobody knows which environments there are. */
  listFaults?: readonly Fault[];
}

/** An AWS account, with the environments that live in it. */
export interface Account extends DeclaredAccount {
  environments: Environment[];
  /** Those of all accounts: one may be promoted from one that lives in another account. */
  everywhere: readonly Environment[];
}

export interface Declared {
  /** Of all environments, those with faults too. */
  names: readonly string[];
  /** Those without a fault. */
  environments: readonly Environment[];
  faults: readonly Fault[];
  /** @throws OperatorError with the faults of its file, or when no environment has this name. */
  environment(name: string): Environment;
  /** @throws OperatorError with the faults of its file. */
  organisation(): Organisation;
  /** @throws OperatorError with the faults of their file. */
  accounts(): Account[];
  /** For what is made of everything. @throws OperatorError with every fault of every file. */
  requireSound(): void;
}

export function loadDeclared({ environments: files, listFaults = [], ...data }: DeclaredData): Declared {
  const checkedAccounts = checked(data.accounts, checkAccounts);
  const checkedOrganisation = checked(data.organisation, checkOrganisation);
  const { wellFormed, faults: ofEnvironments } = checkEnvironments(files);
  const accounts = "data" in checkedAccounts ? checkedAccounts.data : undefined;
  const organisation = "data" in checkedOrganisation ? checkedOrganisation.data : undefined;
  const faults = [
    ...listFaults,
    ...ofEnvironments,
    ...brokenPromotions(wellFormed, Object.keys(files)),
    ...("faults" in checkedAccounts ? checkedAccounts.faults : brokenAccountRelations(wellFormed, checkedAccounts.data)),
    ...("faults" in checkedOrganisation ? checkedOrganisation.faults : []),
    ...(organisation ? faultsOf(organisationFile, organisation, organisationBesideOthers(organisation, wellFormed, accounts)) : []),
  ];
  const environments = wellFormed.filter(({ name }) => faultsIn(environmentFile(name)).length === 0);
  const names = Object.keys(files);

  function faultsIn(file: string): Fault[] {
    return faults.filter((fault) => fault.file === file);
  }
  /** The list is part of every file: an environment that is in no list is none. */
  function requireFile<T>(file: string, value: T | undefined): T {
    throwFaults([...listFaults, ...faultsIn(file)]);
    if (value === undefined) throw new Error(`${file} has neither a value nor a fault`);
    return value;
  }

  return {
    names,
    environments,
    faults,
    environment(name) {
      if (names.includes(name)) return requireFile(environmentFile(name), wellFormed.find((each) => each.name === name) as Environment);
      throwFaults(listFaults);
      throw unknownEnvironment(name, names);
    },
    organisation: () => requireFile(organisationFile, organisation),
    accounts: () =>
      requireFile(accountsFile, accounts).map((account) => ({
        ...account,
        everywhere: environments,
        environments: environments.filter(({ aws }) => aws.account === account.id),
      })),
    requireSound: () => throwFaults(faults),
  };
}

/** Each account by itself. */
export const checkAccounts = (value: unknown) => checkData({ file: accountsFile, value, schema: z.array(accountSchema) });

/** By itself. */
export const checkOrganisation = (value: unknown) =>
  checkData({ file: organisationFile, value, schema: organisationSchema, broken: brokenOrganisationRelations(value) });

/** Each environment by itself, and beside the others. */
export function checkEnvironments(files: DeclaredData["environments"]): { wellFormed: Environment[]; faults: Fault[] } {
  const all = Object.entries(files).map(([name, content]) => {
    const result = checked(content, (value) => checkEnvironment(environmentFile(name), value));
    return { result, misnamed: "value" in content ? misnamed(name, content.value) : [] };
  });
  // One under another's name is not known by its own.
  const wellFormed = all.flatMap(({ result, misnamed }) => ("environment" in result && misnamed.length === 0 ? [result.environment] : []));
  const own = all.flatMap(({ result, misnamed }) => [...("faults" in result ? result.faults : []), ...misnamed]);
  return { wellFormed, faults: [...own, ...betweenEnvironments(wellFormed)] };
}

const checked = <T>(content: FileContent, check: (value: unknown) => T | { faults: Fault[] }): T | { faults: Fault[] } =>
  "faults" in content ? content : check(content.value);

/** @throws FaultyFiles when there are any. */
export function throwFaults(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new FaultyFiles(faults);
}

function unknownEnvironment(name: string, names: readonly string[]): OperatorError {
  const expected = names.length > 0 ? `expected ${names.map((each) => `"${each}"`).join(" or ")}` : `${listFile} lists none`;
  const near = nearest(name, names);
  const choose = near ? `did you mean "${near}"?` : "pass one of them with --env";
  const remedy = names.length > 0 ? choose : "create one with `npx twinpost init`";
  return new OperatorError(`no environment is called "${name}", ${expected}`, remedy, { exitCode: 2 });
}
