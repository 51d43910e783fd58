/** Rules between the AWS accounts, and between them and the environments that live in them. */
import type { Fault } from "../check";
import { accountsFile, environmentFile } from "../files";
import { sharedSendgrid } from "../providers/sendgrid-sharing";
import type { DeclaredAccount } from "../schema/account";
import { type Environment, sendingProvidersOf } from "../schema/environment";

export const brokenAccountRelations = (environments: readonly Environment[], accounts: readonly DeclaredAccount[]): Fault[] => [
  ...duplicateIds(accounts),
  ...undeclaredAccounts(environments, accounts),
  ...withoutSendgrid(environments, accounts),
  ...settingsOwnedTwice(accounts),
  ...teamsOfOtherOrganisations(environments, accounts),
  ...sharedSendgrid(environments, accounts),
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

function withoutSendgrid(environments: readonly Environment[], accounts: readonly DeclaredAccount[]): Fault[] {
  return accounts.flatMap(({ id, sendgrid }, index) => {
    const user = environments.find((each) => each.aws.account === id && sendingProvidersOf(each).includes("sendgrid"));
    if (sendgrid || !user) return [];
    const problem = `is missing, though "${user.name}" sends through SendGrid`;
    const remedy = "name the account, so that one stack declares its settings and the key of another account is noticed";
    return [{ file: accountsFile, path: `[${index}].sendgrid`, problem, got: undefined, expected: "the SendGrid account", remedy }];
  });
}

/** Exactly one stack must own the settings: two stacks overwrite each other, and settings without an owner are not watched. */
function settingsOwnedTwice(accounts: readonly DeclaredAccount[]): Fault[] {
  return accounts.flatMap(({ sendgrid }, index) => {
    if (!sendgrid) return [];
    const { username, ownsSettings } = sendgrid;
    const others = accounts.filter((each, position) => position !== index && each.sendgrid?.username === username);
    const anotherOwns = others.some((each) => each.sendgrid?.ownsSettings);
    if (anotherOwns !== ownsSettings) return [];
    const rule = anotherOwns
      ? {
          problem: `declares the settings of "${username}" a second time`,
          expected: "true in one entry only",
          remedy: "write false in all others",
        }
      : { problem: `leaves the settings of "${username}" undeclared`, expected: "true in one entry", remedy: "write true" };
    return [{ file: accountsFile, path: `[${index}].sendgrid.ownsSettings`, got: ownsSettings, ...rule }];
  });
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
