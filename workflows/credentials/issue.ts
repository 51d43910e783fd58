/**
 * Gives every sending provider of an environment working credentials where it has none: make, store as pending, prove by logging in, make
 * current, and note when they will be too old; then the application secret gets the primary provider's. Credentials that work are never
 * replaced here: that is rotation. What of the application secret is declared follows the environment's file.
 */
import { tooOldAt } from "../../declaration/rotation";
import { type Environment, type ProviderName, sendingProvidersOf } from "../../declaration/schema/environment";
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
import { createAndStore, revokeRefused, type SendingCredentials } from "./stored-credentials";

/** @throws OperatorError when the application secret was written by somebody else meanwhile: his settings stay. */
export async function issueCredentials(environment: Environment, use: CredentialsEffects): Promise<IssueOutcome> {
  const { primary } = environment.sendingProviders;
  const issued = await ended(sendingProvidersOf(environment).map((provider) => issueFor(environment, provider, use)));
  const active = issued.find(({ provider }) => provider === primary);
  if (!active) throw new Error(`no credentials were issued for "${primary}"`);
  const providers = issued.map(({ provider, credentials, status }) => ({ provider, keyId: credentials.keyId, status }));

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
  const { credentials, status, refused } = await issue(provider, effects);
  const base = await application.read();
  const isDead = base !== undefined && (await hasDeadLogin({ working: credentials, refused }, base.settings, effects.server));
  if (isDead)
    await replaceApplication({ ...base.settings, SMTP_USER: credentials.user, SMTP_PASSWORD: credentials.password }, { base, application });
  if (refused) await revokeRefused({ provider, keys: effects.keys }, refused.keyId);
  // For kept ones too: the rule may be new, or the interval another.
  const issuedAt = await effects.age?.issuedAt();
  if (issuedAt) await effects.age?.tellAt(tooOldAt(environment, issuedAt));
  return { provider, credentials, status, isDead };
}

interface Issued {
  credentials: SendingCredentials;
  status: IssuedStatus;
  /** What was current until now, and refused. Its key is not revoked before another one is proven: the account may be what is refused. */
  refused?: SendingCredentials | undefined;
}

async function issue(provider: ProviderName, use: ProviderEffects): Promise<Issued> {
  const { keys, secret } = use;
  const current = await secret.readCurrent();
  if (current && !(await isRefused(current, use))) return { credentials: current, status: "kept" };

  const pending = await secret.readPending();
  if (pending && !(await isRefused(pending.credentials, use))) {
    await secret.makeCurrent(pending.versionId);
    return { credentials: pending.credentials, status: "resumed", refused: current };
  }
  // Its key was deleted at the provider meanwhile, or never worked. Nobody uses it, so it goes.
  if (pending) await keys.revoke(pending.credentials.keyId);

  const { versionId, credentials } = await createAndStore({ provider, keys, secret });
  const refusal = await deployAndProve(credentials, use);
  if (refusal) throw refusal;
  await secret.makeCurrent(versionId);
  return { credentials, status: pending || current ? "replaced" : "issued", refused: current };
}
