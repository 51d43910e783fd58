/** Every secret of every account and region, and their copies in other regions. */
import { randomBytes } from "node:crypto";
import { invalidParameter, invalidRequest, notFound } from "./errors";
import { type Replica, type Secret, settle } from "./secret";

export interface Place {
  account: string;
  region: string;
}

export class SecretStore {
  /** By account and region, then by name. */
  readonly #secrets = new Map<string, Map<string, Secret>>();

  constructor(readonly now: () => number) {}

  list(place: Place): Secret[] {
    const secrets = this.#at(place);
    for (const secret of secrets.values()) {
      if ((secret.deletedAt ?? Number.POSITIVE_INFINITY) <= this.now()) secrets.delete(secret.name);
      else settle(secret, this.now());
    }
    return [...secrets.values()];
  }

  /** @param id a name or an ARN; an ARN may lack the hyphen and six characters at its end. */
  find(place: Place, id: string): Secret | undefined {
    const [, isPartial] = /^arn:.*?:secret:(.*)$/.exec(id) ?? [];
    const name = isPartial === undefined ? id : isPartial.replace(/-[A-Za-z0-9]{6}$/, "");
    const isComplete = isPartial !== undefined && name !== isPartial;
    const found = this.list(place).find((secret) => (isComplete ? secret.arn === id : secret.name === name));
    return isPartial === undefined || found?.arn.startsWith(id) ? found : undefined;
  }

  require(place: Place, id: string): Secret {
    const found = this.find(place, id);
    if (!found) throw notFound();
    return found;
  }

  /** One that does not wait to be deleted. */
  requireLive(place: Place, id: string): Secret {
    const secret = this.require(place, id);
    if (secret.deletedAt !== undefined)
      throw invalidRequest("You can't perform this operation on the secret because it was marked for deletion.");
    return secret;
  }

  /** One that may be written: copies are written by their original only. */
  requireWritable(place: Place, id: string): Secret {
    const secret = this.requireLive(place, id);
    requireNoCopy(secret);
    return secret;
  }

  add(place: Place, name: string, fields: Pick<Secret, "content"> & Partial<Secret>): Secret {
    const now = this.now();
    const arn = `arn:aws:secretsmanager:${place.region}:${place.account}:secret:${name}-${suffix()}`;
    const secret: Secret = { name, arn, region: place.region, createdAt: now, replicas: [], coming: [], ...fields };
    this.#at(place).set(name, secret);
    return secret;
  }

  delete(place: Place, { name }: Secret): void {
    this.#at(place).delete(name);
  }

  /** Makes the copy, or says on the replica why it cannot be made. */
  copy(place: Place, secret: Secret, replica: Replica, { overwrite, delayMs }: { overwrite: boolean; delayMs: number }): void {
    const there = { ...place, region: replica.region };
    secret.replicas = [...secret.replicas.filter(({ region }) => region !== replica.region), replica];
    if (this.find(there, secret.name) && !overwrite) {
      replica.failure = `Replication failed: Secret name ${secret.name} already exists in region ${replica.region}.`;
      return;
    }
    const empty = { tags: {}, versions: [], changedAt: this.now() };
    this.add(there, secret.name, {
      arn: secret.arn.replace(`:${place.region}:`, `:${replica.region}:`),
      primaryRegion: place.region,
      content: empty,
      ...(replica.kmsKeyId ? { kmsKeyId: replica.kmsKeyId } : {}),
    });
    this.spread(place, secret, delayMs);
  }

  /** Sends what a secret has now to its copies, where it arrives after so many milliseconds. */
  spread(place: Place, secret: Secret, delayMs: number): void {
    const at = this.now() + delayMs;
    for (const copy of this.#copies(place, secret)) copy.coming.push({ at, content: structuredClone(secret.content) });
  }

  /** @returns the copy of a region; undefined when it could not be made. */
  copyIn(place: Place, secret: Secret, region: string): Secret | undefined {
    const there = this.find({ ...place, region }, secret.name);
    return there?.primaryRegion === place.region ? there : undefined;
  }

  #copies(place: Place, secret: Secret): Secret[] {
    return secret.replicas.flatMap(({ region, failure }) => (failure ? [] : (this.copyIn(place, secret, region) ?? [])));
  }

  #at({ account, region }: Place): Map<string, Secret> {
    const key = `${account} ${region}`;
    const known = this.#secrets.get(key) ?? new Map<string, Secret>();
    this.#secrets.set(key, known);
    return known;
  }
}

export function requireNoCopy({ primaryRegion }: Secret): void {
  if (primaryRegion !== undefined)
    throw invalidParameter("Operation not permitted on a replica secret. Call must be made in primary secret's region.");
}

/** Secrets Manager adds "a hyphen and six random characters after the secret name at the end of the ARN". */
const suffix = (): string => randomBytes(12).toString("base64").replace(/[+/=]/g, "").padEnd(6, "a").slice(0, 6);
