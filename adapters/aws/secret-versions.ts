/** The labelled versions of a secret, as a rotation moves them. https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html */
import type { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { AwsError, callAws, findInAws } from "./call";
import { describeSecret, parseSecret, type SecretVersion } from "./secrets";

const operations = { get: "Secrets Manager GetSecretValue", put: "Secrets Manager PutSecretValue" };
const moveLabel = "Secrets Manager UpdateSecretVersionStage";

/** @returns undefined when there is no such version, or it has no value. */
export async function readSecretVersion(
  secrets: SecretsManager,
  id: string,
  versionId: string,
): Promise<Record<string, string> | undefined> {
  const answer = await findInAws(operations.get, ["ResourceNotFoundException"], () =>
    secrets.getSecretValue({ SecretId: id, VersionId: versionId }),
  );
  return answer && parseSecret(id, answer.SecretString);
}

/** May be repeated with the same token, which becomes the version's id: 32 to 64 characters. */
export async function storePendingVersion(
  secrets: SecretsManager,
  id: string,
  { value, token }: { value: Record<string, string>; token: string },
): Promise<void> {
  const SecretString = JSON.stringify(value);
  const put = { SecretId: id, SecretString, VersionStages: ["AWSPENDING"], ClientRequestToken: token };
  await callAws(operations.put, () => secrets.putSecretValue(put), [SecretString, ...Object.values(value)]);
}

/** Moves AWSCURRENT from the one version to the other, and takes AWSPENDING from that. May be repeated. @throws AwsError when it is elsewhere. */
export async function moveCurrent(
  secrets: SecretsManager,
  id: string,
  { from, to }: { from: string | undefined; to: string },
): Promise<void> {
  const current = labelledVersion(await describeSecret(secrets, id), "AWSCURRENT");
  if (current?.versionId !== to) {
    const source = from ? { RemoveFromVersionId: from } : {};
    await callAws(moveLabel, () =>
      secrets.updateSecretVersionStage({ SecretId: id, VersionStage: "AWSCURRENT", MoveToVersionId: to, ...source }),
    );
  }
  await clearPending(secrets, id, to);
}

/** Takes AWSPENDING from a version that has it. May be repeated. */
export async function clearPending(secrets: SecretsManager, id: string, versionId: string): Promise<void> {
  const pending = labelledVersion(await describeSecret(secrets, id), "AWSPENDING");
  if (pending?.versionId !== versionId) return;
  try {
    await callAws(moveLabel, () =>
      secrets.updateSecretVersionStage({ SecretId: id, VersionStage: "AWSPENDING", RemoveFromVersionId: versionId }),
    );
  } catch (error) {
    const isGone = error instanceof AwsError && ["InvalidParameterException", "InvalidRequestException"].includes(error.code);
    const again = isGone ? labelledVersion(await describeSecret(secrets, id), "AWSPENDING") : undefined;
    if (!isGone || again?.versionId === versionId) throw error;
  }
}

const labelledVersion = (versions: readonly SecretVersion[], label: string): SecretVersion | undefined =>
  versions.find(({ stages }) => stages.includes(label));
