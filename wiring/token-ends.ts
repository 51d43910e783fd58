/** Whether the tokens that a verb works with end soon: whoever uses one tells it, since no function that watches may read it. */
import { adminSecret, planSecret } from "../declaration/names/secrets";
import { OperatorError } from "../declaration/operator-error";
import type { Target } from "../declaration/target";
import type { Finding } from "../findings/finding";
import type { Connections } from "./connections";
import { findingsOfToken } from "./dns-hosts/dns-host-wirings";

/**
 * @param outside as the verb began: what is in its variables was not read from a secret.
 * @returns undefined where nobody could ask, which is told.
 */
export async function tokensThatEnd(
  target: Target,
  purpose: "plan" | "admin",
  { connections, outside }: { connections: Connections; outside: Connections },
): Promise<readonly Finding[] | undefined> {
  const secretOf = purpose === "plan" ? planSecret : adminSecret;
  try {
    const all = await Promise.all(
      target.tokens.map(({ service, variable }) =>
        findingsOfToken(service, outside.env[variable] ? variable : secretOf(target.name, service), connections, target.secrets),
      ),
    );
    return all.flat();
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    connections.narrate(`whether the tokens of ${target.name} end soon is unknown: ${error.message}`);
    return undefined;
  }
}
