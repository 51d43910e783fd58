/**
 * Gives every sending provider of an environment its first working credentials: make, store as pending, prove by logging in, make current,
 * and note when they will be too old; then the application secret gets the primary provider's. Replacing credentials that work is rotation, and is not done here; what of the
 * application secret is declared follows the environment's file.
 */
import type { ApplicationSettings } from "../environments/names";
import type { OperatorError } from "../environments/operator-error";
import { tooOldAt } from "../environments/rotation";
import { type Environment, type ProviderName, sendingProvidersOf } from "../environments/schema";

export interface SendingCredentials {
  /** The provider's id of the key, by which it is revoked; not a secret. */
  keyId: string;
  user: string;
  password: string;
}

interface StoredCredentials {
  versionId: string;
  credentials: SendingCredentials;
}

/** The effects for one sending provider. */
export interface CredentialEffects {
  create(): Promise<SendingCredentials>;
  revoke(keyId: string): Promise<void>;
  readCurrent(): Promise<SendingCredentials | undefined>;
  /** Credentials stored by an earlier run that ended before they were made current. */
  readPending(): Promise<StoredCredentials | undefined>;
  /** @returns the version's id. */
  storePending(credentials: SendingCredentials): Promise<string>;
  /** Brings them to a server of one's own, which makes no logins by itself; done for current ones too, since that server may be new. */
  deploy?(credentials: SendingCredentials): Promise<void>;
  /**
   * Logs in at the submission server; retries while the provider still spreads a new key.
   * @returns the server's refusal, or undefined when it let us in. Whatever else goes wrong is thrown: it says nothing about the key.
   */
  prove(credentials: SendingCredentials): Promise<OperatorError | undefined>;
  makeCurrent(versionId: string): Promise<void>;
  /** When the current ones were stored. */
  issuedAt(): Promise<Date | undefined>;
  /** Has people told then that they are too old, and not before; absent where nobody minds their age. */
  tellAt?(time: Date): Promise<void>;
}

export interface IssueEffects {
  provider(provider: ProviderName): CredentialEffects;
  submission(provider: ProviderName): { host: string; port: number };
  readApplication(): Promise<ApplicationSettings | undefined>;
  writeApplication(settings: ApplicationSettings): Promise<void>;
}

export interface IssueOutcome {
  /** "kept" had working credentials; "missing" and "pending" are said by a plan only. */
  providers: { provider: ProviderName; keyId?: string; status: Issued["status"] | "missing" | "pending" }[];
  /** "missing" and "outdated" are said by a plan only. */
  application: "written" | "updated" | "kept" | "missing" | "outdated";
  /** What of the application secret is not as declared, or was not before it was updated. */
  changed: DeclaredSetting[];
  /** Whose server the application sends through, when that is not the declared primary: a fail-over decides it, nothing here changes it. */
  active?: ProviderName | "another server";
}

type DeclaredSetting = "FRONTEND_URL" | "EMAIL_SENDER_ADDRESS" | "EMAIL_SENDER_NAME";

/** What issuing would find, without changing anything. */
export async function planCredentials(environment: Environment, use: IssueEffects): Promise<IssueOutcome> {
  const providers = await Promise.all(
    sendingProvidersOf(environment).map(async (provider) => {
      const effects = use.provider(provider);
      const current = await effects.readCurrent();
      if (current) return { provider, keyId: current.keyId, status: "kept" as const };
      return { provider, status: (await effects.readPending()) ? ("pending" as const) : ("missing" as const) };
    }),
  );
  const stored = await use.readApplication();
  if (!stored) return { providers, application: "missing", changed: [] };
  const changed = changedSettings(environment, stored);
  return { providers, application: changed.length > 0 ? "outdated" : "kept", changed, ...activeProvider(environment, stored, use) };
}

export async function issueCredentials(environment: Environment, use: IssueEffects): Promise<IssueOutcome> {
  const { primary } = environment.sendingProviders;
  const issued = await Promise.all(
    sendingProvidersOf(environment).map(async (provider) => {
      const effects = use.provider(provider);
      const done = await issue(effects);
      // For kept ones too: the rule may be new, or the interval another.
      const issuedAt = effects.tellAt && (await effects.issuedAt());
      if (issuedAt) await effects.tellAt?.(tooOldAt(environment, issuedAt));
      return { provider, ...done };
    }),
  );
  const active = issued.find(({ provider }) => provider === primary);
  if (!active) throw new Error(`no credentials were issued for "${primary}"`);
  const providers = issued.map(({ provider, credentials, status }) => ({ provider, keyId: credentials.keyId, status }));

  const stored = await use.readApplication();
  if (!stored) {
    await use.writeApplication(applicationSettings(environment, active.credentials, use.submission(primary)));
    return { providers, application: "written", changed: [] };
  }
  // Its server and login belong to whatever made their provider active (a fail-over, say): they are not put back here.
  const changed = changedSettings(environment, stored);
  if (changed.length > 0) await use.writeApplication({ ...stored, ...declaredSettings(environment) });
  return { providers, application: changed.length > 0 ? "updated" : "kept", changed, ...activeProvider(environment, stored, use) };
}

/** What the environment's file alone decides. */
const declaredSettings = ({ frontendUrl, sender }: Environment): Record<DeclaredSetting, string> => ({
  FRONTEND_URL: frontendUrl,
  EMAIL_SENDER_ADDRESS: sender.address,
  EMAIL_SENDER_NAME: sender.name,
});

function changedSettings(environment: Environment, stored: ApplicationSettings): DeclaredSetting[] {
  const declared = declaredSettings(environment);
  return (Object.keys(declared) as DeclaredSetting[]).filter((name) => stored[name] !== declared[name]);
}

function activeProvider(
  environment: Environment,
  { SMTP_SERVER, SMTP_PORT }: ApplicationSettings,
  use: IssueEffects,
): Pick<IssueOutcome, "active"> {
  const serves = (provider: ProviderName): boolean => {
    const { host, port } = use.submission(provider);
    return host === SMTP_SERVER && String(port) === SMTP_PORT;
  };
  if (serves(environment.sendingProviders.primary)) return {};
  return { active: sendingProvidersOf(environment).find(serves) ?? "another server" };
}

interface Issued {
  credentials: SendingCredentials;
  /** "replaced" took the place of credentials that an earlier run had stored and that the server refuses. */
  status: "issued" | "resumed" | "replaced" | "kept";
}

async function issue(use: CredentialEffects): Promise<Issued> {
  const current = await use.readCurrent();
  if (current) {
    await use.deploy?.(current);
    return { credentials: current, status: "kept" };
  }

  const pending = await use.readPending();
  if (pending && !(await deployAndProve(pending.credentials, use))) {
    await use.makeCurrent(pending.versionId);
    return { credentials: pending.credentials, status: "resumed" };
  }
  // Its key was deleted at the provider meanwhile, or never worked. Nobody uses it, so it goes.
  if (pending) await use.revoke(pending.credentials.keyId);

  const { versionId, credentials } = await createAndStore(use);
  const refusal = await deployAndProve(credentials, use);
  if (refusal) throw refusal;
  await use.makeCurrent(versionId);
  return { credentials, status: pending ? "replaced" : "issued" };
}

async function deployAndProve(credentials: SendingCredentials, use: CredentialEffects): Promise<OperatorError | undefined> {
  await use.deploy?.(credentials);
  return use.prove(credentials);
}

/** A key that could not be stored is known to nobody: it is revoked at once, so that none is left lying about. */
async function createAndStore(use: CredentialEffects): Promise<StoredCredentials> {
  const credentials = await use.create();
  try {
    return { versionId: await use.storePending(credentials), credentials };
  } catch (error) {
    await use.revoke(credentials.keyId);
    throw error;
  }
}

function applicationSettings(
  environment: Environment,
  { user, password }: SendingCredentials,
  { host, port }: { host: string; port: number },
): ApplicationSettings {
  return {
    SMTP_SERVER: host,
    SMTP_PORT: String(port),
    SMTP_USER: user,
    SMTP_PASSWORD: password,
    ...declaredSettings(environment),
  };
}
