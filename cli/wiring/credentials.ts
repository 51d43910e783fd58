/** Wires the issuing of credentials to Secrets Manager, IAM, SendGrid and the submission servers. */
import { createAccessKey, deleteAccessKey } from "../../adapters/aws/access-keys";
import { createAwsClients } from "../../adapters/aws/clients";
import { describeSecret, makeSecretCurrent, putPendingSecret, readSecret } from "../../adapters/aws/secrets";
import { readEndpoints } from "../../adapters/endpoints";
import { createApiKey, deleteApiKey } from "../../adapters/sendgrid/api-keys";
import { createSendgridClient } from "../../adapters/sendgrid/client";
import { SmtpError } from "../../adapters/smtp/smtp-error";
import { proveLogin } from "../../adapters/smtp/submission";
import { type ApplicationSettings, applicationSecret, providerSecret, sendgridKeyName, sesSmtpUser } from "../../environments/names";
import type { Environment, ProviderName } from "../../environments/schema";
import { sendgridSendingScopes, sendgridSmtpUser, sendgridSubmission } from "../../mail/providers/sendgrid";
import { sesSmtpPassword, sesSubmission } from "../../mail/providers/ses";
import type { CredentialEffects, IssueEffects, SendingCredentials } from "../../workflows/issue-credentials";
import type { World } from "../world";
import { requireToken } from "./named-stack";

/** How long a new key may take until the submission server knows it: AWS's own sample waits 30 s. */
const spreadMs = 30_000;

type KeyEffects = Pick<CredentialEffects, "create" | "revoke">;

export function issueEffects(environment: Environment, world: World): IssueEffects {
  const { secrets } = awsClients(environment, world);
  const secretId = applicationSecret(environment.name);
  return {
    provider: {
      sendgrid: { ...sendgridKeys(environment, world), ...storage(environment, "sendgrid", world) },
      ses: { ...sesKeys(environment, world), ...storage(environment, "ses", world) },
    },
    submission: (provider) => submissionOf(provider, environment, world),
    readApplication: async () => (await readSecret(secrets, secretId)) as ApplicationSettings | undefined,
    writeApplication: async (settings) => makeSecretCurrent(secrets, secretId, await putPendingSecret(secrets, secretId, settings)),
  };
}

/** Where mail is submitted: the provider's own host, unless a setting names another. */
export function submissionOf(provider: ProviderName, { aws }: Environment, world: World): { host: string; port: number } {
  return readEndpoints(world.env).smtp[provider] ?? (provider === "ses" ? sesSubmission(aws.region) : sendgridSubmission);
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

function sendgridKeys({ name }: Environment, world: World): KeyEffects {
  const client = () => createSendgridClient({ baseUrl: readEndpoints(world.env).sendgrid, token: requireToken("SENDGRID_API_KEY", world) });
  return {
    create: async () => {
      const keyName = sendgridKeyName(name, new Date());
      const { id, secret } = await createApiKey(client(), { name: keyName, scopes: sendgridSendingScopes });
      return { keyId: id, user: sendgridSmtpUser, password: secret };
    },
    revoke: (keyId) => deleteApiKey(client(), keyId),
  };
}

function sesKeys(environment: Environment, world: World): KeyEffects {
  const { iam } = awsClients(environment, world);
  const userName = sesSmtpUser(environment.name);
  return {
    create: async () => {
      const { id, secret } = await createAccessKey(iam, userName);
      return { keyId: id, user: id, password: sesSmtpPassword({ secretAccessKey: secret, region: environment.aws.region }) };
    },
    revoke: (keyId) => deleteAccessKey(iam, userName, keyId),
  };
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
      const ca = readEndpoints(world.env).privateAuthorities;
      try {
        await proveLogin({ ...submissionOf(provider, environment, world), user, password, ca, retryForMs: spreadMs });
        return undefined;
      } catch (error) {
        // 4yz is a server that cannot say now: the key may be good.
        if (error instanceof SmtpError && error.phase === "auth" && (error.code ?? 0) >= 500) return error;
        throw error;
      }
    },
    makeCurrent: (versionId) => makeSecretCurrent(secrets, id, versionId),
  };
}
