/** A provider's sending credentials and the secret that keeps them: made, stored as pending, and made current once they are proven. */
import { OperatorError } from "../../declaration/operator-error";
import type { ProviderName } from "../../declaration/schema/environment";
import type { SeenVersion } from "../rotate/seen";
import { messageOf } from "./failures";

export interface SendingCredentials {
  /** The provider's id of the key, by which it is revoked; not a secret. */
  keyId: string;
  user: string;
  password: string;
}

export interface StoredCredentials {
  versionId: string;
  credentials: SendingCredentials;
}

/** Keys at the provider. */
export interface KeyEffects {
  /** One attempt: one that is repeated after its answer was lost makes a second key, which nobody knows. */
  create(): Promise<SendingCredentials>;
  revoke(keyId: string): Promise<void>;
  /** Ids of all that were made for this environment; absent where the provider does not count any. */
  list?(): Promise<string[]>;
  /**
   * Brings them to a server of one's own, which makes no logins by itself; done for current ones too, since that server may be new. What such
   * a server refuses it has not read yet, so another login would be no better.
   */
  deploy?(credentials: SendingCredentials): Promise<void>;
}

/** The provider's secret. */
export interface SecretEffects {
  readCurrent(): Promise<SendingCredentials | undefined>;
  /** Credentials stored by an earlier run that ended before they were made current. */
  readPending(): Promise<StoredCredentials | undefined>;
  /** @returns the version's id. */
  storePending(credentials: SendingCredentials): Promise<string>;
  /** Moves AWSCURRENT if it is where it is said to be. May be repeated. */
  makeCurrent(move: { from: string | undefined; to: string }): Promise<void>;
  /** With a label. */
  versions(): Promise<SeenVersion[]>;
}

interface Owner {
  provider: ProviderName;
  keys: KeyEffects;
  secret: SecretEffects;
}

/** A key that could not be stored is known to nobody: it is revoked at once, so that none is left lying about. */
export async function createAndStore({ provider, keys, secret }: Owner): Promise<StoredCredentials> {
  // A key whose value cannot be stored is made for nothing. Whether it can be encrypted, only storing it tells; a first one has nothing to decrypt.
  await secret.readCurrent();
  const credentials = await createKey({ provider, keys, secret });
  try {
    return { versionId: await secret.storePending(credentials), credentials };
  } catch (error) {
    await keys.revoke(credentials.keyId).catch((second: unknown) => {
      throw new OperatorError(
        `${provider}: the new key ${credentials.keyId} could not be stored (${messageOf(error)}), nor be revoked (${messageOf(second)})`,
        `the key works and is stored nowhere: delete the key ${credentials.keyId} at ${provider}, then run this again`,
        { cause: new AggregateError([error, second]) },
      );
    });
    throw new OperatorError(
      `${provider}: the new key ${credentials.keyId} could not be stored, and was revoked again: ${messageOf(error)}`,
      (error instanceof OperatorError && error.remedy) || "nothing is left over: mend that, then run this again",
      { cause: error },
    );
  }
}

/** An attempt that failed may have made a key all the same, and one that was refused may have been one too many: such keys are named. */
async function createKey({ provider, keys, secret }: Owner): Promise<SendingCredentials> {
  try {
    return await keys.create();
  } catch (cause) {
    const orphans = await findOrphans({ keys, secret }).catch(() => []);
    if (orphans.length === 0) throw cause;
    const named = orphans.join(", ");
    throw new OperatorError(
      `${provider}: no key was made (${messageOf(cause)}), and there are keys that no version of the secret has: ${named}`,
      `one of them may be of this very attempt, or of a run that was cut off: unless a person uses it, delete ${named} at ${provider}, then run this again`,
      { cause },
    );
  }
}

/** Keys that were made for this environment and that nobody can use, since their values were shown once and are stored nowhere. */
async function findOrphans({ keys, secret }: Omit<Owner, "provider">): Promise<string[]> {
  const [made, known] = await Promise.all([keys.list?.() ?? [], secret.versions()]);
  return made.filter((id) => !known.some(({ keyId }) => keyId === id));
}

/** The last step, after which nobody has a use for the key. It counts among the keys that a user or an account may have. */
export async function revokeRefused({ provider, keys }: Omit<Owner, "secret">, keyId: string): Promise<void> {
  try {
    await keys.revoke(keyId);
  } catch (cause) {
    throw new OperatorError(
      `${provider}: key ${keyId}, which the server refuses, was replaced, and could not be revoked: ${messageOf(cause)}`,
      `everything else is done; delete the key ${keyId} at ${provider}`,
      { cause },
    );
  }
}
