/**
 * Gives every sending provider of an environment working credentials where it has none: make, store as pending, prove by logging in, make
 * current, and note when they will be too old; then the application secret gets the primary provider's. Credentials that work are never
 * replaced here: that is rotation. What of the application secret is declared follows the environment's file.
 */
import type { ApplicationSettings } from "../declaration/names/application";
import { OperatorError } from "../declaration/operator-error";
import { tooOldAt } from "../declaration/rotation";
import { type Environment, type ProviderName, sendingProvidersOf } from "../declaration/schema/environment";

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

type Login = Pick<SendingCredentials, "user" | "password">;

/** The effects for one sending provider. */
export interface CredentialEffects {
  create(): Promise<SendingCredentials>;
  revoke(keyId: string): Promise<void>;
  readCurrent(): Promise<SendingCredentials | undefined>;
  /** Credentials stored by an earlier run that ended before they were made current. */
  readPending(): Promise<StoredCredentials | undefined>;
  /** @returns the version's id. */
  storePending(credentials: SendingCredentials): Promise<string>;
  /**
   * Brings them to a server of one's own, which makes no logins by itself; done for current ones too, since that server may be new. What such
   * a server refuses it has not read yet, so another login would be no better.
   */
  deploy?(credentials: SendingCredentials): Promise<void>;
  /**
   * Logs in at the submission server; retries while the provider still spreads a new key.
   * @returns the server's refusal, or undefined when it let us in. Whatever else goes wrong is thrown: it says nothing about the key.
   */
  prove(login: Login): Promise<OperatorError | undefined>;
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
  /** "kept" had working credentials, proven now; those after "kept" are said by a plan only, and "stored" ones it could not prove. */
  providers: { provider: ProviderName; keyId?: string; status: Issued["status"] | "stored" | "refused" | "missing" | "pending" }[];
  /** "missing" and "outdated" are said by a plan only. */
  application: "written" | "updated" | "kept" | "missing" | "outdated";
  /** What of the application secret is not as declared, or was not before it was updated. */
  changed: DeclaredSetting[];
  /** Of the application, when the server refuses it: whose working one its secret was given, or would be, as a plan says. */
  login?: { provider: ProviderName; status: "replaced" | "refused" };
  /** Whose server the application sends through, when that is not the declared primary: a fail-over decides it, nothing here changes it. */
  active?: ProviderName | "another server";
}

type DeclaredSetting = "FRONTEND_URL" | "EMAIL_SENDER_ADDRESS" | "EMAIL_SENDER_NAME";

/** What issuing would find, without changing anything. */
export async function planCredentials(environment: Environment, use: IssueEffects): Promise<IssueOutcome> {
  const stored = await use.readApplication();
  const found = await Promise.all(sendingProvidersOf(environment).map((provider) => lookAt(provider, stored, use)));
  const providers = found.map(({ isDead: _, ...each }) => each);
  if (!stored) return { providers, application: "missing", changed: [] };
  const changed = changedSettings(environment, stored);
  const application = changed.length > 0 ? "outdated" : "kept";
  return { providers, application, changed, ...loginOf(found, "refused"), ...activeProvider(environment, stored, use) };
}

async function lookAt(provider: ProviderName, stored: ApplicationSettings | undefined, use: IssueEffects) {
  const { readCurrent, readPending, prove, deploy } = use.provider(provider);
  const current = await readCurrent();
  if (!current) return { provider, status: (await readPending()) ? ("pending" as const) : ("missing" as const), isDead: false };
  const { keyId } = current;
  if (deploy) return { provider, keyId, status: "stored" as const, isDead: false };
  const isRefused = (await prove(current)) !== undefined;
  const known = isRefused ? { refused: current } : { working: current };
  const isDead = stored !== undefined && (await hasDeadLogin(provider, known, stored, use));
  return { provider, keyId, status: isRefused ? ("refused" as const) : ("kept" as const), isDead };
}

const loginOf = (parts: { provider: ProviderName; isDead: boolean }[], status: "replaced" | "refused"): Pick<IssueOutcome, "login"> => {
  const dead = parts.find(({ isDead }) => isDead);
  return dead ? { login: { provider: dead.provider, status } } : {};
};

export async function issueCredentials(environment: Environment, use: IssueEffects): Promise<IssueOutcome> {
  const { primary } = environment.sendingProviders;
  const issued = await ended(sendingProvidersOf(environment).map((provider) => issueFor(environment, provider, use)));
  const active = issued.find(({ provider }) => provider === primary);
  if (!active) throw new Error(`no credentials were issued for "${primary}"`);
  const providers = issued.map(({ provider, credentials, status }) => ({ provider, keyId: credentials.keyId, status }));

  const stored = await use.readApplication();
  if (!stored) {
    await use.writeApplication(applicationSettings(environment, active.credentials, use.submission(primary)));
    return { providers, application: "written", changed: [] };
  }
  // Its server belongs to whatever made that provider active (a fail-over, say): it is not put back here.
  const changed = changedSettings(environment, stored);
  if (changed.length > 0) await use.writeApplication({ ...stored, ...declaredSettings(environment) });
  const application = changed.length > 0 ? "updated" : "kept";
  return { providers, application, changed, ...loginOf(issued, "replaced"), ...activeProvider(environment, stored, use) };
}

/** Nothing is left under way, and no failure is lost: one may name a key that is live. */
async function ended<T>(parts: Promise<T>[]): Promise<T[]> {
  const outcomes = await Promise.allSettled(parts);
  const failures = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason as unknown] : []));
  if (failures.length > 1) throw new OperatorError(failures.map(withRemedy).join("\n"), undefined, { cause: new AggregateError(failures) });
  if (failures.length === 1) throw failures[0];
  return outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
}

/** One provider's part needs no other's: when keys are replaced in a hurry, the other provider may be what has a bad day. */
async function issueFor(environment: Environment, provider: ProviderName, use: IssueEffects) {
  const effects = use.provider(provider);
  const { credentials, status, refused } = await issue(provider, effects);
  const stored = await use.readApplication();
  const isDead = stored !== undefined && (await hasDeadLogin(provider, { working: credentials, refused }, stored, use));
  if (isDead) await use.writeApplication({ ...stored, SMTP_USER: credentials.user, SMTP_PASSWORD: credentials.password });
  if (refused) await revokeRefused(provider, refused.keyId, effects);
  // For kept ones too: the rule may be new, or the interval another.
  const issuedAt = effects.tellAt && (await effects.issuedAt());
  if (issuedAt) await effects.tellAt?.(tooOldAt(environment, issuedAt));
  return { provider, credentials, status, isDead };
}

/** Whether the application logs in at this provider, and is refused: with what was current, or with an earlier login that an interrupted run left. */
async function hasDeadLogin(
  provider: ProviderName,
  { working, refused }: { working?: Login; refused?: Login | undefined },
  stored: ApplicationSettings,
  use: IssueEffects,
): Promise<boolean> {
  if (!isServedBy(provider, stored, use)) return false;
  const login = { user: stored.SMTP_USER, password: stored.SMTP_PASSWORD };
  if (working && isSame(login, working)) return false;
  return (refused !== undefined && isSame(login, refused)) || (await use.provider(provider).prove(login)) !== undefined;
}

const isSame = (one: Login, other: Login): boolean => one.user === other.user && one.password === other.password;

/** The last step, after which nobody has a use for the key. It counts among the keys that a user or an account may have. */
async function revokeRefused(provider: ProviderName, keyId: string, use: CredentialEffects): Promise<void> {
  try {
    await use.revoke(keyId);
  } catch (cause) {
    throw new OperatorError(
      `${provider}: key ${keyId}, which the server refuses, was replaced, and could not be revoked: ${messageOf(cause)}`,
      `everything else is done; delete the key ${keyId} at ${provider}`,
      { cause },
    );
  }
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

function isServedBy(provider: ProviderName, { SMTP_SERVER, SMTP_PORT }: ApplicationSettings, use: IssueEffects): boolean {
  const { host, port } = use.submission(provider);
  return host === SMTP_SERVER && String(port) === SMTP_PORT;
}

function activeProvider(environment: Environment, stored: ApplicationSettings, use: IssueEffects): Pick<IssueOutcome, "active"> {
  const serves = (provider: ProviderName): boolean => isServedBy(provider, stored, use);
  if (serves(environment.sendingProviders.primary)) return {};
  return { active: sendingProvidersOf(environment).find(serves) ?? "another server" };
}

interface Issued {
  credentials: SendingCredentials;
  /** "replaced" took the place of credentials that the server refuses. */
  status: "issued" | "resumed" | "replaced" | "kept";
  /** What was current until now, and refused. Its key is not revoked before another one is proven: the account may be what is refused. */
  refused?: SendingCredentials | undefined;
}

async function issue(provider: ProviderName, use: CredentialEffects): Promise<Issued> {
  const current = await use.readCurrent();
  if (current && !(await isRefused(current, use))) return { credentials: current, status: "kept" };

  const pending = await use.readPending();
  if (pending && !(await isRefused(pending.credentials, use))) {
    await use.makeCurrent(pending.versionId);
    return { credentials: pending.credentials, status: "resumed", refused: current };
  }
  // Its key was deleted at the provider meanwhile, or never worked. Nobody uses it, so it goes.
  if (pending) await use.revoke(pending.credentials.keyId);

  const { versionId, credentials } = await createAndStore(provider, use);
  const refusal = await deployAndProve(credentials, use);
  if (refusal) throw refusal;
  await use.makeCurrent(versionId);
  return { credentials, status: pending || current ? "replaced" : "issued", refused: current };
}

/** @throws OperatorError what a server of one's own said. */
async function isRefused(credentials: SendingCredentials, use: CredentialEffects): Promise<boolean> {
  const refusal = await deployAndProve(credentials, use);
  if (refusal && use.deploy) throw refusal;
  return refusal !== undefined;
}

async function deployAndProve(credentials: SendingCredentials, use: CredentialEffects): Promise<OperatorError | undefined> {
  await use.deploy?.(credentials);
  return use.prove(credentials);
}

/** A key that could not be stored is known to nobody: it is revoked at once, so that none is left lying about. */
async function createAndStore(provider: ProviderName, use: CredentialEffects): Promise<StoredCredentials> {
  const credentials = await use.create();
  try {
    return { versionId: await use.storePending(credentials), credentials };
  } catch (error) {
    await use.revoke(credentials.keyId).catch((second: unknown) => {
      throw new OperatorError(
        `${provider}: the new key ${credentials.keyId} could not be stored (${messageOf(error)}), nor be revoked (${messageOf(second)})`,
        `it works and nobody knows it: delete the key ${credentials.keyId} at ${provider}, then run this again`,
        { cause: new AggregateError([error, second]) },
      );
    });
    throw error;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const withRemedy = (error: unknown): string =>
  error instanceof OperatorError && error.remedy ? `${error.message}\n  ${error.remedy}` : messageOf(error);

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
