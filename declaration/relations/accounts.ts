/** Rules between the AWS accounts, and between them and the environments that live in them. */
import type { Fault } from "../check";
import { accountsFile, environmentFile } from "../files";
import { sharedSendgrid } from "../providers/sendgrid-sharing";
import type { DeclaredAccount } from "../schema/account";
import { type Environment, sendingProvidersOf } from "../schema/environment";

export const brokenAccountRelations = (environments: readonly Environment[], accounts: readonly DeclaredAccount[]): Fault[] => [
  ...repeated(accounts),
  ...homeless(environments, accounts),
  ...withoutSendgrid(environments, accounts),
  ...settingsNotOnce(accounts),
  ...foreignTeams(environments, accounts),
  ...sharedSendgrid(environments, accounts),
];

function repeated(accounts: readonly DeclaredAccount[]): Fault[] {
  return accounts.flatMap(({ id }, index) => {
    if (accounts.findIndex((account) => account.id === id) === index) return [];
    const rule = {
      problem: "is declared twice",
      expected: "each account once",
      remedy: "an account has one OIDC provider: remove the entry",
    };
    return [{ file: accountsFile, path: `[${index}].id`, got: id, ...rule }];
  });
}

function homeless(environments: readonly Environment[], accounts: readonly DeclaredAccount[]): Fault[] {
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
    const remedy = "name the account, so that its settings are declared once, and a key of another account is noticed";
    return [{ file: accountsFile, path: `[${index}].sendgrid`, problem, got: undefined, expected: "the SendGrid account", remedy }];
  });
}

/** Two stacks that set the same thing take it from each other for ever, and what nobody declares nobody guards. */
function settingsNotOnce(accounts: readonly DeclaredAccount[]): Fault[] {
  return accounts.flatMap(({ sendgrid }, index) => {
    if (!sendgrid) return [];
    const { username, settings } = sendgrid;
    const others = accounts.filter((each, place) => place !== index && each.sendgrid?.username === username);
    const isElsewhere = others.some((each) => each.sendgrid?.settings === "here");
    if (isElsewhere === (settings === "elsewhere")) return [];
    const rule = isElsewhere
      ? { problem: `is said of "${username}" twice`, expected: '"here" in one entry only', remedy: 'write "elsewhere" in all others' }
      : { problem: `leaves nobody to declare "${username}"`, expected: '"here" in one entry', remedy: 'write "here"' };
    return [{ file: accountsFile, path: `[${index}].sendgrid.settings`, got: settings, ...rule }];
  });
}

/** Only teams of the organisation that owns the repository can review there. */
function foreignTeams(environments: readonly Environment[], accounts: readonly DeclaredAccount[]): Fault[] {
  return environments.flatMap(({ name, aws, review }) => {
    const owner = accounts.find(({ id }) => id === aws.account)?.github.owner;
    return (review?.reviewers ?? []).flatMap((reviewer, index) => {
      const [organisation, team] = reviewer.slice(1).split("/");
      if (!owner || !team || organisation?.toLowerCase() === owner.toLowerCase()) return [];
      const remedy = "teams of other organisations cannot review there: name users, or a team of the repository's owner";
      const path = `review.reviewers[${index}]`;
      return [{ file: environmentFile(name), path, problem: "is a foreign team", got: reviewer, expected: `"@${owner}/…"`, remedy }];
    });
  });
}
