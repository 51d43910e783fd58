/** What others do in the world of a rotation: a switch between its provider, "ses", and "sendgrid", which always works; and `credentials`. */
import type { CredentialsEffects, ProviderEffects } from "../../../workflows/credentials/outcome";
import type { FailOverEffects } from "../../../workflows/fail-over/fail-over";
import { recordSwitches } from "../../../workflows/fail-over/record";
import { host, other, type RotationWorld } from "./world";

export function failOverEffects(world: RotationWorld, owner: string): FailOverEffects {
  const { journal, surroundings, provider } = world.effects(owner);
  const record = recordSwitches(["ses"], { ...journal, now: surroundings.now });
  return {
    application: world.applicationEffects(),
    providers: {
      credentials: async (name) => (name === "ses" ? world.call("sending.current", () => world.current()?.credentials) : other.credentials),
      server: (name) => (name === "ses" ? { ...host, prove: provider.server.prove } : { ...other, prove: async () => undefined }),
      readiness: async () => ({ refusals: [], warnings: [] }),
    },
    record: async (entry) => {
      if (entry.state === "begun") world.switchedAt = surroundings.now();
      await record(entry);
    },
    refreshConsumers: surroundings.refreshConsumers,
  };
}

export function credentialsEffects(world: RotationWorld): CredentialsEffects {
  const { secrets, provider } = world.effects("credentials");
  const { keys, server } = provider;
  const here: ProviderEffects = {
    server,
    keys: { create: () => keys.create("credentials"), revoke: keys.delete, list: async () => (await keys.list()).map(({ id }) => id) },
    secret: {
      readCurrent: () => world.call("sending.current", () => world.current()?.credentials),
      readPending: () =>
        world.call("sending.pending", () => {
          const { id, credentials } = world.pending() ?? {};
          return id !== undefined && credentials ? { versionId: id, credentials } : undefined;
        }),
      storePending: async (credentials) => {
        const token = `stored-${credentials.keyId}`;
        await secrets.sending.storePending(credentials, token);
        return token;
      },
      makeCurrent: secrets.sending.makeCurrent,
      versions: secrets.sending.versions,
    },
  };
  return { provider: () => here, application: world.applicationEffects() };
}
