/**
 * The tokens of Cloudflare and SendGrid: those of the shell, and, where it has none, those that an administrator stored in the environment's or
 * the organisation's secrets. What only reads takes the read-only twins, as its role may read no others (docs/roles.md).
 */
import { readSecret } from "../adapters/aws/secrets";
import {
  adminSecret,
  organisationName,
  organisationServices,
  planSecret,
  servicesWithTokens,
  type TokenService,
} from "../declaration/names";
import { OperatorError } from "../declaration/operator-error";
import type { Environment } from "../declaration/schema/environment";
import { awsClients } from "./credentials";
import { loadDeclaredFiles } from "./declared";
import type { World } from "./world";

const variables: Record<TokenService, string> = { cloudflare: "CLOUDFLARE_API_TOKEN", sendgrid: "SENDGRID_API_KEY" };

/** @param env as for loadNamed. @param needed all that there are, unless told: the role for rotation may not read Cloudflare's. @returns the world with the tokens in its variables. */
export async function withTokens(env: string, purpose: "plan" | "admin", world: World, needed?: readonly TokenService[]): Promise<World> {
  const owner = ownerOfTokens(env, world);
  const missing = owner?.services.filter((service) => !world.env[variables[service]] && (needed?.includes(service) ?? true)) ?? [];
  if (!owner || missing.length === 0) return world;
  const { secrets } = awsClients(owner, world);
  const found = await Promise.all(
    missing.map(async (service): Promise<[string, string][]> => {
      const id = (purpose === "plan" ? planSecret : adminSecret)(env, service);
      try {
        const token = (await readSecret(secrets, id))?.token;
        return token ? [[variables[service], token]] : [];
      } catch (error) {
        if (!(error instanceof OperatorError)) throw error;
        world.stderr.write(`${variables[service]} is not set, and the secret "${id}" cannot be read: ${error.message}\n`);
        return [];
      }
    }),
  );
  return { ...world, env: { ...world.env, ...Object.fromEntries(found.flat()) } };
}

/** An account has no secrets, and neither has what is not declared. */
function ownerOfTokens(env: string, world: World): (Pick<Environment, "aws"> & { services: readonly TokenService[] }) | undefined {
  const declared = loadDeclaredFiles(world);
  if (env === organisationName) {
    const organisation = declared.organisation();
    return { aws: organisation.aws, services: organisationServices(organisation) };
  }
  const environment = declared.environments.find(({ name }) => name === env);
  return environment && { aws: environment.aws, services: servicesWithTokens(environment) };
}
