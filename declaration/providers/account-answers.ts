/** What `init` is told of sending providers, each only where an environment sends through it, and the questions for it. */
import type { DeclaredAccount } from "../schema/account";
import type { Environment } from "../schema/environment";

export interface ProviderAccountAnswers {
  sendgridUsername?: string;
}

export interface ProviderEnvironmentAnswers {
  sendgridSubuser?: string;
  sendgridRegion?: string;
}

/** As any question of `init`. */
interface ProviderQuestion<Key> {
  key: Key;
  flag: string;
  text: string;
  help: string;
  example: string;
  /** In the account, or in the environment. */
  path: string;
}

export interface NewAccountFields {
  /** What they are declared in. */
  field: keyof DeclaredAccount;
  question: ProviderQuestion<keyof ProviderAccountAnswers>;
  /** @param others the accounts beside it. */
  fields(answers: ProviderAccountAnswers, others: readonly DeclaredAccount[]): Partial<DeclaredAccount>;
}

export interface NewEnvironmentFields {
  /** For those who know that they want it: nobody is asked. */
  questions: readonly ProviderQuestion<keyof ProviderEnvironmentAnswers>[];
  fields(answers: ProviderEnvironmentAnswers): Partial<Environment>;
}
