/** The SendGrid account that the environments of an AWS account send through: named where it is needed, its settings owned by one stack. */
import type { Fault } from "../check";
import { accountsFile, environmentFile } from "../files";
import type { DeclaredAccount } from "../schema/account";
import { type Environment, sendingProvidersOf } from "../schema/environment";
import { sharedSendgrid } from "./sendgrid-sharing";

export const brokenSendgridAccounts = (environments: readonly Environment[], accounts: readonly DeclaredAccount[]): Fault[] => [
  ...withoutSendgrid(environments, accounts),
  ...settingsOwnedTwice(accounts),
  ...sharedSendgrid(environments, accounts),
];

/**
 * Which SendGrid account the environments of an AWS account send through, and which AWS account's stack declares its settings.
 * @throws OperatorError when the accounts' file is faulty.
 */
export function sendgridAccountOf(
  declared: { accounts(): readonly DeclaredAccount[] },
  id: string,
): { username: string; settingsAt: string } | undefined {
  const accounts = declared.accounts();
  const username = accounts.find((account) => account.id === id)?.sendgrid?.username;
  const declaring = accounts.find(({ sendgrid }) => sendgrid?.username === username && sendgrid?.ownsSettings);
  return username === undefined || !declaring ? undefined : { username, settingsAt: declaring.id };
}

/** A fault of the environment, so that the others go on. */
function withoutSendgrid(environments: readonly Environment[], accounts: readonly DeclaredAccount[]): Fault[] {
  return environments.flatMap((environment) => {
    const { name, aws, sendingProviders } = environment;
    const index = accounts.findIndex(({ id }) => id === aws.account);
    if (index < 0 || accounts[index]?.sendgrid || !sendingProvidersOf(environment).includes("sendgrid")) return [];
    const path = `sendingProviders.${sendingProviders.primary === "sendgrid" ? "primary" : "standby"}`;
    const problem = "is SendGrid, of which its AWS account names no account";
    const expected = `[${index}].sendgrid in ${accountsFile}`;
    const remedy = "name the account there, so that one stack declares its settings and the key of another account is noticed";
    return [{ file: environmentFile(name), path, problem, got: "sendgrid", expected, remedy }];
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
