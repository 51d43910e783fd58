/** The wiring of a sending provider: its keys, its verdict about the sending domain, and its checks. */
import type { Values } from "../../changes/values";
import type { Environment } from "../../declaration/schema/environment";
import type { SentMail } from "../../mail/providers/warmth";
import type { KeyEffects } from "../../workflows/credentials/stored-credentials";
import type { SendingKey } from "../../workflows/destroy";
import type { Check } from "../../workflows/doctor/checks";
import type { RecipientData } from "../../workflows/erase";
import type { ProviderKeys } from "../../workflows/rotate/effects";
import type { ProviderState } from "../../workflows/verify";
import type { Connections } from "../connections";

export interface Limits {
  /** Milliseconds since 1970. */
  deadline: number;
  /** Milliseconds of one attempt, for clients without a deadline. */
  tryMs: number;
}

export interface ProviderWiring {
  /** By type of resource: the import id of the one that is declared like this; undefined if there is none. For types whose service gives the ids. */
  existing?(
    environment: Environment,
    connections: Connections,
  ): Readonly<Record<string, (declared: Values) => Promise<string | undefined>>>;
  /** Makes and revokes sending credentials. */
  keys(environment: Environment, connections: Connections): KeyEffects;
  /** Makes, stops and deletes them one by one; absent where nobody minds their age. */
  rotatingKeys?(environment: Environment, connections: Connections): ProviderKeys;
  /** What sends for the environment now, by name: its keys, or its configuration set. */
  sending?(environment: Environment, connections: Connections): Promise<string[]>;
  /** Stops them, or lets them send again; takes no key away. May be repeated. */
  setSending?(environment: Environment, connections: Connections, names: readonly string[], on: boolean): Promise<void>;
  /** How to start the user's own server; the remedy while its login does not work yet. */
  startedBy?: string;
  /** Whether the domain may send. Makes the provider check DNS again, if it can. */
  validate(environment: Environment, connections: Connections, limits: Limits): Promise<ProviderState>;
  /** The same, as the provider last saw it. @param inAccount runs calls to AWS after the login's account is checked. */
  lastSeen(environment: Environment, connections: Connections, inAccount: InAccount): Promise<ProviderState>;
  /** How much it sent, and to whom; absent for a server that delivers to nobody. */
  sent?(environment: Environment, connections: Connections): Promise<SentMail>;
  /** The doctor's checks. Without a token the check fails, not the whole verb. */
  doctor(environment: Environment, connections: Connections): Check[];
  /**
   * Every key that it has for the environment, also if the provider is no longer declared. Absent if its keys are deleted together with what
   * Terraform or a person removes.
   */
  listKeys?(environment: Environment, connections: Connections): Promise<SendingKey[]>;
  /** Makes it check DNS now, for rehearsals; absent if it checks often enough by itself. */
  lookAgain?(environment: Environment, connections: Connections): Promise<void>;
  /** What it keeps of a recipient, to be erased; absent for a server that delivers to nobody. */
  recipientData?(environment: Environment, connections: Connections): RecipientData;
  /** The API of the one mailbox that gets all its messages; absent if recipients' mailboxes do. */
  mailbox?(environment: Environment, connections: Connections): string;
  /** PEM of its own certificate; undefined if there is none yet. */
  certificate?(environment: Environment, connections: Connections): string | undefined;
}

type InAccount = <T>(read: () => Promise<T>) => Promise<T>;
