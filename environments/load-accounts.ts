/** Loads the AWS accounts with the environments that live in them: data in, checked values out, or every fault at once. */
import { z } from "zod";
import { accountSchema, type DeclaredAccount } from "./account-schema";
import { accounts as declared } from "./accounts";
import { checkData, type Fault, faultText } from "./check";
import { githubEnvironment } from "./names";
import { OperatorError } from "./operator-error";
import type { Environment } from "./schema";

export interface Account extends DeclaredAccount {
  environments: Environment[];
}

const file = "environments/accounts.ts";

/** @throws OperatorError naming every fault. */
export function loadAccounts(environments: Environment[], data: unknown = declared): Account[] {
  const checked = checkData({ file, value: data, schema: z.array(accountSchema) });
  const accounts = "data" in checked ? checked.data : [];
  const faults =
    "data" in checked ? [...repeated(accounts), ...homeless(environments, accounts), ...sharedSubjects(environments)] : checked.faults;
  if (faults.length > 0) throw new OperatorError(faults.map(faultText).join("\n"), undefined, { exitCode: 2 });
  return accounts.map((account) => ({ ...account, environments: environments.filter(({ aws }) => aws.account === account.id) }));
}

function repeated(accounts: DeclaredAccount[]): Fault[] {
  return accounts.flatMap(({ id }, index) => {
    if (accounts.findIndex((account) => account.id === id) === index) return [];
    const rule = {
      problem: "is declared twice",
      expected: "each account once",
      remedy: "an account has one OIDC provider: remove the entry",
    };
    return [{ file, path: `[${index}].id`, got: id, ...rule }];
  });
}

function homeless(environments: Environment[], accounts: DeclaredAccount[]): Fault[] {
  return environments
    .filter(({ aws }) => !accounts.some(({ id }) => id === aws.account))
    .map(({ name, aws }) => ({
      file: `environments/${name}.ts`,
      path: "aws.account",
      problem: "is not a declared account",
      got: aws.account,
      expected: accounts.map(({ id }) => `"${id}"`).join(" or "),
      remedy: `correct it, or add the account to ${file}`,
    }));
}

/** Were one environment called as another's rotation is at GitHub, one job's token would open both. */
function sharedSubjects(environments: Environment[]): Fault[] {
  return environments.flatMap(({ name }) => {
    const other = environments.find((each) => githubEnvironment(each.name, "rotate") === githubEnvironment(name, "apply"));
    if (!other) return [];
    const remedy = "jobs of both would get each other's role: choose another name";
    const problem = `is what the rotation of "${other.name}" is called at GitHub`;
    return [{ file: `environments/${name}.ts`, path: "name", problem, got: name, expected: "another name", remedy }];
  });
}
