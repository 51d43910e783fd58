/** Rules between environments that send through one SendGrid account: a subuser belongs to one of them, and so does an unsubscribe group. */

import type { Fault } from "../check";
import { environmentFile } from "../files";
import type { DeclaredAccount } from "../schema/account";
import type { Environment } from "../schema/environment";

interface Sender {
  environment: Environment;
  /** The SendGrid account; undefined if none is declared, which is a fault of its own. */
  username: string | undefined;
}

export function sharedSendgrid(environments: readonly Environment[], accounts: readonly DeclaredAccount[]): Fault[] {
  const senders = environments.map((environment): Sender => {
    const account = accounts.find(({ id }) => id === environment.aws.account);
    return { environment, username: account?.sendgrid?.username };
  });
  return senders.flatMap((sender, index) => {
    const earlier = senders.slice(0, index).filter(({ username }) => username !== undefined && username === sender.username);
    return [...isTheAccount(sender), ...subuserOfAnother(sender, earlier), ...groupOfAnother(sender, earlier)];
  });
}

function isTheAccount({ environment, username }: Sender): Fault[] {
  const { name, sendgrid } = environment;
  if (sendgrid?.subuser === undefined || sendgrid.subuser !== username) return [];
  const remedy = "leave it out to send as the account, or name a subuser";
  const fault = { problem: "is the account itself", got: username, expected: "a subuser of the account", remedy };
  return [{ file: environmentFile(name), path: "sendgrid.subuser", ...fault }];
}

/** Its settings are in its environment's stack: two stacks would take them from each other, and one that is destroyed would drop them. */
function subuserOfAnother({ environment: { name, sendgrid } }: Sender, earlier: readonly Sender[]): Fault[] {
  const other = earlier.find(({ environment }) => sendgrid?.subuser !== undefined && environment.sendgrid?.subuser === sendgrid.subuser);
  if (!other) return [];
  const remedy = "make a subuser for each environment, or leave it out in both: then the account's settings apply to both";
  const problem = `is also that of "${other.environment.name}"`;
  return [{ file: environmentFile(name), path: "sendgrid.subuser", problem, got: sendgrid?.subuser, expected: "another subuser", remedy }];
}

/** Each environment makes its group; of two that are called alike nobody could tell from which one a person unsubscribed. */
function groupOfAnother({ environment: { name, sendgrid } }: Sender, earlier: readonly Sender[]): Fault[] {
  const group = sendgrid?.unsubscribeGroup?.name;
  const other = earlier.find(
    ({ environment }) =>
      group !== undefined &&
      environment.sendgrid?.subuser === sendgrid?.subuser &&
      environment.sendgrid?.unsubscribeGroup?.name.toLowerCase() === group.toLowerCase(),
  );
  if (!other) return [];
  const remedy = `put the environment into the name, such as "${name}: product news": both send through one SendGrid account`;
  const problem = `is also that of "${other.environment.name}"`;
  return [{ file: environmentFile(name), path: "sendgrid.unsubscribeGroup.name", problem, got: group, expected: "another name", remedy }];
}
