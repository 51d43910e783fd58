/** Operations on a secret's values: put, read, list its versions, move their labels. */
import { invalidRequest, SecretsError } from "./errors";
import { matches } from "./filters";
import { type Asked, day, type Input, named, type Operation, pageOf, readValue, requireToken, seconds } from "./operation";
import type { Secret, Version } from "./secret";
import type { Place } from "./store";
import { findVersion, moveLabel, putVersion } from "./versions";

const putSecretValue: Operation = (asked) => {
  const { store, place, input } = asked;
  const id = requireToken(input);
  const secret = store.requireWritable(place, input.SecretId ?? "");
  const value = readValue(input);
  if (!value) throw invalidRequest("You must provide either SecretString or SecretBinary.");
  const { versions } = secret.content;
  const put = { id, value, stages: input.VersionStages };
  const isRepeated = versions.some((version) => version.id === id);
  const version = isRepeated ? putVersion(versions, put, 0) : write(asked, secret, (now) => putVersion(versions, put, now));
  return { ...named(secret), VersionId: version.id, VersionStages: sorted(version) };
};

const getSecretValue: Operation = ({ store, place, input }) => {
  const secret = store.requireLive(place, input.SecretId ?? "");
  return valueAnswer(secret, input, store.now());
};

const batchGetSecretValue: Operation = ({ store, place, input }) => {
  const filtered = (): string[] =>
    store
      .list(place)
      .filter((secret) => secret.deletedAt === undefined && matches(secret, input.Filters ?? []))
      .map(({ name }) => name);
  const found = (input.SecretIdList ?? filtered()).map((id) => readOne({ place, store, id }));
  return {
    SecretValues: found.flatMap(({ value }) => value ?? []),
    Errors: found.flatMap(({ error }) => error ?? []),
  };
};

const listSecretVersionIds: Operation = ({ store, place, input }) => {
  const secret = store.require(place, input.SecretId ?? "");
  const wanted = secret.content.versions.filter(({ stages }) => input.IncludeDeprecated || stages.length > 0);
  const { items, ...next } = pageOf(wanted, input);
  return {
    ...named(secret),
    ...next,
    Versions: items.map((version) => ({
      VersionId: version.id,
      ...(version.stages.length > 0 ? { VersionStages: sorted(version) } : {}),
      CreatedDate: seconds(version.createdAt),
      ...(version.accessedAt === undefined ? {} : { LastAccessedDate: day(version.accessedAt) }),
      KmsKeyIds: [secret.kmsKeyId ?? "DefaultEncryptionKey"],
    })),
  };
};

const updateSecretVersionStage: Operation = (asked) => {
  const { store, place, input } = asked;
  const secret = store.requireWritable(place, input.SecretId ?? "");
  const move = { label: input.VersionStage ?? "", from: input.RemoveFromVersionId, to: input.MoveToVersionId };
  write(asked, secret, () => moveLabel(secret.content.versions, move));
  return named(secret);
};

export const valueOperations: Record<string, Operation> = {
  PutSecretValue: putSecretValue,
  GetSecretValue: getSecretValue,
  BatchGetSecretValue: batchGetSecretValue,
  ListSecretVersionIds: listSecretVersionIds,
  UpdateSecretVersionStage: updateSecretVersionStage,
};

/** All of it or, when it throws, nothing. */
export function write<T>(
  { store, place, delayMs }: Pick<Asked, "store" | "place" | "delayMs">,
  secret: Secret,
  act: (now: number) => T,
): T {
  const before = structuredClone(secret.content);
  try {
    const result = act(store.now());
    secret.content.changedAt = store.now();
    store.spread(place, secret, delayMs);
    return result;
  } catch (error) {
    secret.content = before;
    throw error;
  }
}

export const sorted = ({ stages }: Version): string[] => [...stages].sort();

function valueAnswer(secret: Secret, { VersionId, VersionStage }: Input, now: number): object {
  const version = findVersion(secret.content.versions, VersionId, VersionStage);
  version.accessedAt = now;
  secret.accessedAt = now;
  return {
    ...named(secret),
    VersionId: version.id,
    ...version.value,
    ...(version.stages.length > 0 ? { VersionStages: sorted(version) } : {}),
    CreatedDate: seconds(version.createdAt),
  };
}

function readOne({ store, place, id }: { store: Asked["store"]; place: Place; id: string }): { value?: object; error?: object } {
  try {
    return { value: valueAnswer(store.requireLive(place, id), {}, store.now()) };
  } catch (error) {
    if (!(error instanceof SecretsError)) throw error;
    return { error: { SecretId: id, ErrorCode: error.code, Message: error.message } };
  }
}
