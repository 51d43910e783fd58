/** Operations on secrets themselves: made, changed, described, listed, tagged, deleted and brought back. */
import { exists, invalid, invalidParameter, invalidRequest } from "./errors";
import { matches } from "./filters";
import { type Asked, day, type Input, named, type Operation, pageOf, readValue, requireToken, seconds } from "./operation";
import { addReplicas, replicationStatus } from "./replicas";
import type { Content, Secret } from "./secret";
import { requireNoCopy } from "./store";
import { sorted, write } from "./values";
import { putVersion } from "./versions";

const dayMs = 24 * 3_600_000;

const createSecret: Operation = (asked) => {
  const { store, place, input } = asked;
  const { Name = "" } = input;
  if (!/^[A-Za-z0-9/_+=.@!-]{1,512}$/.test(Name))
    throw invalid("Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!");
  const id = requireToken(input);
  const value = readValue(input);
  const known = store.find(place, Name);
  if (known?.deletedAt !== undefined)
    throw invalidRequest("You can't create this secret because a secret with this name is already scheduled for deletion.");
  if (known) return repeated(known, id, input);
  const content: Content = { tags: tagsOf(input), versions: [], changedAt: store.now() };
  if (input.Description) content.description = input.Description;
  if (value) putVersion(content.versions, { id, value }, store.now());
  const secret = store.add(place, Name, { content, ...(input.KmsKeyId ? { kmsKeyId: input.KmsKeyId } : {}) });
  addReplicas(asked, secret);
  return { ...named(secret), ...(value ? { VersionId: id } : {}), ...replicationStatus(asked, secret) };
};

/** "If a version with this value already exists and the version SecretString and SecretBinary values are the same …, then the request is ignored." */
function repeated(secret: Secret, id: string, input: Input): object {
  const same = secret.content.versions.find((version) => version.id === id)?.value;
  if (!same || same.SecretString !== input.SecretString || same.SecretBinary !== input.SecretBinary)
    throw exists(`The operation failed because the secret ${secret.name} already exists.`);
  return { ...named(secret), VersionId: id };
}

const updateSecret: Operation = (asked) => {
  const { store, place, input } = asked;
  const id = requireToken(input);
  const secret = store.requireWritable(place, input.SecretId ?? "");
  const value = readValue(input);
  if (value && secret.content.versions.some((version) => version.id === id))
    throw exists(`You can't use ClientRequestToken ${id} because that value is already in use for a version of secret ${secret.arn}.`);
  write(asked, secret, (now) => {
    if (input.Description !== undefined) secret.content.description = input.Description;
    if (value) putVersion(secret.content.versions, { id, value }, now);
  });
  if (input.KmsKeyId !== undefined) secret.kmsKeyId = input.KmsKeyId;
  return { ...named(secret), ...(value ? { VersionId: id } : {}) };
};

const describeSecret: Operation = (asked) => {
  const secret = asked.store.require(asked.place, asked.input.SecretId ?? "");
  return { ...described(secret, "VersionIdsToStages"), ...replicationStatus(asked, secret) };
};

const listSecrets: Operation = ({ store, place, input }) => {
  const wanted = store
    .list(place)
    .filter((secret) => (input.IncludePlannedDeletion || secret.deletedAt === undefined) && matches(secret, input.Filters ?? []));
  // The newest first, unless asked otherwise.
  const { items, ...next } = pageOf(input.SortOrder === "asc" ? wanted : wanted.reverse(), input);
  return { ...next, SecretList: items.map((secret) => described(secret, "SecretVersionsToStages")) };
};

const deleteSecret: Operation = ({ store, place, input }) => {
  const { SecretId = "", RecoveryWindowInDays: days, ForceDeleteWithoutRecovery: isForced } = input;
  if (isForced && days !== undefined)
    throw invalidParameter("You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
  if (days !== undefined && (days < 7 || days > 30))
    throw invalidParameter("RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
  const deletedAt = store.now() + (isForced ? 0 : (days ?? 30) * dayMs);
  const secret = isForced ? store.find(place, SecretId) : store.require(place, SecretId);
  // "If you forcibly delete an already deleted or nonexistent secret, the operation does not return ResourceNotFoundException."
  if (!secret) return { ARN: SecretId, Name: SecretId, DeletionDate: seconds(deletedAt) };
  requireNoCopy(secret);
  if (secret.replicas.length > 0)
    throw invalidParameter(
      `You can't delete secret ${secret.name} that still has replica regions [${secret.replicas.map(({ region }) => region).join(", ")}]`,
    );
  if (secret.deletedAt !== undefined && !isForced)
    throw invalidRequest("You can't perform this operation on the secret because it was already scheduled for deletion.");
  secret.deletedAt = deletedAt;
  if (isForced) store.delete(place, secret);
  return { ...named(secret), DeletionDate: seconds(deletedAt) };
};

const restoreSecret: Operation = ({ store, place, input }) => {
  const secret = store.require(place, input.SecretId ?? "");
  delete secret.deletedAt;
  return named(secret);
};

const tagResource: Operation = (asked) => changeTags(asked, (tags) => Object.assign(tags, tagsOf(asked.input)));
const untagResource: Operation = (asked) =>
  changeTags(asked, (tags) => {
    for (const key of asked.input.TagKeys ?? []) delete tags[key];
  });

function changeTags(asked: Asked, change: (tags: Record<string, string>) => void): object {
  const secret = asked.store.requireWritable(asked.place, asked.input.SecretId ?? "");
  write(asked, secret, () => change(secret.content.tags));
  return {};
}

/** Rotation by a Lambda function is not imitated: nothing runs functions here. */
export const rotateSecret: Operation = ({ store, place, input }) => {
  requireToken(input);
  store.requireWritable(place, input.SecretId ?? "");
  throw invalidRequest("No Lambda rotation function ARN is associated with this secret.");
};

export const containerOperations: Record<string, Operation> = {
  CreateSecret: createSecret,
  UpdateSecret: updateSecret,
  DescribeSecret: describeSecret,
  ListSecrets: listSecrets,
  DeleteSecret: deleteSecret,
  RestoreSecret: restoreSecret,
  TagResource: tagResource,
  UntagResource: untagResource,
};

/** "Secrets Manager only returns fields that have a value in the response." */
function described(secret: Secret, stagesName: "VersionIdsToStages" | "SecretVersionsToStages"): object {
  const { content, kmsKeyId, accessedAt, deletedAt, createdAt, primaryRegion, replicas, region } = secret;
  const labelled = content.versions.filter(({ stages }) => stages.length > 0);
  const primary = primaryRegion ?? (replicas.length > 0 ? region : undefined);
  const tags = Object.entries(content.tags);
  return {
    ...named(secret),
    ...(content.description ? { Description: content.description } : {}),
    ...(kmsKeyId ? { KmsKeyId: kmsKeyId } : {}),
    LastChangedDate: seconds(content.changedAt),
    ...(accessedAt === undefined ? {} : { LastAccessedDate: day(accessedAt) }),
    ...(deletedAt === undefined ? {} : { DeletedDate: seconds(deletedAt) }),
    ...(tags.length > 0 ? { Tags: tags.map(([Key, Value]) => ({ Key, Value })) } : {}),
    ...(labelled.length > 0 ? { [stagesName]: Object.fromEntries(labelled.map((version) => [version.id, sorted(version)])) } : {}),
    CreatedDate: seconds(createdAt),
    ...(primary ? { PrimaryRegion: primary } : {}),
  };
}

const tagsOf = ({ Tags = [] }: Input): Record<string, string> => Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
