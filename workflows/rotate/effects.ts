/** What a rotation is handed. Each call is one attempt or may be repeated, as it says: no key is ever made twice blindly. */

import type { ApplicationSettings } from "../../declaration/names/application";
import type { OperatorError } from "../../declaration/operator-error";
import type { ProviderName } from "../../declaration/schema/environment";
import type { JournalEffects } from "../../evidence/journal-store";
import type { StoredApplication } from "../credentials/application-secret";
import type { Login } from "../credentials/prove";
import type { SendingCredentials } from "../credentials/stored-credentials";
import type { Rollout, SeenKey, SeenVersion } from "./seen";

/** Keys of the environment at the sending provider. */
export interface ProviderKeys {
  /** So many it allows. */
  most: number;
  list(): Promise<SeenKey[]>;
  /** What the login may not do of what is done here, by the service's names; as far as that can be asked without doing it. */
  lacks(): Promise<string[]>;
  /** Why a login is not one of its keys' own, whatever its value says; undefined when it is. */
  foreign(credentials: SendingCredentials): string | undefined;
  /** One attempt: one that is repeated after its answer was lost makes a second key, which nobody knows. @param token is part of its name, where keys have names. */
  create(token: string): Promise<SendingCredentials>;
  /** It no longer sends. May be repeated. */
  stop(id: string): Promise<void>;
  /** It sends again. May be repeated. */
  resume(id: string): Promise<void>;
  /** One that is gone counts as deleted. */
  delete(id: string): Promise<void>;
}

export interface SubmissionServer {
  host: string;
  port: number;
  /**
   * Logs in several times, over several of the server's addresses where it has them, and has one message accepted.
   * @returns the refusal; undefined when all of it worked. Whatever says nothing about the credentials is thrown.
   */
  prove(login: Login): Promise<OperatorError | undefined>;
  /** Logs in again and again, for a while. @returns whether it was refused. */
  isRefused(login: Login): Promise<boolean>;
}

/** The provider's secret. */
export interface SendingSecret {
  /** With a label. */
  versions(): Promise<SeenVersion[]>;
  read(versionId: string): Promise<SendingCredentials | undefined>;
  /** Has the current version decrypted now. Whether a new one could be encrypted, only storing one tells. @throws OperatorError why it is not. */
  decrypt(): Promise<void>;
  /** May be repeated with the same token. */
  storePending(credentials: SendingCredentials, token: string): Promise<void>;
  /** Moves AWSCURRENT if it is where it is said to be, and takes AWSPENDING away. May be repeated. */
  makeCurrent(move: { from: string | undefined; to: string }): Promise<void>;
  /** Takes AWSPENDING from it. May be repeated. */
  clearPending(versionId: string): Promise<void>;
}

interface ApplicationSecret {
  read(): Promise<StoredApplication | undefined>;
  /** By compare-and-set. May be repeated. */
  replace(settings: ApplicationSettings, base: string): Promise<"written" | "changed">;
  /** Whether it sends through this provider. */
  sendsHere(settings: ApplicationSettings): boolean;
}

interface RotationJournal extends JournalEffects {
  /** Of this run. */
  owner: string;
  /** What the ids of its entries begin with, "rotation/sendgrid". */
  series: string;
  /** For people: who runs it. */
  by: string;
  /** For how long a run that died keeps others away; ten minutes unless told. */
  leaseMs?: number;
}

interface Surroundings {
  now(): Date;
  /** What the login may not do with secrets and journal, as far as that can be asked without doing it. */
  lacks(): Promise<string[]>;
  /** An alarm of the environment rings; undefined when that cannot be read. */
  alarm(): Promise<boolean | undefined>;
  switchedAt(): Promise<Date | undefined>;
  /** Whether `twinpost pause` has stopped all sending. */
  paused(): Promise<boolean>;
  /** Of consumers that are started anew; reads only. What cannot be read is said, and stops no rotation in a leak. */
  rollouts(): Promise<Rollout[]>;
  /** Copies of the two secrets in the declared other region that have not what is current here, in words; also when that is not known. */
  copiesBehind(): Promise<string[]>;
  /** Tells the application's consumers to take up the new login, as declared. May be repeated. */
  refreshConsumers(): Promise<void>;
}

export interface RotateEffects {
  provider: { name: ProviderName; keys: ProviderKeys; server: SubmissionServer };
  secrets: { sending: SendingSecret; application: ApplicationSecret };
  journal: RotationJournal;
  surroundings: Surroundings;
}
