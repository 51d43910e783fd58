/**
 * The versions of a secret and their staging labels: which label goes where, and how many there may be.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html#term_version, .../reference_limits.html
 */
import { exists, invalidParameter, invalidRequest, limitExceeded, notFound } from "./errors";
import type { SecretValue, Version } from "./secret";

/** "Versions per secret" of the quotas; labelled ones count too. */
const mostVersions = 100;
/** "Staging labels attached across all versions of a secret". */
const mostLabels = 20;
const dayMs = 24 * 3_600_000;

export interface Put {
  id: string;
  value: SecretValue;
  stages?: readonly string[] | undefined;
}

/** "If you call this operation with a ClientRequestToken that matches an existing version's VersionId, and you specify the same secret data, the operation succeeds but does nothing": API_PutSecretValue. */
export function putVersion(versions: Version[], { id, value, stages = ["AWSCURRENT"] }: Put, now: number): Version {
  const known = versions.find((each) => each.id === id);
  if (known) {
    if (isSame(known.value, value)) return known;
    throw exists(`You can't use ClientRequestToken ${id} because that value is already in use for a version of secret.`);
  }
  const isFirst = versions.length === 0;
  const labels = isFirst ? [...new Set(["AWSCURRENT", ...stages])] : stages;
  requireLabels(versions, labels);
  makeRoom(versions, now);
  const version: Version = { id, value, stages: [], createdAt: now };
  versions.push(version);
  for (const label of labels) attach(versions, version, label);
  return version;
}

export interface Move {
  label: string;
  from?: string | undefined;
  to?: string | undefined;
}

/**
 * Checks everything before it changes anything: API_UpdateSecretVersionStage. A source that does not exist is one that "does not match";
 * whether AWS says so, or that it cannot be found, is not known.
 */
export function moveLabel(versions: Version[], { label, from, to }: Move): void {
  const target = to === undefined ? undefined : requireVersion(versions, to);
  const holder = versions.find(({ stages }) => stages.includes(label));
  if (from !== undefined && holder?.id !== from)
    throw invalidParameter(`The staging label ${label} is not attached to version ${from}, so it can't be removed from it.`);
  if (!target) {
    if (from === undefined) throw invalidParameter("You must specify either MoveToVersionId or RemoveFromVersionId.");
    if (label === "AWSCURRENT")
      throw invalidParameter("You can only move staging label AWSCURRENT to a different secret version. It can't be completely removed.");
    detach(versions, label);
    return;
  }
  if (from === undefined && holder && holder !== target)
    throw invalidParameter(
      `The parameter RemoveFromVersionId can't be empty. Staging label ${label} is currently attached to version ${holder.id}, so you must explicitly reference that version in RemoveFromVersionId.`,
    );
  requireLabels(versions, [label]);
  attach(versions, target, label);
}

/** @throws SecretsError when there is none, as "ResourceNotFoundException". */
export function findVersion(versions: readonly Version[], id: string | undefined, stage: string | undefined): Version {
  if (id === undefined) {
    const label = stage ?? "AWSCURRENT";
    const found = versions.find(({ stages }) => stages.includes(label));
    if (!found) throw notFound(`secret value for staging label: ${label}`);
    return found;
  }
  const found = versions.find((each) => each.id === id);
  if (!found) throw notFound(`secret value for VersionId: ${id}`);
  if (stage !== undefined && !found.stages.includes(stage))
    throw invalidRequest("You provided a VersionStage that is not associated to the provided VersionId.");
  return found;
}

/** Whoever loses AWSCURRENT becomes AWSPREVIOUS, and, as AWS does it, loses AWSPENDING with it. */
function attach(versions: Version[], target: Version, label: string): void {
  const holder = versions.find(({ stages }) => stages.includes(label));
  if (holder === target) return;
  detach(versions, label);
  target.stages.push(label);
  if (label !== "AWSCURRENT" || !holder) return;
  holder.stages = holder.stages.filter((stage) => stage !== "AWSPENDING");
  detach(versions, "AWSPREVIOUS");
  holder.stages.push("AWSPREVIOUS");
}

function detach(versions: Version[], label: string): void {
  for (const version of versions) version.stages = version.stages.filter((stage) => stage !== label);
}

function requireVersion(versions: readonly Version[], id: string): Version {
  const found = versions.find((each) => each.id === id);
  if (!found) throw notFound(`secret version: ${id}`);
  return found;
}

function requireLabels(versions: readonly Version[], added: readonly string[]): void {
  const labels = new Set([...versions.flatMap(({ stages }) => stages), ...added]);
  if (labels.size > mostLabels) throw limitExceeded(`A secret can have at most ${mostLabels} staging labels.`);
}

/** "Secrets Manager removes unlabeled versions when there are more than 100, but it does not remove versions created less than 24 hours ago." */
function makeRoom(versions: Version[], now: number): void {
  while (versions.length >= mostVersions) {
    const oldest = versions.findIndex(({ stages, createdAt }) => stages.length === 0 && now - createdAt >= dayMs);
    if (oldest < 0) throw limitExceeded(`You have exceeded the maximum number of versions for this secret: ${mostVersions}.`);
    versions.splice(oldest, 1);
  }
}

const isSame = (one: SecretValue, other: SecretValue): boolean =>
  one.SecretString === other.SecretString && one.SecretBinary === other.SecretBinary;
