/**
 * The tokens of Cloudflare and SendGrid: those of the shell, and, where it has none, those that an administrator stored in the environment's
 * secrets. What only reads takes the read-only twins, as its role may read no others (docs/roles.md).
 */
import { readSecret } from "../../adapters/aws/secrets";
import { loadEnvironments } from "../../environments/load";
import { adminSecret, planSecret, servicesWithTokens, type TokenService } from "../../environments/names";
import { OperatorError } from "../../environments/operator-error";
import type { World } from "../world";
import { awsClients } from "./credentials";

const variables: Record<TokenService, string> = { cloudflare: "CLOUDFLARE_API_TOKEN", sendgrid: "SENDGRID_API_KEY" };

/** @param env an environment's name; what is not an environment has no secrets. @returns the world with the tokens in its variables. */
export async function withTokens(env: string, purpose: "plan" | "admin", world: World): Promise<World> {
  const environment = loadEnvironments().find(({ name }) => name === env);
  if (!environment) return world;
  const missing = servicesWithTokens(environment).filter((service) => !world.env[variables[service]]);
  if (missing.length === 0) return world;
  const { secrets } = awsClients(environment, world);
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
