/** What issuing credentials would find, without changing anything. */
import { type Environment, type ProviderName, sendingProvidersOf } from "../../declaration/schema/environment";
import { activeProvider, changedSettings, hasDeadLogin, type StoredApplication } from "./application-secret";
import { type CredentialsEffects, type IssueOutcome, loginOf } from "./outcome";

export async function planCredentials(environment: Environment, use: CredentialsEffects): Promise<IssueOutcome> {
  const stored = await use.application.read();
  const found = await Promise.all(sendingProvidersOf(environment).map((provider) => lookAt(provider, stored, use)));
  const providers = found.map(({ isDead: _, ...each }) => each);
  if (!stored) return { providers, application: "missing", changed: [] };
  const changed = changedSettings(environment, stored.settings);
  const active = activeProvider(environment, stored.settings, (provider) => use.provider(provider).server);
  return { providers, application: changed.length > 0 ? "outdated" : "kept", changed, ...loginOf(found, "refused"), ...active };
}

async function lookAt(provider: ProviderName, stored: StoredApplication | undefined, use: CredentialsEffects) {
  const { keys, secret, server } = use.provider(provider);
  const current = await secret.readCurrent();
  if (!current) return { provider, status: (await secret.readPending()) ? ("pending" as const) : ("missing" as const), isDead: false };
  const { keyId } = current;
  if (keys.deploy) return { provider, keyId, status: "stored" as const, isDead: false };
  const isRefused = (await server.prove(current)) !== undefined;
  const isDead =
    stored !== undefined && (await hasDeadLogin(isRefused ? { refused: current } : { working: current }, stored.settings, server));
  return { provider, keyId, status: isRefused ? ("refused" as const) : ("kept" as const), isDead };
}
