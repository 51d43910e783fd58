/**
 * Takes one step of a rotation. Every step may be taken again after a run that died in it: it changes what is not yet as it should be. Before
 * each effect the lease is renewed, so that a run which slept through its lease changes nothing more.
 */

import { OperatorError } from "../../declaration/operator-error";
import type { RotationPolicy } from "../../declaration/rotation";
import type { Rotation } from "../../evidence/rotation";
import type { SendingCredentials } from "../credentials/stored-credentials";
import { type Decision, freshVersion } from "./decide";
import type { RotateEffects } from "./effects";
import { notStored } from "./failure";
import { type Lease, LostLease, type Notes } from "./lease";
import { notesOf } from "./rollout";
import { labelled, type Seen } from "./seen";

type Step = Extract<Decision, { step: string }>;

interface Taking {
  step: Step;
  seen: Seen;
  rotation: Rotation;
  policy: RotationPolicy;
  lease: Lease;
  effects: RotateEffects;
}

/** @throws LostLease when another run took over. @returns what was learnt, as it is recorded. */
export async function take(taking: Taking): Promise<Notes> {
  const { step, lease } = taking;
  await lease.hold();
  const notes = await actions[step.step](taking);
  const { refusal } = notes;
  await lease.record({ name: step.step, state: refusal ? "failed" : "done", notes: { ...keyNote(step), ...notes } });
  return notes;
}

const keyNote = (step: Step): Notes => ("keyId" in step && step.keyId ? { key: step.keyId } : {});

type Action = (taking: Taking) => Promise<Notes>;

const actions: Record<Step["step"], Action> = {
  /** Written by who begins it: a step of a rotation that is not there yet. */
  intent: async () => {
    throw new Error("the intent is not a step that is taken");
  },

  create: async ({ seen, rotation: { token }, lease, effects }) => {
    const { keys } = effects.provider;
    const before = seen.keys.map(({ id }) => id).join(" ");
    await requireDecrypted(effects.secrets.sending);
    await lease.record({ name: "create", state: "begun", notes: { before } });
    const credentials = await keys.create(token);
    try {
      // A run that lost its lease meanwhile must not store a key that the other one has deleted.
      await lease.hold();
      await store(credentials, effects.secrets.sending);
    } catch (error) {
      // The value is here alone: nobody else can ever use it.
      const isDeleted = await keys.delete(credentials.keyId).then(
        () => true,
        () => false,
      );
      throw error instanceof LostLease ? error : notStored(credentials.keyId, isDeleted, error);
    }
    return { key: credentials.keyId };
  },

  "delete-orphan": async ({ step, effects }) => {
    await effects.provider.keys.delete(keyIdOf(step));
    return {};
  },

  /** Its key was made by a run of ours: it goes too, unless another version holds it. */
  "clear-pending": async ({ seen, effects: { provider, secrets } }) => {
    const pending = labelled(seen, "AWSPENDING");
    if (!pending) return {};
    const others = seen.versions.filter(({ id }) => id !== pending.id).map(({ keyId }) => keyId);
    const isLast = pending.keyId !== undefined && !others.includes(pending.keyId);
    if (isLast && pending.keyId) await provider.keys.delete(pending.keyId);
    await secrets.sending.clearPending(pending.id);
    return isLast ? { deleted: pending.keyId ?? "" } : {};
  },

  prove: async ({ seen, rotation, effects: { provider, secrets } }) => {
    const { credentials } = await freshCredentials(seen, rotation, secrets.sending);
    const refusal = await provider.server.prove(credentials);
    return { key: credentials.keyId, ...(refusal ? { refusal: refusal.message } : {}) };
  },

  "make-current": async ({ seen, rotation, effects: { secrets } }) => {
    const { versionId, credentials } = await freshCredentials(seen, rotation, secrets.sending);
    await secrets.sending.makeCurrent({ from: labelled(seen, "AWSCURRENT")?.id, to: versionId });
    return { key: credentials.keyId };
  },

  "switch-application": async ({ seen, rotation, effects: { secrets } }) => {
    const { credentials } = await freshCredentials(seen, rotation, secrets.sending);
    await giveToApplication(credentials, secrets.application);
    return { key: credentials.keyId };
  },

  /** What runs before is noted: the deployment that comes after is known by not being it. */
  "refresh-consumers": async ({ seen, effects }) => {
    await effects.surroundings.refreshConsumers();
    return notesOf(seen.rollouts);
  },

  /** Was seen. */
  stable: async () => ({}),

  "stop-old": async ({ step, rotation, lease, effects }) => {
    const { provider, secrets } = effects;
    const keyId = keyIdOf(step);
    await provider.keys.stop(keyId);
    try {
      await lease.hold();
    } catch (error) {
      // The provider knows no leases: somebody who took over before it came there may have made it current again.
      const current = labelled({ versions: await secrets.sending.versions() }, "AWSCURRENT");
      if (current?.keyId === keyId && rotation.mode !== "stop-first") await provider.keys.resume(keyId);
      throw error;
    }
    return {};
  },

  measure: async ({ seen, rotation, step, effects: { provider, secrets, surroundings } }) => {
    const version = seen.versions.find(({ keyId }) => keyId === keyIdOf(step));
    const login = version && (await secrets.sending.read(version.id));
    const isRefused = login !== undefined && (await provider.server.isRefused(login));
    const since = rotation.stoppedAt ?? seen.now;
    return { seconds: isRefused ? String(Math.round((surroundings.now().getTime() - since.getTime()) / 1000)) : "" };
  },

  "delete-old": async ({ step, effects }) => {
    await effects.provider.keys.delete(keyIdOf(step));
    return {};
  },

  "discard-new": async ({ seen, rotation, lease, effects }) => {
    const { provider, secrets } = effects;
    const fresh = freshVersion(seen, rotation);
    if (!fresh) return {};
    if (fresh.keyId) await provider.keys.delete(fresh.keyId);
    if (fresh.labels.includes("AWSPENDING")) await secrets.sending.clearPending(fresh.id);
    const as = rotation.undoing ? "undone" : "abandoned";
    await lease.record({ name: "end", state: "done", notes: { as } });
    return { ...(fresh.keyId ? { key: fresh.keyId } : {}) };
  },

  undo: async ({ seen, rotation, policy, lease, effects }) => {
    const { provider, secrets } = effects;
    await lease.record({ name: "undo", state: "begun" });
    const old = seen.versions.find(({ keyId }) => keyId === rotation.oldKeyId);
    const credentials = old && (await secrets.sending.read(old.id));
    const fresh = freshVersion(seen, rotation);
    if (!fresh?.labels.includes("AWSCURRENT")) return {};
    if (!old || !credentials)
      throw new OperatorError(
        "the earlier credentials are in no version of the secret that has a label, so nothing was undone",
        `begin another rotation: \`npx twinpost rotate --env ${policy.environment} --now --reason "…" --apply\``,
      );
    await provider.keys.resume(credentials.keyId);
    const refusal = await provider.server.prove(credentials);
    if (refusal) throw refusal;
    await secrets.sending.makeCurrent({ from: fresh.id, to: old.id });
    const stored = await secrets.application.read();
    if (stored && secrets.application.sendsHere(stored.settings)) await giveToApplication(credentials, secrets.application);
    return { key: credentials.keyId };
  },

  end: async ({ step }) => ("as" in step ? { as: step.as } : {}),
};

/** A key whose value cannot be stored is made for nothing, and takes a place. */
async function requireDecrypted(secret: Pick<RotateEffects["secrets"]["sending"], "decrypt">): Promise<void> {
  try {
    await secret.decrypt();
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    const remedy = "see that the KMS key of the secret is enabled, and that its policy and this role allow kms:Decrypt";
    throw new OperatorError(`no key was made, since the secret could not be decrypted: ${error.message}`, remedy, { cause: error });
  }
}

/** An answer may get lost: what is stored is looked at before it counts as not stored. @throws the error when it is not there. */
async function store(credentials: SendingCredentials, secret: RotateEffects["secrets"]["sending"]): Promise<void> {
  try {
    await secret.storePending(credentials, versionToken(credentials));
  } catch (error) {
    const versions = await secret.versions().catch(() => []);
    if (!versions.some(({ keyId }) => keyId === credentials.keyId)) throw error;
  }
}

async function freshCredentials(
  seen: Seen,
  rotation: Rotation,
  secret: RotateEffects["secrets"]["sending"],
): Promise<{ versionId: string; credentials: SendingCredentials }> {
  const fresh = freshVersion(seen, rotation);
  const credentials = fresh && (await secret.read(fresh.id));
  if (!fresh || !credentials) throw new Error("the new version was there a moment ago");
  return { versionId: fresh.id, credentials };
}

/** A fail-over may switch it at the same moment: then it stays as that one wrote it, and the next look says what is to be done. */
async function giveToApplication(
  { user, password }: SendingCredentials,
  application: RotateEffects["secrets"]["application"],
): Promise<void> {
  const stored = await application.read();
  if (!stored || !application.sendsHere(stored.settings)) return;
  await application.replace({ ...stored.settings, SMTP_USER: user, SMTP_PASSWORD: password }, stored.versionId);
}

const keyIdOf = (step: Step): string => ("keyId" in step && step.keyId) || "";

/** Of the version, so that storing the same key twice makes one: 32 to 64 characters, as Secrets Manager wants. */
const versionToken = ({ keyId }: SendingCredentials): string => `twinpost-rotation-of-the-key-${keyId}`.slice(0, 64);
