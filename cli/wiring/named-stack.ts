/** What `--env` may name where a stack is meant: an environment, the organisation, or an AWS account as "account-<id>". */
import { loadEnvironment, loadEnvironments } from "../../environments/load";
import { loadAccounts } from "../../environments/load-accounts";
import { loadOrganisation } from "../../environments/load-organisation";
import { accountOfStack, accountStackName, organisationName } from "../../environments/names";
import { OperatorError } from "../../environments/operator-error";
import { type Environment, sendingProvidersOf } from "../../environments/schema";
import type { World } from "../world";

type TokenName = "CLOUDFLARE_API_TOKEN" | "SENDGRID_API_KEY";

export interface NamedStack extends Pick<Environment, "name" | "aws"> {
  /** What Terraform's providers read from the environment, besides AWS's own settings. */
  tokens: TokenName[];
}

/** @throws OperatorError when there is no such thing, or its file is faulty. */
export function loadNamed(env: string): NamedStack {
  if (env === organisationName) return { name: env, aws: loadOrganisation().aws, tokens: ["CLOUDFLARE_API_TOKEN"] };
  const account = accountOfStack(env);
  if (account) return loadAccount(account);
  const environment = loadEnvironment(env);
  const usesSendgrid = sendingProvidersOf(environment).includes("sendgrid");
  return { name: env, aws: environment.aws, tokens: ["CLOUDFLARE_API_TOKEN", ...(usesSendgrid ? ["SENDGRID_API_KEY" as const] : [])] };
}

function loadAccount(id: string): NamedStack {
  const accounts = loadAccounts(loadEnvironments());
  const found = accounts.find((account) => account.id === id);
  if (found) return { name: accountStackName(id), aws: { account: id, region: found.region }, tokens: [] };
  const known = accounts.map((account) => `"${accountStackName(account.id)}"`).join(" or ");
  throw new OperatorError(`no account is called "${accountStackName(id)}", expected ${known}`, "add it to environments/accounts.ts", {
    exitCode: 2,
  });
}

export function requireTokens({ tokens }: NamedStack, world: World): void {
  for (const token of tokens) requireToken(token, world);
}

export function requireToken(name: TokenName, { env }: World): string {
  const token = env[name];
  if (token) return token;
  const scopes = name === "CLOUDFLARE_API_TOKEN" ? "DNS read and write on the zone" : "sender authentication, enforced TLS and API keys";
  throw new OperatorError(`${name} is not set`, `set it to a token that may change ${scopes}`, { exitCode: 2 });
}
