/** Wires the issuing of credentials to Secrets Manager, the sending providers and their submission servers. */
import { randomUUID } from "node:crypto";
import { AwsError } from "../adapters/aws/call";
import { readCurrentSecret, replaceSecret } from "../adapters/aws/replaceable-secret";
import { fireOnceAt } from "../adapters/aws/scheduled-rule";
import { clearPending, makeCurrentAfter, readSecretVersion, storePending } from "../adapters/aws/secret-versions";
import { describeSecret, readSecret } from "../adapters/aws/secrets";
import { SmtpError } from "../adapters/smtp/smtp-error";
import { proveLogin } from "../adapters/smtp/submission";
import { type ApplicationSettings, applicationSecret } from "../declaration/names/application";
import { credentialsSeries, rotationSeries } from "../declaration/names/journal";
import { credentialAgeRule, providerSecret } from "../declaration/names/secrets";
import { OperatorError } from "../declaration/operator-error";
import { providersWithAge } from "../declaration/rotation";
import type { Environment, ProviderName } from "../declaration/schema/environment";
import type { SubmissionPlace } from "../mail/providers/sending-provider";
import { sendingProviders } from "../mail/providers/sending-providers";
import type { ApplicationEffects } from "../workflows/credentials/application-secret";
import type { AgeEffects, CredentialsEffects } from "../workflows/credentials/outcome";
import { keySpreadMs, refusalOf, type ServerEffects } from "../workflows/credentials/prove";
import type { SharedEffects } from "../workflows/credentials/shared";
import type { SecretEffects, SendingCredentials } from "../workflows/credentials/stored-credentials";
import type { SeenVersion } from "../workflows/rotate/seen";
import type { Connections } from "./connections";
import { copiesBehind } from "./copies";
import { journalWriter } from "./journal";
import { providerWirings } from "./providers/provider-wirings";

export function credentialsEffects(environment: Environment, connections: Connections): CredentialsEffects {
  return {
    provider: (provider) => ({
      keys: providerWirings[provider].keys(environment, connections),
      secret: secretEffects(environment, provider, connections),
      server: serverEffects(environment, provider, connections),
      ...(providersWithAge(environment).includes(provider)
        ? { age: ageEffects(environment, provider, connections), ...sharedEffects(environment, provider, connections) }
        : {}),
    }),
    application: applicationEffects(environment, connections),
  };
}

export function applicationEffects(environment: Environment, connections: Connections): ApplicationEffects {
  const { secrets } = connections.aws(environment);
  const id = applicationSecret(environment.name);
  return {
    read: async () => {
      const current = await readCurrentSecret(secrets, id);
      return current && { versionId: current.versionId, settings: current.value as unknown as ApplicationSettings };
    },
    // When the SDK tries again, it sends the same token.
    replace: (settings, base) => replaceSecret(secrets, id, { value: { ...settings }, base, token: randomUUID() }),
    copiesBehind: () => copiesBehind(environment, [id], connections),
  };
}

/** Where mail is submitted: the provider's own host, unless a setting names another. */
export function submissionOf(provider: ProviderName, environment: Environment, connections: Connections): SubmissionPlace {
  return connections.endpoints().smtp[provider] ?? sendingProviders[provider].submission(environment);
}

/** PEM of the certificates that are trusted there besides the public authorities. */
export function trustedBy(provider: ProviderName, environment: Environment, connections: Connections): string | undefined {
  const trusted = [connections.endpoints().privateAuthorities, providerWirings[provider].certificate?.(environment, connections)];
  return trusted.filter((pem) => pem !== undefined).join("\n") || undefined;
}

/** The provider's current sending credentials. */
export async function readSendingCredentials(
  environment: Environment,
  provider: ProviderName,
  connections: Connections,
): Promise<SendingCredentials | undefined> {
  const { secrets } = connections.aws(environment);
  return (await readSecret(secrets, providerSecret(environment.name, provider))) as SendingCredentials | undefined;
}

function sharedEffects(environment: Environment, provider: ProviderName, connections: Connections): { shared?: SharedEffects } {
  const keys = providerWirings[provider].rotatingKeys?.(environment, connections);
  if (!keys) return {};
  const { secrets } = connections.aws(environment);
  const id = providerSecret(environment.name, provider);
  return {
    shared: {
      journal: { ...journalWriter(environment, connections), now: () => new Date() },
      series: { rotation: rotationSeries(provider), tries: credentialsSeries(provider) },
      keys,
      versions: {
        list: () => readLabelledVersions(environment, provider, connections),
        clearPending: (versionId) => clearPending(secrets, id, versionId),
      },
      foreign: keys.foreign,
    },
  };
}

/** The versions of the provider's secret that have a label, and whose key each holds. @param read a version's value. */
export async function readLabelledVersions(
  environment: Environment,
  provider: ProviderName,
  connections: Connections,
  read: (versionId: string) => Promise<Record<string, string> | undefined> = readFrom(environment, provider, connections),
): Promise<SeenVersion[]> {
  const { secrets } = connections.aws(environment);
  const id = providerSecret(environment.name, provider);
  const versions = await describeSecret(secrets, id);
  return Promise.all(
    versions.map(async ({ versionId, stages, createdAt }) => {
      const value = await read(versionId).catch(notUnderstood);
      return { id: versionId, labels: stages, createdAt, keyId: value?.keyId };
    }),
  );
}

function readFrom(environment: Environment, provider: ProviderName, connections: Connections) {
  const { secrets } = connections.aws(environment);
  return (versionId: string) => readSecretVersion(secrets, providerSecret(environment.name, provider), versionId);
}

/** A value that somebody wrote by hand may be anything; one that AWS does not give is not known, and its key is nobody's orphan. */
function notUnderstood(error: unknown): undefined {
  if (error instanceof AwsError || !(error instanceof OperatorError)) throw error;
}

function secretEffects(environment: Environment, provider: ProviderName, connections: Connections): SecretEffects {
  const { secrets } = connections.aws(environment);
  const id = providerSecret(environment.name, provider);
  return {
    readCurrent: () => readSendingCredentials(environment, provider, connections),
    readPending: async () => {
      const version = (await describeSecret(secrets, id)).find(({ stages }) => stages.includes("AWSPENDING"));
      const credentials = version && ((await readSecret(secrets, id, "AWSPENDING")) as SendingCredentials | undefined);
      return version && credentials && { versionId: version.versionId, credentials };
    },
    storePending: (credentials) => storePending(secrets, id, { ...credentials }),
    versions: () => readLabelledVersions(environment, provider, connections),
    makeCurrent: (move) => makeCurrentAfter(secrets, id, move),
  };
}

function serverEffects(environment: Environment, provider: ProviderName, connections: Connections): ServerEffects {
  const { startedBy } = providerWirings[provider];
  const place = submissionOf(provider, environment, connections);
  return {
    ...place,
    prove: async ({ user, password }) => {
      // Read now: the capture server may have made its certificate a moment ago.
      const ca = trustedBy(provider, environment, connections);
      try {
        await proveLogin({ ...place, ca, user, password, retryForMs: keySpreadMs, mayBeStarting: startedBy !== undefined });
        return undefined;
      } catch (error) {
        if (!(error instanceof SmtpError)) throw error;
        return refusalOf(error, startedBy);
      }
    },
  };
}

export const ageEffects = (environment: Environment, provider: ProviderName, connections: Connections): AgeEffects => ({
  issuedAt: () => readIssuedAt(environment, provider, connections),
  tellAt: (at) => fireOnceAt(connections.aws(environment).events, credentialAgeRule(environment.name, provider), { at, now: new Date() }),
});

/** When the provider's current sending credentials were stored. */
export async function readIssuedAt(environment: Environment, provider: ProviderName, connections: Connections): Promise<Date | undefined> {
  const { secrets } = connections.aws(environment);
  const versions = await describeSecret(secrets, providerSecret(environment.name, provider));
  return versions.find(({ stages }) => stages.includes("AWSCURRENT") && !stages.includes("AWSPENDING"))?.createdAt;
}
