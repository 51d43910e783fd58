/** Requires tokens in the process's variables before work begins. */
import { OperatorError } from "../declaration/operator-error";
import type { Target } from "../declaration/target";
import type { Token } from "../declaration/tokens";
import type { Settings } from "./settings";

export function requireTokens({ tokens, secrets }: Pick<Target, "tokens" | "secrets">, settings: Pick<Settings, "env">): void {
  for (const token of tokens) requireToken(token, settings, secrets);
}

/** @param secrets where it can be stored instead, for the remedy; undefined if nowhere. */
export function requireToken({ variable, changes }: Token, { env }: Pick<Settings, "env">, secrets: Target["secrets"]): string {
  const token = env[variable];
  if (token) return token;
  const instead = secrets ? `, or store one in ${secrets} (docs/roles.md)` : "";
  throw new OperatorError(`${variable} is not set`, `set it to a token that may change ${changes}${instead}`, { exitCode: 2 });
}
