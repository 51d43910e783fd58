/**
 * Versions of a secret in Secrets Manager, by their staging labels
 * (https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html#term_version). Values are JSON objects of strings
 * and are never part of an error. Terraform makes the empty secrets.
 */
import type { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { OperatorError } from "../../declaration/operator-error";
import { jsonOf } from "../../mail/json";
import { findInAws } from "./call";

export interface SecretVersion {
  versionId: string;
  stages: string[];
  createdAt: Date | undefined;
}

const absent = ["ResourceNotFoundException"];

/**
 * @returns undefined when the secret or that version of it does not exist. Secrets Manager labels the first version AWSCURRENT whatever
 * it is asked, so a version that is pending and has no predecessor does not count as current.
 */
export async function readSecret(secrets: SecretsManager, id: string, stage = "AWSCURRENT"): Promise<Record<string, string> | undefined> {
  const answer = await findInAws("Secrets Manager GetSecretValue", absent, () =>
    secrets.getSecretValue({ SecretId: id, VersionStage: stage }),
  );
  if (!answer) return undefined;
  const value = parseSecret(id, answer.SecretString);
  if (stage !== "AWSCURRENT" || !answer.VersionStages?.includes("AWSPENDING")) return value;
  const versions = await describeSecret(secrets, id);
  return versions.some(({ stages }) => stages.includes("AWSPREVIOUS")) ? value : undefined;
}

/** Whether there is such a secret, be it empty; one that waits to be deleted does not count. */
export async function secretExists(secrets: SecretsManager, id: string): Promise<boolean> {
  const answer = await findInAws("Secrets Manager DescribeSecret", absent, () => secrets.describeSecret({ SecretId: id }));
  return answer !== undefined && answer.DeletedDate === undefined;
}

/** Whether somebody may work with what is stored there. Asks for no value and no dates, which only few roles may have. */
export async function hasCurrentVersion(secrets: SecretsManager, id: string): Promise<boolean> {
  const answer = await findInAws("Secrets Manager DescribeSecret", absent, () => secrets.describeSecret({ SecretId: id }));
  if (!answer || answer.DeletedDate !== undefined) return false;
  return Object.values(answer.VersionIdsToStages ?? {}).some((stages) => stages.includes("AWSCURRENT") && !stages.includes("AWSPENDING"));
}

/** @returns undefined when there is no such secret, or it waits to be deleted. */
export async function secretArn(secrets: SecretsManager, id: string): Promise<string | undefined> {
  const answer = await findInAws("Secrets Manager DescribeSecret", absent, () => secrets.describeSecret({ SecretId: id }));
  return answer?.DeletedDate === undefined ? answer?.ARN : undefined;
}

/** Copies in other regions. @returns undefined when there is no such secret. */
export async function readSecretCopies(secrets: SecretsManager, id: string) {
  const answer = await findInAws("Secrets Manager DescribeSecret", absent, () => secrets.describeSecret({ SecretId: id }));
  if (!answer || answer.DeletedDate !== undefined) return undefined;
  return (answer.ReplicationStatus ?? []).map(({ Region = "", Status = "", StatusMessage = "" }) => ({
    region: Region,
    status: Status,
    message: StatusMessage,
  }));
}

/** @returns the versions that carry a label; none when the secret does not exist. */
export async function describeSecret(secrets: SecretsManager, id: string): Promise<SecretVersion[]> {
  const found: SecretVersion[] = [];
  let NextToken: string | undefined;
  do {
    const page: { SecretId: string; NextToken?: string } = { SecretId: id, ...(NextToken ? { NextToken } : {}) };
    const answer = await findInAws("Secrets Manager ListSecretVersionIds", absent, () => secrets.listSecretVersionIds(page));
    for (const { VersionId, VersionStages, CreatedDate } of answer?.Versions ?? []) {
      if (VersionId) found.push({ versionId: VersionId, stages: VersionStages ?? [], createdAt: CreatedDate });
    }
    NextToken = answer?.NextToken;
  } while (NextToken);
  return found;
}

export function parseSecret(id: string, text: string | undefined): Record<string, string> {
  const value = jsonOf(text);
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  if (isObject && Object.values(value).every((entry) => typeof entry === "string")) return value as Record<string, string>;
  throw new OperatorError(
    `secret "${id}": its value is not understood, expected a JSON object of strings`,
    "it was written by hand or by another program: delete that version, or choose another secret name",
  );
}
