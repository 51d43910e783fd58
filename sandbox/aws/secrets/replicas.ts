/** Copies of a secret in other regions. https://docs.aws.amazon.com/secretsmanager/latest/userguide/replicate-secrets.html */
import { invalidParameter } from "./errors";
import { type Asked, day, named, type Operation } from "./operation";
import { type Secret, settle } from "./secret";

export function addReplicas({ store, place, input, delayMs }: Asked, secret: Secret): void {
  const added = input.AddReplicaRegions ?? [];
  if (added.some(({ Region }) => Region === place.region)) throw invalidParameter("Invalid replica region.");
  const overwrite = input.ForceOverwriteReplicaSecret ?? false;
  for (const { Region: region, KmsKeyId } of added)
    store.copy(place, secret, { region, ...(KmsKeyId ? { kmsKeyId: KmsKeyId } : {}) }, { overwrite, delayMs });
}

export function replicationStatus({ store, place }: Pick<Asked, "store" | "place">, secret: Secret): object {
  if (secret.replicas.length === 0) return {};
  return {
    ReplicationStatus: secret.replicas.map(({ region, kmsKeyId, failure }) => {
      const copy = failure ? undefined : store.copyIn(place, secret, region);
      if (copy) settle(copy, store.now());
      const isComing = (copy?.coming.length ?? 0) > 0;
      return {
        Region: region,
        KmsKeyId: kmsKeyId ?? "alias/aws/secretsmanager",
        Status: failure ? "Failed" : isComing ? "InProgress" : "InSync",
        StatusMessage: failure ?? (isComing ? "Replication in progress" : "Replication succeeded"),
        ...(copy?.accessedAt === undefined ? {} : { LastAccessedDate: day(copy.accessedAt) }),
      };
    }),
  };
}

const replicateSecretToRegions: Operation = (asked) => {
  const secret = asked.store.requireWritable(asked.place, asked.input.SecretId ?? "");
  addReplicas(asked, secret);
  return { ARN: secret.arn, ...replicationStatus(asked, secret) };
};

const removeRegionsFromReplication: Operation = (asked) => {
  const { store, place, input } = asked;
  const secret = store.requireWritable(place, input.SecretId ?? "");
  const removed = input.RemoveReplicaRegions ?? [];
  const missing = removed.filter((region) => !secret.replicas.some((replica) => replica.region === region));
  if (missing.length > 0) throw invalidParameter(`The secret is not replicated to ${missing.join(", ")}.`);
  for (const region of removed) {
    const copy = store.copyIn(place, secret, region);
    if (copy) store.delete({ ...place, region }, copy);
  }
  secret.replicas = secret.replicas.filter(({ region }) => !removed.includes(region));
  return { ARN: secret.arn, ...replicationStatus(asked, secret) };
};

/** "Promotes the replica to a standalone primary secret in the replica Region." */
const stopReplicationToReplica: Operation = ({ store, place, input }) => {
  const copy = store.requireLive(place, input.SecretId ?? "");
  if (copy.primaryRegion === undefined) throw invalidParameter("The secret is not a replica.");
  const original = store.find({ ...place, region: copy.primaryRegion }, copy.name);
  if (original) original.replicas = original.replicas.filter(({ region }) => region !== place.region);
  delete copy.primaryRegion;
  return { ARN: named(copy).ARN };
};

export const replicaOperations: Record<string, Operation> = {
  ReplicateSecretToRegions: replicateSecretToRegions,
  RemoveRegionsFromReplication: removeRegionsFromReplication,
  StopReplicationToReplica: stopReplicationToReplica,
};
