/** What is declared already where a new environment begins, and which of it are the examples that come with Twinpost. Pure. */

import type { Fault } from "../check";
import { isExampleAccount, isExampleEnvironment, isExampleOrganisation } from "../examples";
import { checkAccounts, checkEnvironments, checkOrganisation, type DeclaredData, type FileContent, throwFaults } from "../load";
import type { DeclaredAccount } from "../schema/account";
import type { Environment } from "../schema/environment";
import type { Organisation } from "../schema/organisation";
import type { InitAnswers } from "./answers";

export interface Surroundings {
  /** The names in the list, in its order. */
  names: readonly string[];
  /** As their files have them, those with faults too. */
  environments: DeclaredData["environments"];
  /** Those without a fault. */
  wellFormed: readonly Environment[];
  accounts: readonly DeclaredAccount[];
  /** Undefined where there is none yet. */
  organisation: Organisation | undefined;
  /** Names of the environments that are examples. */
  examples: readonly string[];
  /** Names of the files in the folder, without their ending. */
  files: readonly string[];
}

/** @throws FaultyFiles for accounts or an organisation that are there and faulty. */
export function surroundingsOf(declared: DeclaredData, files: readonly string[]): Surroundings {
  const { environments } = declared;
  return {
    names: Object.keys(environments),
    environments,
    wellFormed: checkEnvironments(environments).wellFormed,
    accounts: files.includes("accounts") ? sound(declared.accounts, checkAccounts) : [],
    organisation: files.includes("organisation") ? sound(declared.organisation, checkOrganisation) : undefined,
    examples: Object.entries(environments).flatMap(([name, content]) =>
      "value" in content && isExampleEnvironment(content.value) ? name : [],
    ),
    files,
  };
}

/** What stays once the examples are gone, where these answers replace them. */
export function withoutReplaced(around: Surroundings, answers: Partial<InitAnswers>): Surroundings {
  if (!replacesExamples(around, answers)) return around;
  const { examples, organisation } = around;
  const stays = (name: string): boolean => !examples.includes(name);
  const isExample = isExampleOrganisation(organisation);
  return {
    ...around,
    names: around.names.filter(stays),
    environments: Object.fromEntries(Object.entries(around.environments).filter(([name]) => stays(name))),
    wellFormed: around.wellFormed.filter(({ name }) => stays(name)),
    accounts: around.accounts.filter(({ id }) => !isExampleAccount(id)),
    organisation: isExample ? undefined : organisation,
    files: around.files.filter((file) => stays(file) && !(isExample && file === "organisation")),
  };
}

/** Where no environment is an example, the accounts and the organisation may still be. */
const replacesExamples = ({ examples }: Surroundings, { examples: wanted, account }: Partial<InitAnswers>): boolean =>
  examples.length > 0 && wanted !== "keep" && !isExampleAccount(account);

function sound<T>(content: FileContent, check: (value: unknown) => { data: T } | { faults: readonly Fault[] }): T {
  const result = "faults" in content ? content : check(content.value);
  if ("data" in result) return result.data;
  throwFaults(result.faults);
  throw new Error("a file has neither a value nor a fault");
}
