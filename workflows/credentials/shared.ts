/**
 * What issuing credentials shares with rotations of the same provider: the lease, so that one run at a time makes keys and moves labels; and the
 * record of a try to make a key, by which the next run knows a key whose value got lost.
 */
import { OperatorError } from "../../declaration/operator-error";
import { acquire, append, isRefusal, type JournalStep, lastOf, release, renew } from "../../evidence/journal";
import { advance, type JournalEffects } from "../../evidence/journal-store";
import { readRotation } from "../../evidence/rotation";
import { nextEntryId } from "../rotate/begin";
import { orphansOf } from "../rotate/decide";
import type { ProviderKeys } from "../rotate/effects";
import { type SeenKey, type SeenVersion, unstored } from "../rotate/seen";
import type { SendingCredentials } from "./stored-credentials";

export interface SharedEffects {
  /** The rotations' journal. */
  journal: JournalEffects & { owner: string; now(): Date };
  /** What the ids of entries begin with: of rotations, and of tries to make a key here. */
  series: { rotation: string; tries: string };
  keys: Pick<ProviderKeys, "list" | "delete" | "create">;
  versions: {
    /** With a label. */
    list(): Promise<SeenVersion[]>;
    /** Takes AWSPENDING from it. May be repeated. */
    clearPending(versionId: string): Promise<void>;
  };
  /** Why the login is not one of the environment's own, of a value that a person may have stored; undefined when it is. */
  foreign(credentials: SendingCredentials): string | undefined;
}

export interface Held {
  /** @throws OperatorError when another run took over. */
  renew(): Promise<void>;
}

const leaseMs = 10 * 60_000;
/** Others that come and go between looking and taking. */
const mostLooks = 5;

/** @throws OperatorError while another run is at work. */
export async function withLease<T>({ journal, series }: SharedEffects, act: (held: Held) => Promise<T>): Promise<T> {
  const { id, fence } = await takeNewest(journal, series.rotation);
  const held: Held = {
    renew: async () => {
      const renewed = await advance(id, renew({ fence, now: journal.now(), forMs: leaseMs }), journal);
      if (!isRefusal(renewed)) return;
      throw new OperatorError(
        `another run took over these credentials${renewed.by ? `: ${renewed.by.owner}` : ""}`,
        "nothing more was changed here; look with `npx twinpost status`, then run this again",
      );
    },
  };
  try {
    return await act(held);
  } finally {
    // One that is not given back runs out.
    await advance(id, release({ fence }), journal).catch(() => undefined);
  }
}

/** Others may have had the entry since it was looked for, and ended it: then theirs is no longer the newest, and a lease of it keeps nobody away. */
async function takeNewest(journal: SharedEffects["journal"], series: string): Promise<{ id: string; fence: number }> {
  for (let looks = 0; looks < mostLooks; looks++) {
    const newest = await journal.store.latest(series);
    const isOpen = newest !== undefined && !readRotation(newest)?.ended;
    const id = isOpen ? newest.id : nextEntryId(newest?.id, series);
    const taken = await advance(id, acquire({ owner: journal.owner, now: journal.now(), forMs: leaseMs }), journal);
    if (isRefusal(taken))
      throw new OperatorError(
        `another run is at work on these credentials: ${taken.by?.owner}, until ${taken.by?.until.toISOString()}`,
        "wait for it, or until then; nothing was changed",
      );
    const { fence } = taken;
    if (fence === (isOpen ? newest.fence : 0) + 1) return { id, fence };
    await advance(id, release({ fence }), journal);
  }
  throw new OperatorError(
    "other runs were at work on these credentials all the while",
    "look with `npx twinpost status`, then run this again",
  );
}

/** Makes a key: what was there before is recorded first, and whoever lost the lease meanwhile throws his key away. */
export async function createRecorded(shared: SharedEffects, held: Held): Promise<SendingCredentials> {
  const { journal, keys } = shared;
  const token = journal.newId().replaceAll("-", "").slice(0, 12);
  const before = (await keys.list()).map(({ id }) => id).join(" ");
  await held.renew();
  await recordTry(shared, { state: "begun", notes: { before, token } });
  const credentials = await keys.create(token);
  try {
    await held.renew();
  } catch (error) {
    await keys.delete(credentials.keyId);
    throw error;
  }
  return credentials;
}

/**
 * A pending key that the server refuses goes. Its label goes first: a call that arrives late, after another run has begun, must not delete a key that
 * this one has made current. A run that ends in between has recorded which key the next one is to delete.
 */
export async function discardPending(shared: SharedEffects, held: Held, { versionId, keyId }: { versionId: string; keyId: string }) {
  const { keys, versions } = shared;
  const before = (await keys.list()).map(({ id }) => id).join(" ");
  await held.renew();
  await recordTry(shared, { state: "begun", notes: { before, discard: keyId } });
  await held.renew();
  await versions.clearPending(versionId);
  await held.renew();
  await keys.delete(keyId);
}

export const recordStored = (shared: SharedEffects, keyId: string): Promise<void> =>
  recordTry(shared, { state: "done", notes: { key: keyId } });

/** The lease of rotations is held, so nobody else writes here. */
async function recordTry({ journal, series }: SharedEffects, step: Pick<JournalStep, "state" | "notes">): Promise<void> {
  const id = `${series.tries}/000001`;
  const taken = await advance(id, acquire({ owner: journal.owner, now: journal.now(), forMs: leaseMs, preempt: true }), journal);
  if (isRefusal(taken)) throw new Error(`the journal's entry ${id} could not be taken`);
  const { fence } = taken;
  const { state, notes = {} } = step;
  await advance(id, append({ name: "create", state, notes, at: journal.now(), fence }), journal);
  await advance(id, release({ fence }), journal);
}

export interface LeftOver {
  /** Keys that an earlier try made for certain, or was about to delete, and whose value is stored nowhere. */
  orphans: SeenKey[];
  /** A version that is pending, and can be taken up by nobody. */
  stalePending: SeenVersion | undefined;
}

export async function findLeftOver({ journal, series, keys, versions }: SharedEffects): Promise<LeftOver> {
  const [made, stored, tries, rotation] = await Promise.all([
    keys.list(),
    versions.list(),
    journal.store.read(`${series.tries}/000001`),
    journal.store.latest(series.rotation),
  ]);
  const last = tries && lastOf(tries, "create");
  const { before = "", token = "", discard } = last?.notes ?? {};
  const tried = { before: before.split(" ").filter(Boolean), token, triedAt: last?.at };
  const open = rotation && readRotation(rotation);
  const pending = stored.find(({ labels }) => labels.includes("AWSPENDING"));
  return {
    orphans:
      last?.state === "begun"
        ? [
            ...orphansOf({ keys: made, versions: stored }, tried),
            ...unstored({ keys: made, versions: stored }).filter(({ id }) => id === discard),
          ]
        : [],
    stalePending: pending && !(open && !open.ended) && isStale(pending, stored, made) ? pending : undefined,
  };
}

/** Of an old or an empty version, or of a key that is gone. Secrets Manager labels a first version both pending and current. */
function isStale({ labels, keyId }: SeenVersion, versions: readonly SeenVersion[], keys: readonly SeenKey[]): boolean {
  const isFirst = labels.includes("AWSCURRENT") && !versions.some((each) => each.labels.includes("AWSPREVIOUS"));
  if (isFirst && keyId !== undefined) return false;
  return labels.includes("AWSCURRENT") || labels.includes("AWSPREVIOUS") || !keys.some(({ id }) => id === keyId);
}

export async function clearLeftOver({ orphans, stalePending }: LeftOver, { keys, versions }: SharedEffects, held: Held): Promise<void> {
  for (const { id } of orphans) {
    await held.renew();
    await keys.delete(id);
  }
  if (!stalePending) return;
  await held.renew();
  await versions.clearPending(stalePending.id);
}
