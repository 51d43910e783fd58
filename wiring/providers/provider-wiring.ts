/** What every sending provider is wired to: its administration, and what it says of the sending domain. */
import type { Environment } from "../../declaration/schema/environment";
import type { KeyEffects } from "../../workflows/credentials/stored-credentials";
import type { SendingKey } from "../../workflows/destroy";
import type { Check } from "../../workflows/doctor/checks";
import type { ProviderKeys } from "../../workflows/rotate/effects";
import type { ProviderState } from "../../workflows/verify";
import type { Connections } from "../connections";

export interface Limits {
  /** Milliseconds since 1970. */
  deadline: number;
  /** Milliseconds of one try, where no deadline can be given. */
  tryMs: number;
}

export interface ProviderWiring {
  /** Makes and revokes sending credentials. */
  keys(environment: Environment, connections: Connections): KeyEffects;
  /** Makes, stops and deletes them one by one; absent where nobody minds their age. */
  rotatingKeys?(environment: Environment, connections: Connections): ProviderKeys;
  /** Stops all its sending for the environment, and takes no key away. @returns what was stopped, by name. */
  pause?(environment: Environment, connections: Connections): Promise<string[]>;
  /** What was stopped goes on. May be repeated. */
  resume?(environment: Environment, connections: Connections, stopped: readonly string[]): Promise<void>;
  /** Of a server of one's own, which may still have to be started: how, for whom its login does not work yet. */
  startedBy?: string;
  /** Whether the domain may send; makes the provider look again, where it can be made to. */
  validate(environment: Environment, connections: Connections, limits: Limits): Promise<ProviderState>;
  /** The same as the provider last saw it. @param inAccount runs what asks AWS once it is known to be the environment's account. */
  lastSeen(environment: Environment, connections: Connections, inAccount: InAccount): Promise<ProviderState>;
  /** What the doctor asks. Without a token a question fails, not the whole verb. */
  doctor(environment: Environment, connections: Connections): Check[];
  /**
   * Every key that it has for the environment, whichever providers are declared now: a key of one that was given up is a key all the same.
   * Left out where keys die with what Terraform or a person takes away.
   */
  listKeys?(environment: Environment, connections: Connections): Promise<SendingKey[]>;
  /** Makes it look at DNS now, and not when it would; left out where it looks by itself. For rehearsals, which are in a hurry. */
  lookAgain?(environment: Environment, connections: Connections): Promise<void>;
  /** The API of the mailbox that all its messages end in; without it they end in their recipients' mailboxes. */
  mailbox?(environment: Environment, connections: Connections): string;
  /** PEM of a certificate to trust besides those of authorities; undefined when there is none yet. */
  certificate?(environment: Environment, connections: Connections): string | undefined;
}

type InAccount = <T>(read: () => Promise<T>) => Promise<T>;
