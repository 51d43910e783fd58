/** Requires tokens in the process's variables before work begins. */
import { OperatorError } from "../declaration/operator-error";
import type { Target } from "../declaration/target";
import type { Token } from "../declaration/tokens";
import type { Connections } from "./connections";

type Asked = Pick<Connections, "env" | "unread">;

export function requireTokens({ tokens, secrets }: Pick<Target, "tokens" | "secrets">, settings: Asked): void {
  for (const token of tokens) requireToken(token, settings, secrets);
}

/** @param secrets where it can be stored instead, for the remedy; undefined if nowhere. */
export function requireToken({ variable, changes }: Token, { env, unread }: Asked, secrets: Target["secrets"]): string {
  const token = env[variable];
  if (token) return token;
  // It may well be stored: what is missing is the login.
  if (unread)
    throw new OperatorError(
      `${variable} is not set, and could not be read from its secret: ${unread.message}`,
      `set ${variable}, or log in to AWS: ${unread.remedy ?? "`aws sso login`"}`,
      { exitCode: unread.exitCode, cause: unread },
    );
  const instead = secrets ? `, or store one in ${secrets} (docs/roles.md)` : "";
  throw new OperatorError(`${variable} is not set`, `set it to a token that may change ${changes}${instead}`, { exitCode: 2 });
}
