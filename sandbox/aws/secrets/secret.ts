/** What Secrets Manager holds of one secret in one region. */

export interface Version {
  /** The ClientRequestToken that it was made with. */
  id: string;
  value: SecretValue;
  stages: string[];
  /** Milliseconds since 1970, as all times here. */
  createdAt: number;
  accessedAt?: number;
}

export interface SecretValue {
  SecretString?: string;
  /** In base64. */
  SecretBinary?: string;
}

/** What its copies in other regions have too. */
export interface Content {
  description?: string;
  tags: Record<string, string>;
  policy?: string;
  /** The oldest first. */
  versions: Version[];
  changedAt: number;
}

export interface Replica {
  region: string;
  kmsKeyId?: string;
  /** Why it could not be made. */
  failure?: string;
}

export interface Secret {
  name: string;
  arn: string;
  region: string;
  kmsKeyId?: string;
  createdAt: number;
  accessedAt?: number;
  /** When its recovery window ends; it waits to be deleted until then. */
  deletedAt?: number;
  content: Content;
  /** Of a secret that others are copies of. */
  replicas: Replica[];
  /** Of a copy. */
  primaryRegion?: string;
  /** What a copy is going to have, and when. */
  coming: { at: number; content: Content }[];
}

/** A copy shows what has arrived by now. */
export function settle(secret: Secret, now: number): void {
  const arrived = secret.coming.filter(({ at }) => at <= now);
  secret.coming = secret.coming.filter(({ at }) => at > now);
  const latest = arrived.at(-1);
  if (latest) secret.content = latest.content;
}
