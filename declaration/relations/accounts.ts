/** Rules between the AWS accounts, and between them and the environments that live in them. */
import type { Fault } from "../check";
import { accountsFile, environmentFile } from "../files";
import { accountRules } from "../providers/account-rules";
import type { DeclaredAccount } from "../schema/account";
import type { Environment } from "../schema/environment";

export const brokenAccountRelations = (environments: readonly Environment[], accounts: readonly DeclaredAccount[]): Fault[] => [
  ...duplicateIds(accounts),
  ...undeclaredAccounts(environments, accounts),
  ...teamsOfOtherOrganisations(environments, accounts),
  ...Object.values(accountRules).flatMap((broken) => broken(environments, accounts)),
];

function duplicateIds(accounts: readonly DeclaredAccount[]): Fault[] {
  return accounts.flatMap(({ id }, index) => {
    if (accounts.findIndex((account) => account.id === id) === index) return [];
    const rule = {
      problem: "is declared twice",
      expected: "each account once",
      remedy: "remove the entry: an account has one OIDC provider for GitHub",
    };
    return [{ file: accountsFile, path: `[${index}].id`, got: id, ...rule }];
  });
}

function undeclaredAccounts(environments: readonly Environment[], accounts: readonly DeclaredAccount[]): Fault[] {
  return environments
    .filter(({ aws }) => !accounts.some(({ id }) => id === aws.account))
    .map(({ name, aws }) => ({
      file: environmentFile(name),
      path: "aws.account",
      problem: "is not a declared account",
      got: aws.account,
      expected: accounts.map(({ id }) => `"${id}"`).join(" or "),
      remedy: `correct it, or add the account to ${accountsFile}`,
    }));
}

/** Only teams of the organisation that owns the repository can review there. */
function teamsOfOtherOrganisations(environments: readonly Environment[], accounts: readonly DeclaredAccount[]): Fault[] {
  return environments.flatMap(({ name, aws, review }) => {
    const owner = accounts.find(({ id }) => id === aws.account)?.github.owner;
    return (review?.reviewers ?? []).flatMap((reviewer, index) => {
      const [organisation, team] = reviewer.slice(1).split("/");
      if (!owner || !team || organisation?.toLowerCase() === owner.toLowerCase()) return [];
      const remedy = "name users, or a team of the repository's owner: teams of other organisations cannot review there";
      const path = `review.reviewers[${index}]`;
      return [
        {
          file: environmentFile(name),
          path,
          problem: "is a team of another organisation",
          got: reviewer,
          expected: `"@${owner}/…"`,
          remedy,
        },
      ];
    });
  });
}
