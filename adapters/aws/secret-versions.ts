/** The labelled versions of a secret, as `credentials` and a rotation move them. https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html */
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

/**
 * @param token becomes the version's id, 32 to 64 characters: with the same one it may be repeated. Left out, the SDK makes one for this call.
 * @returns the version's id.
 */
export async function storePending(secrets: SecretsManager, id: string, value: Record<string, string>, token?: string): Promise<string> {
  const SecretString = JSON.stringify(value);
  const own = token === undefined ? {} : { ClientRequestToken: token };
  const put = () => secrets.putSecretValue({ SecretId: id, SecretString, VersionStages: ["AWSPENDING"], ...own });
  const { VersionId } = await callAws(operations.put, put, [SecretString, ...Object.values(value)]);
  if (!VersionId) throw new AwsError(`${operations.put} failed: the answer has no version id`, "IncompleteAnswer", 200);
  return VersionId;
}

/** The version that is current becomes AWSPREVIOUS, whichever it is. May be repeated. */
export async function makeCurrent(secrets: SecretsManager, id: string, to: string): Promise<void> {
  const versions = await describeSecret(secrets, id);
  await move(secrets, id, { versions, from: labelledVersion(versions, "AWSCURRENT")?.versionId, to });
}

/** The same from a version that was seen current. @throws AwsError when AWSCURRENT is elsewhere by now. */
export async function makeCurrentAfter(
  secrets: SecretsManager,
  id: string,
  { from, to }: { from: string | undefined; to: string },
): Promise<void> {
  await move(secrets, id, { versions: await describeSecret(secrets, id), from, to });
}

interface Move {
  versions: readonly SecretVersion[];
  from: string | undefined;
  to: string;
}

/** Moves AWSCURRENT, and takes AWSPENDING from the version that has become current. */
async function move(secrets: SecretsManager, id: string, { versions, from, to }: Move): Promise<void> {
  if (labelledVersion(versions, "AWSCURRENT")?.versionId !== to) {
    const source = from ? { RemoveFromVersionId: from } : {};
    await callAws(moveLabel, () =>
      secrets.updateSecretVersionStage({ SecretId: id, VersionStage: "AWSCURRENT", MoveToVersionId: to, ...source }),
    );
  }
  if (labelledVersion(versions, "AWSPENDING")?.versionId === to) await removePending(secrets, id, to);
}

/** Takes AWSPENDING from a version that has it. May be repeated. */
export async function clearPending(secrets: SecretsManager, id: string, versionId: string): Promise<void> {
  const pending = labelledVersion(await describeSecret(secrets, id), "AWSPENDING");
  if (pending?.versionId === versionId) await removePending(secrets, id, versionId);
}

/** AWS takes the label away with AWSCURRENT by itself in some cases, and another run may have done it. */
async function removePending(secrets: SecretsManager, id: string, versionId: string): Promise<void> {
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
