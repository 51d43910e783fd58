/** What `--env` may name where a stack is meant: an environment, the organisation, or an AWS account as "account-<id>". */
import type { Declared } from "../declaration/load";
import { accountOfStack, accountStackName, organisationName } from "../declaration/names";
import { OperatorError } from "../declaration/operator-error";
import { type Environment, sendingProvidersOf } from "../declaration/schema/environment";
import { sendingProviders } from "../mail/providers/sending-providers";
import type { World } from "./world";

export interface NamedStack extends Pick<Environment, "name" | "aws"> {
  /** What Terraform's providers read from the environment, besides AWS's own settings: names of variables. */
  tokens: string[];
  /** Where tokens may be stored; an account has no place for one. */
  stored?: "the environment's secrets" | "the organisation's secrets" | undefined;
}

export const cloudflareToken = "CLOUDFLARE_API_TOKEN";
const sendgridToken = "SENDGRID_API_KEY";

/** @throws OperatorError when there is no such thing, or its file is faulty. */
/** The stack of an account, or of the organisation, is made of every environment: with one left out, it would take that one's roles away. */
export function loadNamed(env: string, declared: Declared): NamedStack {
  if (env === organisationName) {
    declared.requireSound();
    const { aws, domains } = declared.organisation();
    const tokens = domains.some(({ cloudflare }) => cloudflare) ? [cloudflareToken] : [];
    return { name: env, aws, tokens, stored: "the organisation's secrets" };
  }
  const account = accountOfStack(env);
  if (account) return loadAccount(account, declared);
  const environment = declared.environment(env);
  const administered = sendingProvidersOf(environment).flatMap((provider) => sendingProviders[provider].administration?.variable ?? []);
  const tokens = [...(environment.cloudflare ? [cloudflareToken] : []), ...administered];
  return { name: env, aws: environment.aws, tokens, stored: "the environment's secrets" };
}

function loadAccount(id: string, declared: Declared): NamedStack {
  declared.requireSound();
  const accounts = declared.accounts();
  const found = accounts.find((account) => account.id === id);
  if (found)
    return {
      name: accountStackName(id),
      aws: { account: id, region: found.region },
      tokens: found.sendgrid?.settings === "here" ? [sendgridToken] : [],
    };
  const known = accounts.map((account) => `"${accountStackName(account.id)}"`).join(" or ");
  throw new OperatorError(`no account is called "${accountStackName(id)}", expected ${known}`, "add it to environments/accounts.ts", {
    exitCode: 2,
  });
}

export function requireTokens({ tokens, stored }: Pick<NamedStack, "tokens" | "stored">, world: World): void {
  for (const token of tokens) requireToken(token, world, stored);
}

/**
 * @param variable Cloudflare's, or that of a sending provider's administration.
 * @param stored where it might have been stored instead; undefined where there is no such place.
 */
export function requireToken(variable: string, { env }: World, stored: NamedStack["stored"]): string {
  const token = env[variable];
  if (token) return token;
  const administered = Object.values(sendingProviders).find(({ administration }) => administration?.variable === variable);
  const scopes = administered?.administration?.changes ?? "DNS read and write on the zone";
  const instead = stored ? `, or store one in ${stored} (docs/roles.md)` : "";
  throw new OperatorError(`${variable} is not set`, `set it to a token that may change ${scopes}${instead}`, { exitCode: 2 });
}
