/**
 * Gives every sending provider of an environment working credentials where it has none: make, store as pending, prove by logging in, make
 * current, and note when they will be too old; then the application secret gets the primary provider's. Credentials that work are never
 * replaced here: that is rotation. What of the application secret is declared follows the environment's file.
 */
import { OperatorError } from "../../declaration/operator-error";
import { tooOldAt } from "../../declaration/rotation";
import { type Environment, type ProviderName, sendingProvidersOf } from "../../declaration/schema/environment";
import { labelled } from "../rotate/seen";
import {
  activeProvider,
  applicationSettings,
  changedSettings,
  declaredSettings,
  hasDeadLogin,
  replaceApplication,
} from "./application-secret";
import { ended } from "./failures";
import { type CredentialsEffects, type IssuedStatus, type IssueOutcome, loginOf, type ProviderEffects } from "./outcome";
import { deployAndProve, isRefused } from "./prove";
import {
  clearLeftOver,
  createRecorded,
  discardPending,
  findLeftOver,
  type Held,
  recordStored,
  type SharedEffects,
  withLease,
} from "./shared";
import { createAndStore, revokeRefused, type SendingCredentials, type StoredCredentials } from "./stored-credentials";

/** @throws OperatorError when the application secret was written by somebody else meanwhile: his settings stay. */
export async function issueCredentials(environment: Environment, use: CredentialsEffects): Promise<IssueOutcome> {
  const { primary } = environment.sendingProviders;
  const issued = await ended(sendingProvidersOf(environment).map((provider) => issueFor(environment, provider, use)));
  const active = issued.find(({ provider }) => provider === primary);
  if (!active) throw new Error(`no credentials were issued for "${primary}"`);
  const providers = issued.map(({ provider, credentials, status, deleted }) => ({
    ...{ provider, keyId: credentials.keyId, status },
    ...(deleted.length > 0 ? { deleted } : {}),
  }));

  const { application } = use;
  const base = await application.read();
  if (!base) {
    await replaceApplication(applicationSettings(environment, active.credentials, use.provider(primary).server), { base, application });
    return { providers, application: "written", changed: [] };
  }
  // Its server is not put back here: a fail-over may have made that provider active.
  const { settings } = base;
  const changed = changedSettings(environment, settings);
  if (changed.length > 0) await replaceApplication({ ...settings, ...declaredSettings(environment) }, { base, application });
  const whose = activeProvider(environment, settings, (provider) => use.provider(provider).server);
  return { providers, application: changed.length > 0 ? "updated" : "kept", changed, ...loginOf(issued, "replaced"), ...whose };
}

/** One provider's part needs no other's: when keys are replaced in a hurry, the other provider may be what has a bad day. */
async function issueFor(environment: Environment, provider: ProviderName, { application, ...use }: CredentialsEffects) {
  const effects = use.provider(provider);
  const { credentials, status, refused, deleted = [] } = await issue(provider, effects);
  const base = await application.read();
  const isDead = base !== undefined && (await hasDeadLogin({ working: credentials, refused }, base.settings, effects.server));
  if (isDead)
    await replaceApplication({ ...base.settings, SMTP_USER: credentials.user, SMTP_PASSWORD: credentials.password }, { base, application });
  if (refused) await revokeRefused({ provider, keys: effects.keys }, refused.keyId);
  // For kept ones too: the rule may be new, or the interval another.
  const issuedAt = await effects.age?.issuedAt();
  if (issuedAt) await effects.age?.tellAt(tooOldAt(environment, issuedAt));
  return { provider, credentials, status, isDead, deleted };
}

interface Issued {
  credentials: SendingCredentials;
  status: IssuedStatus;
  /** What was current until now, and refused. Its key is not revoked before another one is proven: the account may be what is refused. */
  refused?: SendingCredentials | undefined;
  /** Ids of keys that an earlier run made and lost. */
  deleted?: string[];
}

async function issue(provider: ProviderName, use: ProviderEffects): Promise<Issued> {
  const { secret, shared } = use;
  const current = await secret.readCurrent();
  const works = current !== undefined && !(await isRefused(current, use));
  if (!shared) return works ? { credentials: current, status: "kept" } : replace(provider, use, current);

  const seen = await findLeftOver(shared);
  if (works && seen.orphans.length === 0 && !seen.stalePending) return { credentials: current, status: "kept" };
  return withLease(shared, async (held) => {
    // Another run may have been at work until now.
    const leftOver = await findLeftOver(shared);
    await clearLeftOver(leftOver, shared, held);
    const deleted = leftOver.orphans.map(({ id }) => id);
    const now = await secret.readCurrent();
    const isOther = now?.keyId !== current?.keyId;
    if (now && (isOther || works) && !(await isRefused(now, use))) return { credentials: now, status: "kept", deleted };
    return { ...(await replace(provider, use, now, { shared, held })), deleted };
  });
}

interface Lease {
  shared: SharedEffects;
  held: Held;
}

async function replace(
  provider: ProviderName,
  use: ProviderEffects,
  current: SendingCredentials | undefined,
  lease?: Lease,
): Promise<Issued> {
  const { keys, secret } = use;
  const from = labelled({ versions: await secret.versions() }, "AWSCURRENT")?.id;
  const pending = await secret.readPending();
  if (pending && !(await isRefused(pending.credentials, use))) {
    await requireOwn(provider, pending, lease);
    await lease?.held.renew();
    await secret.makeCurrent({ from, to: pending.versionId });
    return { credentials: pending.credentials, status: "resumed", refused: current };
  }
  // Its key was deleted at the provider meanwhile, or never worked. Nobody uses it, so it goes; one that is not ours, a person named wrongly.
  if (pending && (await isOwn(pending.credentials, lease))) {
    const { keyId } = pending.credentials;
    await (lease ? discardPending(lease.shared, lease.held, { versionId: pending.versionId, keyId }) : keys.revoke(keyId));
  }

  const create = lease ? () => createRecorded(lease.shared, lease.held) : keys.create;
  const { versionId, credentials } = await createAndStore({ provider, keys: { ...keys, create }, secret });
  if (lease) await recordStored(lease.shared, credentials.keyId);
  const refusal = await deployAndProve(credentials, use);
  if (refusal) throw refusal;
  await lease?.held.renew();
  await secret.makeCurrent({ from, to: versionId });
  return { credentials, status: pending || current ? "replaced" : "issued", refused: current };
}

async function isOwn({ keyId }: SendingCredentials, lease: Lease | undefined): Promise<boolean> {
  return !lease || (await lease.shared.keys.list()).some(({ id }) => id === keyId);
}

/** A person may have stored a key that was made by hand: it is taken up if it is one that can be rotated later. */
async function requireOwn(provider: ProviderName, { versionId, credentials }: StoredCredentials, lease: Lease | undefined): Promise<void> {
  const why = (await isOwn(credentials, lease))
    ? lease?.shared.foreign(credentials)
    : `the environment has no key ${credentials.keyId} at ${provider}`;
  if (why === undefined) return;
  throw new OperatorError(
    `${provider}: the pending version ${versionId} logs in, and is not taken up: ${why}`,
    "store it again with the right keyId and user, or take the label AWSPENDING from that version; then run this again",
  );
}
