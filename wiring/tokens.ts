/**
 * The tokens of the DNS host and of sending providers: those of the shell, and, where it has none, those that an administrator stored in the environment's or
 * the organisation's secrets. What only reads takes the read-only twins, as its role may read no others (docs/roles.md).
 */
import { readSecret } from "../adapters/aws/secrets";
import { adminSecret, planSecret } from "../declaration/names/secrets";
import { organisationName } from "../declaration/names/stacks";
import { OperatorError } from "../declaration/operator-error";
import type { Environment } from "../declaration/schema/environment";
import { organisationTokens, type Token, tokensOf } from "../declaration/tokens";
import { awsClients } from "./credentials";
import { loadDeclaredFiles } from "./declared";
import type { World } from "./world";

/** @param env as for loadNamed. @param needed all that there are, unless told: the role for rotation may not read the DNS host's. @returns the world with the tokens in its variables. */
export async function withTokens(env: string, purpose: "plan" | "admin", world: World, needed?: (token: Token) => boolean): Promise<World> {
  const owner = ownerOfTokens(env, world);
  const missing = owner?.tokens.filter((each) => !world.env[each.variable] && (needed?.(each) ?? true)) ?? [];
  if (!owner || missing.length === 0) return world;
  const { secrets } = awsClients(owner, world);
  const found = await Promise.all(
    missing.map(async ({ service, variable }): Promise<[string, string][]> => {
      const id = (purpose === "plan" ? planSecret : adminSecret)(env, service);
      try {
        const token = (await readSecret(secrets, id))?.token;
        return token ? [[variable, token]] : [];
      } catch (error) {
        if (!(error instanceof OperatorError)) throw error;
        world.stderr.write(`${variable} is not set, and the secret "${id}" cannot be read: ${error.message}\n`);
        return [];
      }
    }),
  );
  return { ...world, env: { ...world.env, ...Object.fromEntries(found.flat()) } };
}

/** An account has no secrets, and neither has what is not declared. */
function ownerOfTokens(env: string, world: World): (Pick<Environment, "aws"> & { tokens: readonly Token[] }) | undefined {
  const declared = loadDeclaredFiles(world);
  if (env === organisationName) {
    const organisation = declared.organisation();
    return { aws: organisation.aws, tokens: organisationTokens(organisation) };
  }
  const environment = declared.environments.find(({ name }) => name === env);
  return environment && { aws: environment.aws, tokens: tokensOf(environment) };
}
