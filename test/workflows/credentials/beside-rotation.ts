/** Issuing on the rotation's world: the same keys, secret, journal and server that a rotation sees. */
import type { CredentialsEffects } from "../../../workflows/credentials/outcome";
import { staging } from "../../fixtures/environments/staging";
import type { RotationWorld } from "../rotate/world";

export const environment = { ...staging, sendingProviders: { primary: "ses" as const } };

export function effectsOf(world: RotationWorld, owner = "credentials"): CredentialsEffects {
  const { provider, secrets, journal, surroundings } = world.effects(owner);
  return {
    provider: () => ({
      keys: {
        create: () => provider.keys.create(""),
        revoke: provider.keys.delete,
        list: async () => (await provider.keys.list()).map(({ id }) => id),
      },
      secret: {
        readCurrent: () => world.call("sending.readCurrent", () => world.current()?.credentials, owner),
        readPending: () =>
          world.call(
            "sending.readPending",
            () => {
              const pending = world.pending();
              return pending?.credentials && { versionId: pending.id, credentials: pending.credentials };
            },
            owner,
          ),
        storePending: async (credentials) => {
          await secrets.sending.storePending(credentials, `v of ${credentials.keyId}`);
          return `v of ${credentials.keyId}`;
        },
        makeCurrent: secrets.sending.makeCurrent,
        versions: secrets.sending.versions,
      },
      server: provider.server,
      shared: {
        journal: { ...journal, now: surroundings.now },
        series: { rotation: "rotation/ses", tries: "credentials/ses" },
        keys: provider.keys,
        versions: { list: secrets.sending.versions, clearPending: secrets.sending.clearPending },
        foreign: ({ keyId, user }) => (user === keyId ? undefined : "its user is another"),
      },
    }),
    application: { read: secrets.application.read, replace: async (settings, base) => secrets.application.replace(settings, base ?? "") },
  };
}
