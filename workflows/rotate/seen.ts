/**
 * What a rotation looks at before each step: the keys at the sending provider, the versions of its secret, and whose login the application
 * uses. Values stay behind: a key is known by its id.
 */

/** A key at the sending provider. */
export interface SeenKey {
  id: string;
  /** Undefined where the provider does not say. */
  createdAt: Date | undefined;
  /** False once it was stopped: it can no longer send, and can be made to again. */
  sends: boolean;
  /** When mail was last sent with it; the provider may say so hours late. */
  lastUsed: Date | "never" | "unknown";
  /** Its name at the provider; absent where keys have none. */
  name?: string;
}

/** A version of the provider's secret that has a label. */
export interface SeenVersion {
  id: string;
  /** Secrets Manager's staging labels: AWSCURRENT, AWSPENDING, AWSPREVIOUS. */
  labels: readonly string[];
  createdAt: Date | undefined;
  /** Of the key that it holds; undefined when it is empty or not understood. */
  keyId: string | undefined;
}

export interface Seen {
  now: Date;
  keys: readonly SeenKey[];
  versions: readonly SeenVersion[];
  /** Whose login the application has. "elsewhere": it sends through another provider. "unknown": a login that no version has. */
  application: { uses: "elsewhere" | "unknown" } | { keyId: string };
  /** An alarm of the environment is ringing; undefined when that could not be read. */
  alarm: boolean | undefined;
  /** Somebody has stopped all sending (`twinpost pause`). */
  paused?: boolean;
  /** Consumers that are started anew for a new login, as far as they are declared. */
  rollouts: readonly Rollout[];
  /** Copies of the secrets in another region that are behind, in words. */
  behind?: readonly string[];
  /** When the application's provider was last switched. */
  switchedAt?: Date | undefined;
}

/** A service that reads its login when it starts, as it is now; or why that is not known. */
export type Rollout = { name: string; unknown: string } | ({ name: string } & Deployed);

export interface Deployed {
  deployments: readonly {
    id: string;
    /** The newest: the others are on their way out. */
    primary: boolean;
    /** IN_PROGRESS, COMPLETED or FAILED. */
    state: string;
    reason: string;
    taskDefinition: string;
    running: number;
    desired: number;
  }[];
  /** Undefined when they could not be read. */
  tasks: readonly { deployment: string; images: readonly string[] | undefined }[] | undefined;
}

export const labelled = ({ versions }: Pick<Seen, "versions">, label: string): SeenVersion | undefined =>
  versions.find(({ labels }) => labels.includes(label));

export const keyOf = ({ keys }: Pick<Seen, "keys">, id: string | undefined): SeenKey | undefined => keys.find((key) => key.id === id);

/** Keys whose value is stored nowhere: nobody can use them any more, unless a person made one and kept it. */
export const unstored = ({ keys, versions }: Pick<Seen, "keys" | "versions">): SeenKey[] =>
  keys.filter(({ id }) => !versions.some(({ keyId }) => keyId === id));
