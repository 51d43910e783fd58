/** What `--env` may name where a stack is meant: an environment, the organisation, or an AWS account as "account-<id>". */
import type { Declared } from "../declaration/load";
import { accountOfStack, accountStackName, organisationName } from "../declaration/names/stacks";
import { OperatorError } from "../declaration/operator-error";
import type { Environment } from "../declaration/schema/environment";
import { accountTokens, organisationTokens, type Token, tokensOf } from "../declaration/tokens";
import type { World } from "./world";

export interface NamedStack extends Pick<Environment, "name" | "aws"> {
  /** What Terraform's providers read from the environment, besides AWS's own settings. */
  tokens: Token[];
  /** Where tokens may be stored; an account has no place for one. */
  stored?: "the environment's secrets" | "the organisation's secrets" | undefined;
}

/** @throws OperatorError when there is no such thing, or its file is faulty. */
/** The stack of an account, or of the organisation, is made of every environment: with one left out, it would take that one's roles away. */
export function loadNamed(env: string, declared: Declared): NamedStack {
  if (env === organisationName) {
    declared.requireSound();
    const organisation = declared.organisation();
    return { name: env, aws: organisation.aws, tokens: organisationTokens(organisation), stored: "the organisation's secrets" };
  }
  const account = accountOfStack(env);
  if (account) return loadAccount(account, declared);
  const environment = declared.environment(env);
  return { name: env, aws: environment.aws, tokens: tokensOf(environment), stored: "the environment's secrets" };
}

function loadAccount(id: string, declared: Declared): NamedStack {
  declared.requireSound();
  const accounts = declared.accounts();
  const found = accounts.find((account) => account.id === id);
  if (found)
    return {
      name: accountStackName(id),
      aws: { account: id, region: found.region },
      tokens: accountTokens(found),
    };
  const known = accounts.map((account) => `"${accountStackName(account.id)}"`).join(" or ");
  throw new OperatorError(`no account is called "${accountStackName(id)}", expected ${known}`, "add it to environments/accounts.ts", {
    exitCode: 2,
  });
}

export function requireTokens({ tokens, stored }: Pick<NamedStack, "tokens" | "stored">, world: World): void {
  for (const token of tokens) requireToken(token, world, stored);
}

/** @param stored where it might have been stored instead; undefined where there is no such place. */
export function requireToken({ variable, changes }: Token, { env }: World, stored: NamedStack["stored"]): string {
  const token = env[variable];
  if (token) return token;
  const instead = stored ? `, or store one in ${stored} (docs/roles.md)` : "";
  throw new OperatorError(`${variable} is not set`, `set it to a token that may change ${changes}${instead}`, { exitCode: 2 });
}
