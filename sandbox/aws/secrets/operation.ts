/** What every operation of Secrets Manager is handed, and how its input is read. */
import { invalid, invalidParameter, invalidRequest } from "./errors";
import type { Secret, SecretValue } from "./secret";
import type { Place, SecretStore } from "./store";

export interface Asked {
  store: SecretStore;
  place: Place;
  input: Input;
  /** For how long copies in other regions do not show what this call writes. */
  delayMs: number;
}

/** @returns the answer's body. @throws SecretsError */
export type Operation = (asked: Asked) => object;

export interface Input extends SecretValue {
  AddReplicaRegions?: { Region: string; KmsKeyId?: string }[];
  BlockPublicPolicy?: boolean;
  ClientRequestToken?: string;
  Description?: string;
  Filters?: { Key: string; Values: string[] }[];
  ForceDeleteWithoutRecovery?: boolean;
  ForceOverwriteReplicaSecret?: boolean;
  IncludeDeprecated?: boolean;
  IncludePlannedDeletion?: boolean;
  KmsKeyId?: string;
  MaxResults?: number;
  MoveToVersionId?: string;
  Name?: string;
  NextToken?: string;
  RecoveryWindowInDays?: number;
  RemoveFromVersionId?: string;
  RemoveReplicaRegions?: string[];
  ResourcePolicy?: string;
  RotationLambdaARN?: string;
  SecretId?: string;
  SecretIdList?: string[];
  SortOrder?: "asc" | "desc";
  TagKeys?: string[];
  Tags?: { Key: string; Value: string }[];
  VersionId?: string;
  VersionStage?: string;
  VersionStages?: string[];
}

const longestValue = 65_536;

/** @returns undefined when the call has no value. */
export function readValue({ SecretString, SecretBinary }: Input): SecretValue | undefined {
  if (SecretString === undefined && SecretBinary === undefined) return undefined;
  if (SecretString !== undefined && SecretBinary !== undefined)
    throw invalidParameter("You can't specify both a binary secret value and a string secret value in the same secret.");
  const [name, bytes] =
    SecretString !== undefined
      ? ["secretString", Buffer.byteLength(SecretString)]
      : ["secretBinary", Buffer.from(SecretBinary ?? "", "base64").length];
  if (bytes > longestValue) throw tooLong(name, longestValue);
  if (bytes === 0) throw invalid(`1 validation error detected: Value at '${name}' failed to satisfy constraint: ${atLeast(1)}`);
  return SecretString !== undefined ? { SecretString } : { SecretBinary: SecretBinary ?? "" };
}

/** The SDKs make one of their own when the caller does not. */
export function requireToken({ ClientRequestToken }: Input): string {
  if (!ClientRequestToken) throw invalidRequest("You must provide a ClientRequestToken value. We recommend a UUID-type value.");
  if (ClientRequestToken.length < 32 || ClientRequestToken.length > 64)
    throw invalidParameter("ClientRequestToken must be 32-64 characters long.");
  return ClientRequestToken;
}

export const tooLong = (name: string, most: number) =>
  invalid(
    `1 validation error detected: Value at '${name}' failed to satisfy constraint: Member must have length less than or equal to ${most}`,
  );
const atLeast = (least: number): string => `Member must have length greater than or equal to ${least}`;

/** A page of a list: the token says where the next one begins. */
export function pageOf<T>(all: readonly T[], { MaxResults = 100, NextToken }: Input): { items: T[]; NextToken?: string } {
  const start = Number(NextToken ?? 0);
  const end = start + MaxResults;
  return { items: all.slice(start, end), ...(end < all.length ? { NextToken: String(end) } : {}) };
}

/** What most answers begin with. */
export const named = ({ arn, name }: Secret): { ARN: string; Name: string } => ({ ARN: arn, Name: name });

/** Times travel as seconds since 1970. */
export const seconds = (ms: number): number => ms / 1000;

/** "The resolution of this field is at the date level and does not include the time." */
export const day = (ms: number): number => seconds(ms - (ms % (24 * 3_600_000)));
