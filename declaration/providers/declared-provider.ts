/** What is to be known of a sending provider's own fields in what is declared. */
import type { BrokenRule } from "../relations/relations";
import type { DeclaredAccount } from "../schema/account";
import type { Environment } from "../schema/environment";
import type { NewAccountFields, NewEnvironmentFields } from "./account-answers";

export interface DeclaredProvider {
  /** Rules between its fields and others of an environment. They look at the raw value, like those of relations.ts. */
  broken?(value: unknown): BrokenRule[];
  /** Where its settings are declared that environments share, for whoever looks for them in an environment. */
  accountWide?: string;
  /** Whether it sends from this AWS region; left out: where it sends does not depend on AWS. */
  sendsFrom?(region: string): boolean;
  /** Whether the stack of this AWS account declares what the provider's account has once. */
  ownsSettings?(account: DeclaredAccount): boolean;
  /** Fields of a new environment whose only provider it is, where it needs some. */
  newEnvironment?: Partial<Environment>;
  /** What `init` declares of an account whose first environment sends through it. */
  newAccount?: NewAccountFields;
  /** What `init` declares of an environment that sends through it, if flags say so. */
  options?: NewEnvironmentFields;
}
