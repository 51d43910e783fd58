/** Two providers, their secrets and the application's, in memory. */
import type { ApplicationSettings } from "../../../declaration/names/application";
import { OperatorError } from "../../../declaration/operator-error";
import type { CredentialsEffects, ProviderEffects } from "../../../workflows/credentials/outcome";
import type { SendingCredentials } from "../../../workflows/credentials/stored-credentials";

export const refusal = new OperatorError("the login was refused: 535 Authentication Credentials Invalid");

/** A provider and its secret: versions by id, and the two stages. */
function provider(name: string) {
  const versions = new Map<string, SendingCredentials>();
  const stages: { current?: string; pending?: string; previous?: string } = {};
  const keys = new Set<string>();
  /** What the server refuses although the provider has it, as a key that was switched off. */
  const refused = new Set<string>();
  const calls: string[] = [];
  const stored = { at: new Date("2026-11-24T12:00:00Z") };
  const told: string[] = [];
  let made = 0;
  const at = (version: string | undefined) => (version ? versions.get(version) : undefined);
  const effects: Required<Omit<ProviderEffects, "keys" | "shared">> & Pick<ProviderEffects, "keys" | "shared"> = {
    keys: {
      create: async () => {
        calls.push("create");
        const keyId = `${name}-${++made}`;
        keys.add(keyId);
        return { keyId, user: `user of ${keyId}`, password: "password" };
      },
      revoke: async (keyId) => {
        calls.push(`revoke ${keyId}`);
        keys.delete(keyId);
      },
      list: async () => [...keys],
    },
    secret: {
      readCurrent: async () => at(stages.current),
      readPending: async () => {
        const credentials = at(stages.pending);
        return credentials && stages.pending ? { versionId: stages.pending, credentials } : undefined;
      },
      storePending: async (credentials) => {
        calls.push("store");
        stages.pending = `v${versions.size + 1}`;
        versions.set(stages.pending, credentials);
        return stages.pending;
      },
      makeCurrent: async ({ from, to: versionId }) => {
        calls.push("make current");
        if (stages.current !== versionId && stages.current !== from) throw new OperatorError("AWSCURRENT is elsewhere");
        if (stages.current && stages.current !== versionId) stages.previous = stages.current;
        stages.current = versionId;
        delete stages.pending;
      },
      versions: async () =>
        [...versions].flatMap(([id, { keyId }]) => {
          const labels = Object.entries(stages).flatMap(([stage, version]) => (version === id ? [`AWS${stage.toUpperCase()}`] : []));
          return labels.length > 0 ? [{ id, labels, keyId, createdAt: undefined }] : [];
        }),
    },
    server: {
      host: `smtp.${name}.example`,
      port: 587,
      prove: async ({ user }) => {
        calls.push("prove");
        const keyId = user.replace("user of ", "");
        return keys.has(keyId) && !refused.has(keyId) ? undefined : refusal;
      },
    },
    age: {
      issuedAt: async () => stored.at,
      tellAt: async (time) => {
        told.push(time.toISOString());
      },
    },
  };
  return { effects, stages, keys, refused, calls, stored, told, current: () => at(stages.current) };
}

export function credentialsWorld() {
  const sendgrid = provider("sendgrid");
  const ses = provider("ses");
  const application: { written?: ApplicationSettings; version: number } = { version: 0 };
  const versionId = () => (application.written ? `a${application.version}` : undefined);
  const use: CredentialsEffects = {
    provider: (name) => (name === "ses" ? ses : sendgrid).effects,
    application: {
      read: async () => application.written && { versionId: versionId() ?? "", settings: application.written },
      replace: async (settings, base) => {
        if (base !== versionId()) return "changed";
        application.version++;
        application.written = settings;
        return "written";
      },
    },
  };
  return { use, sendgrid, ses, application };
}

export type CredentialsWorld = ReturnType<typeof credentialsWorld>;
