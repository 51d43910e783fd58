/** Wires a rotation to the provider's keys and server, the secrets, the journal and the consumers. */
import { randomUUID } from "node:crypto";
import { refusedActions, secretQuestions } from "../adapters/aws/permissions";
import { clearPending, makeCurrentAfter, readSecretVersion, storePending } from "../adapters/aws/secret-versions";
import { readSecret } from "../adapters/aws/secrets";
import { proveCredentials, waitUntilRefused } from "../adapters/smtp/prove-credentials";
import { SmtpError } from "../adapters/smtp/smtp-error";
import { submitMessage } from "../adapters/smtp/submission";
import { applicationSecret } from "../declaration/names/application";
import { pauseEntry, rotationSeries, switchSeries } from "../declaration/names/journal";
import { providerSecret } from "../declaration/names/secrets";
import { OperatorError } from "../declaration/operator-error";
import { tooOldAt } from "../declaration/rotation";
import type { Environment, ProviderName } from "../declaration/schema/environment";
import { lastSwitchAt, pausedBy } from "../evidence/switch";
import { refusesCredentials } from "../mail/smtp/answer";
import { proofMessage } from "../mail/templates/proof";
import { messageOf } from "../workflows/credentials/failures";
import type { SendingCredentials } from "../workflows/credentials/stored-credentials";
import type { RotateEffects, SendingSecret, SubmissionServer } from "../workflows/rotate/effects";
import { alarmRings } from "./alarms";
import type { Connections } from "./connections";
import { readRollouts, refreshConsumers } from "./consumers";
import { copiesBehind } from "./copies";
import { ageEffects, applicationEffects, readLabelledVersions, submissionOf, trustedBy } from "./credentials";
import { journalWriter } from "./journal";
import { providerWirings } from "./providers/provider-wirings";

export interface LoginClocks {
  /** Of each proof: so many logins, so far apart, and so long a refusal may be a server that has not heard of the key. */
  proof: { logins: number; pauseMs: number; withinMs: number };
  /** How long it is watched when a key that was stopped is refused. SendGrid takes minutes. */
  refusal: { forMs: number; pauseMs: number };
  /** Of a connection to the server, and of each of its answers; ten seconds unless told. */
  timeoutMs?: number;
}

export const usualLoginClocks: LoginClocks = {
  proof: { logins: 10, pauseMs: 1_000, withinMs: 60_000 },
  refusal: { forMs: 5 * 60_000, pauseMs: 1_000 },
};

export function rotateEffects(
  environment: Environment,
  provider: ProviderName,
  connections: Connections,
  clocks: LoginClocks = usualLoginClocks,
): RotateEffects {
  const keys = providerWirings[provider].rotatingKeys?.(environment, connections);
  if (!keys) throw new OperatorError(`keys of ${provider} are not rotated: nothing outside this machine accepts them`);
  const writer = journalWriter(environment, connections);
  return {
    provider: { name: provider, keys, server: submissionServer(environment, provider, connections, clocks) },
    secrets: {
      sending: sendingSecret(environment, provider, connections),
      application: {
        ...applicationEffects(environment, connections),
        sendsHere: ({ SMTP_SERVER, SMTP_PORT }) => {
          const { host, port } = submissionOf(provider, environment, connections);
          return SMTP_SERVER === host && SMTP_PORT === String(port);
        },
      },
    },
    journal: { ...writer, series: rotationSeries(provider) },
    surroundings: {
      now: () => new Date(),
      lacks: () => {
        const ids = [providerSecret(environment.name, provider), applicationSecret(environment.name)];
        return refusedActions({
          ...secretQuestions(connections.aws(environment).secrets, ids),
          "dynamodb:GetItem": () => writer.store.read(`${rotationSeries(provider)}/000001`),
        });
      },
      alarm: () => alarmRings(environment, connections),
      paused: async () => pausedBy(await writer.store.read(pauseEntry)) !== undefined,
      switchedAt: async () => lastSwitchAt(await writer.store.latest(switchSeries)),
      rollouts: () => readRollouts(environment, connections),
      copiesBehind: () =>
        copiesBehind(environment, [providerSecret(environment.name, provider), applicationSecret(environment.name)], connections).catch(
          (error: unknown) => [`whether the copies follow is not known: ${messageOf(error)}`],
        ),
      refreshConsumers: () => refreshConsumers(environment, connections),
    },
  };
}

function submissionServer(
  environment: Environment,
  provider: ProviderName,
  connections: Connections,
  { proof, refusal, ...answers }: LoginClocks,
): SubmissionServer {
  const place = submissionOf(provider, environment, connections);
  const server = () => ({ ...place, ...answers, ca: trustedBy(provider, environment, connections) });
  return {
    ...place,
    prove: async ({ user, password }) => {
      try {
        await proveCredentials({ ...server(), ...proof, user, password });
        await submitMessage({ ...server(), user, password, message: proofMessage(environment, randomUUID().slice(0, 8)) });
        return undefined;
      } catch (error) {
        if (error instanceof SmtpError && refusesCredentials(error)) return error;
        throw error;
      }
    },
    isRefused: async ({ user, password }) => (await waitUntilRefused({ ...server(), ...refusal, user, password })) !== undefined,
  };
}

function sendingSecret(environment: Environment, provider: ProviderName, connections: Connections): SendingSecret {
  const { secrets } = connections.aws(environment);
  const id = providerSecret(environment.name, provider);
  // "You can't modify a secret version", so its value is read once in a run; labels move, and are read each time.
  // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html
  const values = new Map<string, Record<string, string>>();
  const read = async (versionId: string) => {
    const value = values.get(versionId) ?? (await readSecretVersion(secrets, id, versionId));
    if (value) values.set(versionId, value);
    return value;
  };
  return {
    read: async (versionId) => (await read(versionId)) as SendingCredentials | undefined,
    decrypt: async () => void (await readSecret(secrets, id)),
    versions: () => readLabelledVersions(environment, provider, connections, read),
    storePending: async (credentials, token) => void (await storePending(secrets, id, { ...credentials }, token)),
    makeCurrent: async (move) => {
      await makeCurrentAfter(secrets, id, move);
      await tellWhenTooOld(environment, provider, connections);
    },
    clearPending: (versionId) => clearPending(secrets, id, versionId),
  };
}

/** The clock starts anew with the new credentials. */
async function tellWhenTooOld(environment: Environment, provider: ProviderName, connections: Connections): Promise<void> {
  const { issuedAt, tellAt } = ageEffects(environment, provider, connections);
  const at = await issuedAt();
  if (at) await tellAt(tooOldAt(environment, at));
}
