/** Wires the issuing of credentials to Secrets Manager, the sending providers and their submission servers. */
import { createAwsClients } from "../adapters/aws/clients";
import { fireOnceAt } from "../adapters/aws/scheduled-rule";
import { describeSecret, makeSecretCurrent, putPendingSecret, readSecret } from "../adapters/aws/secrets";
import { readEndpoints } from "../adapters/endpoints";
import { SmtpError } from "../adapters/smtp/smtp-error";
import { proveLogin } from "../adapters/smtp/submission";
import { type ApplicationSettings, applicationSecret } from "../declaration/names/application";
import { credentialAgeRule, providerSecret } from "../declaration/names/secrets";
import { OperatorError } from "../declaration/operator-error";
import { providersWithAge } from "../declaration/rotation";
import type { Environment, ProviderName } from "../declaration/schema/environment";
import type { SubmissionPlace } from "../mail/providers/sending-provider";
import { sendingProviders } from "../mail/providers/sending-providers";
import type { CredentialEffects, IssueEffects, SendingCredentials } from "../workflows/issue-credentials";
import { providerWirings } from "./providers/provider-wirings";
import type { World } from "./world";

/** How long a new key may take until the submission server knows it: AWS's own sample waits 30 s. */
const spreadMs = 30_000;

export function issueEffects(environment: Environment, world: World): IssueEffects {
  const { secrets } = awsClients(environment, world);
  const secretId = applicationSecret(environment.name);
  return {
    provider: (provider) => ({ ...providerWirings[provider].keys(environment, world), ...storage(environment, provider, world) }),
    submission: (provider) => submissionOf(provider, environment, world),
    readApplication: async () => (await readSecret(secrets, secretId)) as ApplicationSettings | undefined,
    writeApplication: async (settings) => makeSecretCurrent(secrets, secretId, await putPendingSecret(secrets, secretId, settings)),
  };
}

/** Where mail is submitted: the provider's own host, unless a setting names another. */
export function submissionOf(provider: ProviderName, environment: Environment, world: World): SubmissionPlace {
  return readEndpoints(world.env).smtp[provider] ?? sendingProviders[provider].submission(environment);
}

/** PEM of what is trusted there besides the public authorities. */
export function trustedBy(provider: ProviderName, environment: Environment, world: World): string | undefined {
  const trusted = [readEndpoints(world.env).privateAuthorities, providerWirings[provider].certificate?.(environment, world)];
  return trusted.filter((pem) => pem !== undefined).join("\n") || undefined;
}

export const awsClients = ({ aws }: Pick<Environment, "aws">, { env }: World) => createAwsClients({ region: aws.region, env });

/** The provider's current sending credentials. */
export async function readSendingCredentials(
  environment: Environment,
  provider: ProviderName,
  world: World,
): Promise<SendingCredentials | undefined> {
  const { secrets } = awsClients(environment, world);
  return (await readSecret(secrets, providerSecret(environment.name, provider))) as SendingCredentials | undefined;
}

function storage(environment: Environment, provider: ProviderName, world: World): Omit<CredentialEffects, "create" | "revoke"> {
  const { secrets } = awsClients(environment, world);
  const id = providerSecret(environment.name, provider);
  return {
    readCurrent: () => readSendingCredentials(environment, provider, world),
    readPending: async () => {
      const version = (await describeSecret(secrets, id)).find(({ stages }) => stages.includes("AWSPENDING"));
      const credentials = version && ((await readSecret(secrets, id, "AWSPENDING")) as SendingCredentials | undefined);
      return version && credentials && { versionId: version.versionId, credentials };
    },
    storePending: (credentials) => putPendingSecret(secrets, id, { ...credentials }),
    prove: async ({ user, password }) => {
      const { startedBy } = providerWirings[provider];
      const server = { ...submissionOf(provider, environment, world), ca: trustedBy(provider, environment, world) };
      try {
        await proveLogin({ ...server, user, password, retryForMs: spreadMs, mayBeStarting: startedBy !== undefined });
        return undefined;
      } catch (error) {
        const told = startedBy && error instanceof OperatorError ? new OperatorError(error.message, startedBy, { cause: error }) : error;
        // 4yz is a server that cannot say now: the key may be good.
        if (error instanceof SmtpError && error.phase === "auth" && (error.code ?? 0) >= 500) return told as OperatorError;
        throw told;
      }
    },
    makeCurrent: (versionId) => makeSecretCurrent(secrets, id, versionId),
    issuedAt: () => readIssuedAt(environment, provider, world),
    ...(providersWithAge(environment).includes(provider) ? { tellAt: tellAt(environment, provider, world) } : {}),
  };
}

const tellAt = (environment: Environment, provider: ProviderName, world: World) => (at: Date) =>
  fireOnceAt(awsClients(environment, world).events, credentialAgeRule(environment.name, provider), { at, now: new Date() });

/** When the provider's current sending credentials were stored. */
export async function readIssuedAt(environment: Environment, provider: ProviderName, world: World): Promise<Date | undefined> {
  const { secrets } = awsClients(environment, world);
  const versions = await describeSecret(secrets, providerSecret(environment.name, provider));
  return versions.find(({ stages }) => stages.includes("AWSCURRENT") && !stages.includes("AWSPENDING"))?.createdAt;
}
