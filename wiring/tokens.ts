/**
 * The tokens of the DNS host and of sending providers: those of the shell, and, where it has none, those that an administrator stored in the environment's or
 * the organisation's secrets. What only reads takes the read-only twins, as its role may read no others (docs/roles.md).
 */
import { readSecret } from "../adapters/aws/secrets";
import { adminSecret, planSecret } from "../declaration/names/secrets";
import { OperatorError } from "../declaration/operator-error";
import type { Target } from "../declaration/target";
import type { Token } from "../declaration/tokens";
import type { Connections } from "./connections";

/** @param needed all that there are, unless told: the role for rotation may not read the DNS host's. @returns the same connections, with the tokens in its variables. */
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
  const found = await Promise.all(
    missing.map(async ({ service, variable }): Promise<[string, string][]> => {
      const id = (purpose === "plan" ? planSecret : adminSecret)(target.name, service);
      try {
        const token = (await readSecret(secrets, id))?.token;
        return token ? [[variable, token]] : [];
      } catch (error) {
        if (!(error instanceof OperatorError)) throw error;
        connections.narrate(`${variable} is not set, and the secret "${id}" cannot be read: ${error.message}`);
        return [];
      }
    }),
  );
  return { ...connections, env: { ...connections.env, ...Object.fromEntries(found.flat()) } };
}
