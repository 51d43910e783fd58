/** Loads the AWS accounts with the environments that live in them: data in, checked values out, or every fault at once. */
import { z } from "zod";
import { accounts as declared } from "../environments/accounts";
import { checkData, type Fault, faultText } from "./check";
import { loadEnvironments } from "./load";
import { githubEnvironment } from "./names/github";
import { OperatorError } from "./operator-error";
import { sharedSendgrid } from "./relations/shared-sendgrid";
import { accountSchema, type DeclaredAccount } from "./schema/account";
import { type Environment, sendingProvidersOf } from "./schema/environment";

export interface Account extends DeclaredAccount {
  environments: Environment[];
}

const file = "environments/accounts.ts";

/** @throws OperatorError naming every fault. */
export function loadAccounts(environments: Environment[], data: unknown = declared): Account[] {
  const checked = checkData({ file, value: data, schema: z.array(accountSchema) });
  const accounts = "data" in checked ? checked.data : [];
  const faults =
    "data" in checked
      ? [
          ...repeated(accounts),
          ...homeless(environments, accounts),
          ...withoutSendgrid(environments, accounts),
          ...settingsNotOnce(accounts),
          ...sharedSubjects(environments),
          ...foreignTeams(environments, accounts),
          ...sharedSendgrid(environments, accounts),
        ]
      : checked.faults;
  if (faults.length > 0) throw new OperatorError(faults.map(faultText).join("\n"), undefined, { exitCode: 2 });
  return accounts.map((account) => ({ ...account, environments: environments.filter(({ aws }) => aws.account === account.id) }));
}

/**
 * Which SendGrid account the environments of an AWS account send through, and which AWS account's stack declares its settings.
 * @throws OperatorError when the file is faulty.
 */
export function sendgridAccountOf(id: string): { username: string; settingsAt: string } | undefined {
  const accounts = loadAccounts(loadEnvironments());
  const username = accounts.find((account) => account.id === id)?.sendgrid?.username;
  const declaring = accounts.find(({ sendgrid }) => sendgrid?.username === username && sendgrid?.settings === "here");
  return username === undefined || !declaring ? undefined : { username, settingsAt: declaring.id };
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

function withoutSendgrid(environments: Environment[], accounts: DeclaredAccount[]): Fault[] {
  return accounts.flatMap(({ id, sendgrid }, index) => {
    const user = environments.find((each) => each.aws.account === id && sendingProvidersOf(each).includes("sendgrid"));
    if (sendgrid || !user) return [];
    const problem = `is missing, though "${user.name}" sends through SendGrid`;
    const remedy = "name the account, so that its settings are declared once, and a key of another account is noticed";
    return [{ file, path: `[${index}].sendgrid`, problem, got: undefined, expected: "the SendGrid account", remedy }];
  });
}

/** Two stacks that set the same thing take it from each other for ever, and what nobody declares nobody guards. */
function settingsNotOnce(accounts: DeclaredAccount[]): Fault[] {
  return accounts.flatMap(({ sendgrid }, index) => {
    if (!sendgrid) return [];
    const { username, settings } = sendgrid;
    const others = accounts.filter((each, place) => place !== index && each.sendgrid?.username === username);
    const isElsewhere = others.some((each) => each.sendgrid?.settings === "here");
    if (isElsewhere === (settings === "elsewhere")) return [];
    const rule = isElsewhere
      ? { problem: `is said of "${username}" twice`, expected: '"here" in one entry only', remedy: 'write "elsewhere" in all others' }
      : { problem: `leaves nobody to declare "${username}"`, expected: '"here" in one entry', remedy: 'write "here"' };
    return [{ file, path: `[${index}].sendgrid.settings`, got: settings, ...rule }];
  });
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

/** Only teams of the organisation that owns the repository can review there. */
function foreignTeams(environments: Environment[], accounts: DeclaredAccount[]): Fault[] {
  return environments.flatMap(({ name, aws, review }) => {
    const owner = accounts.find(({ id }) => id === aws.account)?.github.owner;
    return (review?.reviewers ?? []).flatMap((reviewer, index) => {
      const [organisation, team] = reviewer.slice(1).split("/");
      if (!owner || !team || organisation?.toLowerCase() === owner.toLowerCase()) return [];
      const remedy = "teams of other organisations cannot review there: name users, or a team of the repository's owner";
      const path = `review.reviewers[${index}]`;
      return [{ file: `environments/${name}.ts`, path, problem: "is a foreign team", got: reviewer, expected: `"@${owner}/…"`, remedy }];
    });
  });
}
