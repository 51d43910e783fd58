/**
 * The tokens of the DNS host and of sending providers, from the shell or else from the secrets in which an administrator stored them. Verbs that
 * only read take the read-only tokens, because their role may read no others (docs/roles.md).
 */
import { isNotLoggedIn } from "../adapters/aws/call";
import { readSecret } from "../adapters/aws/secrets";
import { adminSecret, planSecret } from "../declaration/names/secrets";
import { OperatorError } from "../declaration/operator-error";
import type { Target } from "../declaration/target";
import type { Token } from "../declaration/tokens";
import type { Connections } from "./connections";

/** @param needed all tokens by default; the role for rotation may not read the DNS host's. @returns the connections, with the tokens in `env`. */
export async function withTokens(
  target: Target,
  purpose: "plan" | "admin",
  connections: Connections,
  needed?: (token: Token) => boolean,
): Promise<Connections> {
  const stored = target.secrets ? target.tokens : [];
  const missing = stored.filter((each) => !connections.env[each.variable] && (needed?.(each) ?? true));
  if (missing.length === 0) return connections;
  const { secrets } = connections.aws(target);
  let unread: OperatorError | undefined;
  const found = await Promise.all(
    missing.map(async ({ service, variable }): Promise<[string, string][]> => {
      const id = (purpose === "plan" ? planSecret : adminSecret)(target.name, service);
      try {
        const token = (await readSecret(secrets, id))?.token;
        return token ? [[variable, token]] : [];
      } catch (error) {
        if (!(error instanceof OperatorError)) throw error;
        if (isNotLoggedIn(error)) {
          unread = error;
          return [];
        }
        connections.narrate(`${variable} is not set, and the secret "${id}" cannot be read: ${error.message}`);
        return [];
      }
    }),
  );
  return { ...connections, env: { ...connections.env, ...Object.fromEntries(found.flat()) }, ...(unread ? { unread } : {}) };
}
