/**
 * Which step a rotation takes next, from what was seen and from its record. Pure: who runs it twice gets the same answer twice, and a run that
 * died is gone on with by the next one.
 *
 * Order: make a key, store it as pending, prove it; then, in the window, make it current and give it to the application; tell the consumers;
 * wait; prove it again; when the old key is no longer used, stop it, measure when it is refused; wait; delete it.
 */
import type { RotationPolicy } from "../../declaration/rotation";
import type { Mode, Rotation, StepName } from "../../evidence/rotation";
import { judgeRollout } from "./rollout";
import { keyOf, labelled, type Seen, type SeenKey, type SeenVersion, unstored } from "./seen";
import { nextInWindow } from "./window";

export type Decision =
  | { step: Exclude<StepName, "end">; why: string; keyId?: string }
  | { step: "end"; as: NonNullable<Rotation["ended"]>; why: string }
  /** Nothing can be done before then. */
  | { waitUntil: Date; why: string }
  /** Nothing is due before then. */
  | { dueAt: Date | undefined; why: string }
  /** A person has to do something. */
  | { refused: string; remedy: string };

/** What a person asked for; undefined when a schedule runs it. */
export type Request = { rotate: Mode; reason: string } | { undo: string };

export interface Case {
  seen: Seen;
  /** The newest, be it ended. */
  rotation: Rotation | undefined;
  policy: RotationPolicy;
  /** Keys that the provider allows. */
  mostKeys: number;
  request?: Request | undefined;
}

const minutesMs = 60_000;
/** An alarm that rings is looked at again after this. */
const alarmPauseMs = 60 * minutesMs;
/** Services that start anew are looked at again after this. */
const rolloutPauseMs = 5 * minutesMs;
/** Clocks of AWS and this machine may differ by this. */
const clockSkewMs = 5 * minutesMs;
/** The old key counts as unused after so much quiet, or half the overlap where that is less: providers say hours late when a key was used. */
const longestQuietMs = 12 * 60 * minutesMs;
/** New credentials that could not be proven for so long are given up. */
const unprovenMs = 24 * 60 * minutesMs;

export function decide(given: Case): Decision {
  // A new key would send, and an old one that is stopped now would be let go on by the end of the pause.
  if (given.seen.paused)
    return {
      refused: "sending is paused, so no key is made or stopped",
      remedy: `let it go on first: \`npx twinpost resume --env ${given.policy.environment} --reason "<why>" --apply\``,
    };
  const { rotation } = given;
  return rotation && !rotation.ended ? goOn({ ...given, rotation }) : begin(given);
}

function begin({ seen, policy, request }: Case): Decision {
  if (request && "undo" in request)
    return { refused: "no rotation is under way, so there is nothing to undo", remedy: "look with `npx twinpost status`" };
  const current = labelled(seen, "AWSCURRENT");
  if (!current?.keyId)
    return {
      refused: "there are no current credentials to rotate",
      remedy: `run \`npx twinpost credentials --env ${policy.environment} --apply\`, which makes the first`,
    };
  if (request) return { step: "intent", why: request.reason };
  if (!current.createdAt) return { dueAt: undefined, why: "when the current credentials were stored is not known" };
  const dueAt = new Date(current.createdAt.getTime() + policy.everyMs);
  const why = `the current credentials were stored on ${current.createdAt.toISOString().slice(0, 10)}`;
  return seen.now < dueAt ? { dueAt, why } : { step: "intent", why };
}

type Open = Case & { rotation: Rotation };

function goOn(given: Open): Decision {
  const { seen, rotation, request } = given;
  if (rotation.mode === "overlap" && isUrgent(request)) return { step: "intent", why: request.reason };
  const [orphan] = orphansOf(seen, rotation);
  if (orphan)
    return { step: "delete-orphan", keyId: orphan.id, why: "an attempt of this rotation made it, and its value is stored nowhere" };
  const fresh = freshVersion(seen, rotation);
  if (rotation.undoing || (request && "undo" in request)) return undo(given, fresh);
  if (!fresh) return makeNew(given);
  return fresh.labels.includes("AWSCURRENT") ? retireOld(given, fresh) : switchOver(given, fresh);
}

/** Made by this rotation for certain, in no version, and never used: nobody has its value. */
export function orphansOf(
  seen: Pick<Seen, "keys" | "versions">,
  { before, token, triedAt }: Pick<Rotation, "before" | "token" | "triedAt">,
): SeenKey[] {
  if (!triedAt) return [];
  const since = triedAt.getTime() - clockSkewMs;
  return unstored(seen).filter(({ id, name, createdAt, lastUsed }) => {
    if (before.includes(id) || lastUsed instanceof Date) return false;
    return name === undefined ? createdAt !== undefined && createdAt.getTime() >= since : name.includes(token);
  });
}

/**
 * The version that holds this rotation's key; the current one before a pending one, which a run that lost its lease may have written. When the
 * rotation is undone, it is the previous one.
 */
export function freshVersion(seen: Seen, { before, undoing }: Rotation): SeenVersion | undefined {
  const labels = ["AWSCURRENT", "AWSPENDING", ...(undoing ? ["AWSPREVIOUS"] : [])];
  return labels.map((label) => labelled(seen, label)).find((version) => version?.keyId !== undefined && !before.includes(version.keyId));
}

function makeNew({ seen, rotation, policy, mostKeys }: Open): Decision {
  const old = keyOf(seen, rotation.oldKeyId);
  if (rotation.mode === "stop-first" && old?.sends) return { step: "stop-old", keyId: old.id, why: "it is being abused" };
  if (rotation.currentAt)
    return {
      refused: `the credentials that this rotation made current are no longer there`,
      remedy: `somebody replaced them: look with \`npx twinpost status\`, and begin another rotation with \`npx twinpost rotate --env ${policy.environment} --now --reason "<why>" --apply\``,
    };
  const pending = labelled(seen, "AWSPENDING");
  // Secrets Manager labels a first version both; then it is what consumers read.
  if (pending && !pending.labels.includes("AWSCURRENT")) return { step: "clear-pending", why: "an earlier run left it" };
  if (seen.keys.length < mostKeys) return { step: "create", why: rotation.reason };
  const others = seen.keys.filter(({ id }) => id !== labelled(seen, "AWSCURRENT")?.keyId).sort(byAge);
  const [oldest] = others;
  // In a leak the place is needed now, and only what is current serves.
  if (oldest && rotation.mode !== "overlap") return { step: "delete-orphan", keyId: oldest.id, why: "its place is needed for the new key" };
  return {
    refused: `all ${mostKeys} places for keys are taken: ${seen.keys.map(describe).join("; ")}`,
    remedy: `nothing was deleted, since no record says who made ${others.map(({ id }) => id).join(", ")}: delete what nobody uses, then run this again`,
  };
}

function switchOver(given: Open, fresh: SeenVersion): Decision {
  const { seen, rotation } = given;
  const madeAt = fresh.createdAt ?? rotation.triedAt ?? rotation.startedAt;
  if (rotation.refusal) return { step: "discard-new", why: `the server refused them: ${rotation.refusal}` };
  if (!keyOf(seen, fresh.keyId)) return { step: "discard-new", why: `the key ${fresh.keyId} no longer exists at the provider` };
  if (rotation.proofs.length > 0)
    return gate(given) ?? { step: "make-current", why: `they logged in on ${rotation.proofs.at(-1)?.toISOString()}` };
  if (seen.now.getTime() - madeAt.getTime() > unprovenMs) return { step: "discard-new", why: "they could not be proven for a day" };
  return { step: "prove", why: "nobody has logged in with them yet" };
}

function retireOld(given: Open, fresh: SeenVersion): Decision {
  const { seen, rotation, policy } = given;
  const { now, application } = seen;
  const pending = labelled(seen, "AWSPENDING");
  if (pending && pending.id !== fresh.id) return { step: "clear-pending", why: "a run that lost its lease left it" };
  if ("keyId" in application && application.keyId !== fresh.keyId)
    return { step: "switch-application", why: `the application still has the login of ${application.keyId}` };
  if (!rotation.refreshedAt) return { step: "refresh-consumers", why: "they have not been told of the new login" };
  const unstable = rotation.mode === "overlap" ? untilStable(given, rotation.refreshedAt) : undefined;
  if (unstable) return unstable;
  const old = keyOf(seen, rotation.oldKeyId);
  if (!old) return { step: "end", as: "done", why: "the old key is gone" };
  if (!old.sends) return remove(given, old);
  return mayStop(given, { old, refreshedAt: rotation.refreshedAt, now, policy }) ?? { step: "stop-old", keyId: old.id, why: useOf(old) };
}

/** While a task with the earlier login may run, no key is stopped. A later run looks again; none waits. */
function untilStable({ seen, rotation, policy }: Open, refreshedAt: Date): Decision | undefined {
  if (rotation.stableAt || seen.rollouts.length === 0) return undefined;
  const sinceMs = seen.now.getTime() - refreshedAt.getTime();
  const judged = seen.rollouts.map((each) => judgeRollout(each, { before: rotation.ranBefore[each.name], sinceMs }));
  const failed = judged.find(({ state }) => state === "failed");
  const worst = failed ?? judged.find(({ state }) => state === "under way");
  if (!worst) return { step: "stable", why: judged.map(({ why }) => why).join("; ") };
  if (!failed && sinceMs < policy.overlapMs) return { waitUntil: after(seen.now, rolloutPauseMs), why: worst.why };
  return {
    refused: `${worst.why}: no key is stopped, and both log in`,
    remedy: `look at its events (\`aws ecs describe-services\`), mend it, deploy it once more; the next run goes on. \`npx twinpost rotate --env ${policy.environment} --undo --reason "<why>" --apply\` brings the earlier login back`,
  };
}

interface Stopping {
  old: SeenKey;
  refreshedAt: Date;
  now: Date;
  policy: RotationPolicy;
}

/** @returns why the old key may not be stopped yet. */
function mayStop(given: Open, { old, refreshedAt, now, policy }: Stopping): Decision | undefined {
  const { rotation } = given;
  if (rotation.mode !== "overlap") return undefined;
  const overlapEnds = after(refreshedAt, policy.overlapMs);
  if (now < overlapEnds) return { waitUntil: overlapEnds, why: "until then both keys work, so that every consumer can move" };
  const proof = secondProof(given);
  if (proof) return proof;
  const quietMs = Math.min(policy.overlapMs / 2, longestQuietMs);
  const quietAt = old.lastUsed instanceof Date ? after(old.lastUsed, quietMs) : now;
  const lastCall = after(overlapEnds, policy.mostExtraMs);
  if (now < quietAt && now < lastCall)
    return { waitUntil: quietAt < lastCall ? quietAt : lastCall, why: `the old key ${old.id} is still used: ${useOf(old)}` };
  if (now < quietAt)
    return {
      refused: `the old key ${old.id} is still used, ${useOf(old)}, ${policy.mostExtraMs / 86_400_000} days after the overlap ended`,
      remedy: `find who sends with it; \`npx twinpost rotate --env ${policy.environment} --now --reason "<why>" --apply\` stops it anyway`,
    };
  return copied(given, lastCall) ?? gate(given);
}

/** What reads a copy of the secret has the old login until the copy follows. */
function copied({ seen: { now, behind = [] }, policy }: Open, lastCall: Date): Decision | undefined {
  if (behind.length === 0) return undefined;
  const why = `not every copy has the new credentials: ${behind.join("; ")}`;
  if (now < lastCall) return { waitUntil: after(now, alarmPauseMs), why };
  return {
    refused: `${why}, ${policy.mostExtraMs / 86_400_000} days after the overlap ended`,
    remedy: `find what \`npx twinpost doctor\` says of the copy; \`npx twinpost rotate --env ${policy.environment} --now --reason "<why>" --apply\` goes on without it`,
  };
}

/** IAM spreads a key late: what logged in once may still be refused elsewhere. */
function secondProof({ seen, rotation, policy }: Open): Decision | undefined {
  if (rotation.refusal)
    return {
      refused: `the new credentials, which are current, are refused: ${rotation.refusal}`,
      remedy: `\`npx twinpost rotate --env ${policy.environment} --undo --reason "<why>" --apply\` makes the earlier ones current again; the old key still works`,
    };
  const [first = seen.now] = rotation.proofs;
  const second = after(first, policy.proofPauseMs);
  if (rotation.proofs.some((at) => at >= second)) return undefined;
  const why = "the new credentials log in a second time before the old key is touched";
  return seen.now < second ? { waitUntil: second, why } : { step: "prove", why };
}

type Urgent = Extract<Request, { rotate: Mode }>;
const isUrgent = (request: Request | undefined): request is Urgent =>
  request !== undefined && "rotate" in request && request.rotate !== "overlap";

function remove({ seen, rotation, policy, request }: Open, old: SeenKey): Decision {
  // By hand, or in a run that died before it wrote so: said again, which changes nothing.
  if (!rotation.stoppedAt) return { step: "stop-old", keyId: old.id, why: "when it was stopped is not recorded" };
  if (rotation.refusedAfter === undefined)
    return { step: "measure", keyId: old.id, why: "how long its login is still accepted is not known" };
  const soaked = after(rotation.stoppedAt, policy.soakMs);
  // The key that came after it has leaked too: this rotation ends, and that one begins.
  if (isUrgent(request) && request.reason !== rotation.reason) return { step: "delete-old", keyId: old.id, why: request.reason };
  if (seen.now < soaked) return { waitUntil: soaked, why: `until then the old key ${old.id} can be made to work again` };
  return { step: "delete-old", keyId: old.id, why: "it has been stopped for long enough" };
}

function undo(given: Open, fresh: SeenVersion | undefined): Decision {
  const { seen, rotation, policy } = given;
  if (!fresh) return { step: "end", as: "undone", why: "the new key is gone" };
  const current = labelled(seen, "AWSCURRENT");
  const usesFresh = "keyId" in seen.application && seen.application.keyId === fresh.keyId;
  if (fresh === current || usesFresh) {
    if (keyOf(seen, rotation.oldKeyId))
      return { step: "undo", keyId: rotation.oldKeyId ?? "", why: "the earlier credentials become current again" };
    return {
      refused: "the old key was deleted, so nothing can be undone",
      remedy: `begin another rotation: \`npx twinpost rotate --env ${policy.environment} --now --reason "<why>" --apply\``,
    };
  }
  if (!rotation.undoing) return { step: "undo", keyId: rotation.oldKeyId ?? "", why: "the new credentials were never current" };
  if (rotation.currentAt) {
    if (!rotation.refreshedAt) return { step: "refresh-consumers", why: "they have not been told that the earlier login is back" };
    const unstable = untilStable(given, rotation.refreshedAt);
    if (unstable) return unstable;
    const ends = after(rotation.refreshedAt, policy.overlapMs);
    if (seen.now < ends) return { waitUntil: ends, why: "until then both keys work, so that every consumer can move back" };
  }
  return { step: "discard-new", why: "the rotation is undone" };
}

/** What a schedule changes of what serves, it changes while people are at work, and nothing else is going on. */
function gate({ seen, rotation, policy }: Open): Decision | undefined {
  if (rotation.mode !== "overlap") return undefined;
  const { now, alarm, switchedAt } = seen;
  const switched = switchedAt && after(switchedAt, policy.afterSwitchMs);
  if (switched && now < switched)
    return { waitUntil: switched, why: `the application was switched to another provider at ${switchedAt.toISOString()}` };
  if (alarm) return { waitUntil: after(now, alarmPauseMs), why: "an alarm of the environment is ringing" };
  const opens = nextInWindow(now, policy);
  if (!opens)
    return { refused: "the declared window never opens: freezes cover it", remedy: "shorten `rotation.freezes` in the environment's file" };
  return opens > now ? { waitUntil: opens, why: "outside the declared window, nothing that serves is changed" } : undefined;
}

const useOf = ({ lastUsed }: SeenKey): string => {
  if (lastUsed === "unknown") return "whether it is used cannot be known";
  return lastUsed === "never" ? "it was never used" : `last used at ${lastUsed.toISOString()}`;
};

const describe = (key: SeenKey): string => {
  const made = key.createdAt ? `, made on ${key.createdAt.toISOString().slice(0, 10)}` : "";
  return `${key.id}${made}, ${useOf(key)}`;
};

const byAge = (one: SeenKey, other: SeenKey): number => (one.createdAt?.getTime() ?? 0) - (other.createdAt?.getTime() ?? 0);

const after = (time: Date, ms: number): Date => new Date(time.getTime() + ms);
