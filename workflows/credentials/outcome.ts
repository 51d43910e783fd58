/** What issuing credentials did, or would do. */
import type { ProviderName } from "../../declaration/schema/environment";
import type { ApplicationEffects, DeclaredSetting } from "./application-secret";
import type { ServerEffects } from "./prove";
import type { SharedEffects } from "./shared";
import type { KeyEffects, SecretEffects } from "./stored-credentials";

/** One sending provider's. */
export interface ProviderEffects {
  keys: KeyEffects;
  secret: SecretEffects;
  server: ServerEffects;
  /** Absent where nobody minds it. */
  age?: AgeEffects;
  /** Absent where nothing is rotated. */
  shared?: SharedEffects;
}

export interface AgeEffects {
  /** When the current credentials were stored. */
  issuedAt(): Promise<Date | undefined>;
  /** Has people told then that they are too old, and not before. */
  tellAt(time: Date): Promise<void>;
}

export interface CredentialsEffects {
  provider(provider: ProviderName): ProviderEffects;
  application: ApplicationEffects;
}

/** "replaced" took the place of credentials that the server refuses; "kept" had working ones, proven now. */
export type IssuedStatus = "issued" | "resumed" | "replaced" | "kept";

export interface IssueOutcome {
  /** Those after IssuedStatus are said by a plan only, and "stored" are ones that it could not prove. Deleted: keys that an earlier run lost. */
  providers: {
    provider: ProviderName;
    keyId?: string;
    status: IssuedStatus | "stored" | "refused" | "missing" | "pending";
    deleted?: string[];
  }[];
  /** "missing" and "outdated" are said by a plan only. */
  application: "written" | "updated" | "kept" | "missing" | "outdated";
  /** What of the application secret is not as declared, or was not before it was updated. */
  changed: DeclaredSetting[];
  /** Of the application, when the server refuses it: whose working one its secret was given, or would be, as a plan says. */
  login?: { provider: ProviderName; status: "replaced" | "refused" };
  /** Whose server the application sends through, when that is not the declared primary: a fail-over decides it, nothing here changes it. */
  active?: ProviderName | "another server";
}

export const loginOf = (
  parts: { provider: ProviderName; isDead: boolean }[],
  status: "replaced" | "refused",
): Pick<IssueOutcome, "login"> => {
  const dead = parts.find(({ isDead }) => isDead);
  return dead ? { login: { provider: dead.provider, status } } : {};
};
