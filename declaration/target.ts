/** What `--env` names, found once in what is declared: an environment, the organisation, or an AWS account as "account-<id>". Pure. */
import { accountsFile, environmentFile, organisationFile } from "./files";
import type { Account, Declared } from "./load";
import { accountOfStack, accountStackName, allName, organisationName, stackName } from "./names/stacks";
import { nearest } from "./nearest";
import { OperatorError } from "./operator-error";
import type { Environment } from "./schema/environment";
import type { Organisation } from "./schema/organisation";
import { accountTokens, organisationTokens, type Token, tokensOf } from "./tokens";

export type Target = EnvironmentTarget | OrganisationTarget | AccountTarget;

interface Named {
  /** As `--env` names it. */
  name: string;
  stackName: string;
  /** The file that declares it. */
  file: string;
  aws: Environment["aws"];
  /** What Terraform's providers read from the process's variables, besides AWS's own settings. */
  tokens: readonly Token[];
  /** Where tokens may be stored; an account has no place for one. */
  secrets?: "the environment's secrets" | "the organisation's secrets";
  /** Everything that is declared beside it. */
  declared: Declared;
}

export interface EnvironmentTarget extends Named {
  kind: "environment";
  environment: Environment;
}

interface OrganisationTarget extends Named {
  kind: "organisation";
  organisation: Organisation;
}

interface AccountTarget extends Named {
  kind: "account";
  account: Account;
}

/** @throws OperatorError when there is no such thing, or its file is faulty. */
export function findTarget(name: string, declared: Declared): Target {
  if (name === organisationName) return organisationTarget(declared);
  const id = accountOfStack(name);
  if (id !== undefined) return accountTarget(id, declared);
  const near = nearest(name, [organisationName, allName]);
  if (near && !declared.names.includes(name)) throw notHere(name, [...declared.names, organisationName], near);
  return environmentTarget(name, declared);
}

/** The word for something else than this verb can do. */
function notHere(name: string, names: readonly string[], near: string): OperatorError {
  const expected = `expected ${names.map((each) => `"${each}"`).join(" or ")}`;
  const isKnown = name === near;
  const remedy = isKnown && name === allName ? "run it for one after the other" : `did you mean "${near}"?`;
  return new OperatorError(
    isKnown ? `--env "${name}" is not for this verb, ${expected}` : `no environment is called "${name}", ${expected}`,
    isKnown && name !== allName ? `pass an environment with --env` : remedy,
    { exitCode: 2 },
  );
}

/** All that `--env` may name. @throws OperatorError when the organisation's or the accounts' file is faulty. */
export const targetsOf = (declared: Declared): Target[] => [
  ...declared.environments.map(({ name }) => environmentTarget(name, declared)),
  organisationTarget(declared),
  ...declared.accounts().map(({ id }) => accountTarget(id, declared)),
];

/** @throws OperatorError when no environment has this name, or its file is faulty. */
export function environmentTarget(name: string, declared: Declared): EnvironmentTarget {
  const isOther = [organisationName, allName].includes(name) || accountOfStack(name) !== undefined;
  if (isOther && !declared.names.includes(name)) throw notHere(name, declared.names, name);
  const environment = declared.environment(name);
  return {
    ...{ kind: "environment", environment, name, declared },
    stackName: stackName(name),
    file: environmentFile(name),
    aws: environment.aws,
    tokens: tokensOf(environment),
    secrets: "the environment's secrets",
  };
}

function organisationTarget(declared: Declared): OrganisationTarget {
  const organisation = declared.organisation();
  return {
    ...{ kind: "organisation", organisation, name: organisationName, declared },
    stackName: stackName(organisationName),
    file: organisationFile,
    aws: organisation.aws,
    tokens: organisationTokens(organisation),
    secrets: "the organisation's secrets",
  };
}

function accountTarget(id: string, declared: Declared): AccountTarget {
  const accounts = declared.accounts();
  const account = accounts.find((each) => each.id === id);
  const name = accountStackName(id);
  if (account) {
    const aws = { account: id, region: account.region };
    return {
      kind: "account",
      account,
      name,
      declared,
      stackName: stackName(name),
      file: accountsFile,
      aws,
      tokens: accountTokens(account),
    };
  }
  const known = accounts.map((each) => `"${accountStackName(each.id)}"`).join(" or ");
  throw new OperatorError(`no account is called "${name}", expected ${known}`, `add it to ${accountsFile}`, { exitCode: 2 });
}
