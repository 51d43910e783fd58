/**
 * A secret that several programs write: who writes says which version he read, and is refused when another one is current by now. Secrets
 * Manager does the comparing: AWSCURRENT moves only if it is told from which version, and "if the version ID does not match, then the
 * operation fails" (https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html).
 * What Secrets Manager calls current counts as current, also a first version that was only stored as pending: consumers read it.
 */
import type { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { AwsError, callAws, findInAws } from "./call";
import { describeSecret, parseSecret } from "./secrets";

export interface CurrentSecret {
  versionId: string;
  value: Record<string, string>;
}

export interface Replacement {
  value: Record<string, string>;
  /** The version that was read; undefined when there was none. */
  base: string | undefined;
  /** Becomes the version's id: 32 to 64 characters, different for every value, and the same when a write is repeated. */
  token: string;
}

/** @returns undefined when the secret does not exist, or is empty. */
export async function readCurrentSecret(secrets: SecretsManager, id: string): Promise<CurrentSecret | undefined> {
  const operation = "Secrets Manager GetSecretValue";
  const answer = await findInAws(operation, ["ResourceNotFoundException"], () =>
    secrets.getSecretValue({ SecretId: id, VersionStage: "AWSCURRENT" }),
  ).catch((error: unknown) => {
    if (!(error instanceof AwsError && error.code === "InvalidRequestException" && /deletion/.test(error.message))) throw error;
    const remedy = `\`aws secretsmanager restore-secret --secret-id ${id}\` brings it back until its recovery window ends`;
    throw new AwsError(`the secret "${id}" is scheduled for deletion`, error.code, error.status, remedy);
  });
  if (!answer) return undefined;
  if (!answer.VersionId) throw new AwsError(`${operation} failed: the answer has no version id`, "IncompleteAnswer", 200);
  return { versionId: answer.VersionId, value: parseSecret(id, answer.SecretString) };
}

/** May be repeated with the same token when it is not known whether it arrived. @returns "changed" when another version than the base is current. */
export async function replaceSecret(
  secrets: SecretsManager,
  id: string,
  { value, base, token }: Replacement,
): Promise<"written" | "changed"> {
  await store(secrets, id, { value, token });
  const outcome = await makeCurrent(secrets, id, { base, token });
  await removePending(secrets, id, token);
  return outcome;
}

/** A first version is current at once, whatever it is stored as. */
async function store(secrets: SecretsManager, id: string, { value, token }: Omit<Replacement, "base">): Promise<void> {
  const SecretString = JSON.stringify(value);
  const put = { SecretId: id, SecretString, VersionStages: [pending], ClientRequestToken: token };
  await callAws("Secrets Manager PutSecretValue", () => secrets.putSecretValue(put), [SecretString, ...Object.values(value)]);
}

async function makeCurrent(
  secrets: SecretsManager,
  id: string,
  { base, token }: Omit<Replacement, "value">,
): Promise<"written" | "changed"> {
  const move = { SecretId: id, VersionStage: "AWSCURRENT", MoveToVersionId: token };
  try {
    // Without a base it is either current already, or somebody else's version is.
    if (base !== undefined && base !== token) {
      await callAws(operation, () => secrets.updateSecretVersionStage({ ...move, RemoveFromVersionId: base }));
      return "written";
    }
  } catch (error) {
    if (!(error instanceof AwsError && refusals.includes(error.code))) throw error;
    const stages = await stagesOf(secrets, id, token);
    // The first of two tries arrived and its answer was lost; somebody may have written since.
    if (stages.some((stage) => stage === "AWSCURRENT" || stage === "AWSPREVIOUS")) return "written";
    if ((await stagesOf(secrets, id, base)).includes("AWSCURRENT")) throw error;
    return "changed";
  }
  return (await stagesOf(secrets, id, token)).includes("AWSCURRENT") ? "written" : "changed";
}

/** The label may be another writer's by now. */
async function removePending(secrets: SecretsManager, id: string, token: string): Promise<void> {
  const remove = { SecretId: id, VersionStage: pending, RemoveFromVersionId: token };
  await findInAws(operation, refusals, () => secrets.updateSecretVersionStage(remove));
}

const operation = "Secrets Manager UpdateSecretVersionStage";
const pending = "AWSPENDING";
/** That a label is not where it was said to be. */
const refusals: readonly string[] = ["InvalidParameterException", "InvalidRequestException"];

const stagesOf = async (secrets: SecretsManager, id: string, versionId: string | undefined): Promise<string[]> =>
  (await describeSecret(secrets, id)).find((version) => version.versionId === versionId)?.stages ?? [];
