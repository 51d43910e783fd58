/**
 * The record of one rotation: its journal entry, read as what it means. It holds only what cannot be seen at the provider or in the secret:
 * why it was begun, what was tried, what was proven and measured, and when. Steps are appended, so the last of a name counts.
 */
import { type JournalEntry, type JournalStep, lastOf } from "./journal";

/**
 * "overlap": the old key works on until its users have moved. "now": it is stopped as soon as the new one is in place, for a leak.
 * "stop-first": it is stopped before anything else, while somebody sends with it.
 */
export const modes = ["overlap", "now", "stop-first"] as const;
export type Mode = (typeof modes)[number];

/** How it ended. "abandoned": before anything was switched; "undone": the earlier credentials are current again. */
export const endings = ["done", "abandoned", "undone"] as const;
type Ending = (typeof endings)[number];

/** What a journal step is called; also what people read. */
export const stepNames = [
  "intent",
  "create",
  "delete-orphan",
  "clear-pending",
  "prove",
  "make-current",
  "switch-application",
  "refresh-consumers",
  "stable",
  "stop-old",
  "measure",
  "delete-old",
  "discard-new",
  "undo",
  "end",
] as const;
export type StepName = (typeof stepNames)[number];

export interface Rotation {
  id: string;
  mode: Mode;
  reason: string;
  by: string;
  startedAt: Date;
  /** Of what was current when it began; undefined when there was none. */
  oldKeyId: string | undefined;
  /** Ids of all keys that were there before the last try to make one. */
  before: readonly string[];
  /** When that try began. */
  triedAt: Date | undefined;
  /** Names carry it where keys have names, so that a key of this rotation is known by it. */
  token: string;
  /** When the new credentials logged in, in order. */
  proofs: readonly Date[];
  /** What the server said last when it refused them. */
  refusal: string | undefined;
  currentAt: Date | undefined;
  refreshedAt: Date | undefined;
  /** What was noted then, by consumer. */
  ranBefore: Readonly<Record<string, string>>;
  /** When everything that was started anew for it ran. */
  stableAt: Date | undefined;
  stoppedAt: Date | undefined;
  /** Seconds from stopping the old key until its login was seen refused; "still accepted" when waiting for it was given up. */
  refusedAfter: number | "still accepted" | undefined;
  deletedAt: Date | undefined;
  undoing: boolean;
  ended: Ending | undefined;
}

export function readRotation(entry: JournalEntry): Rotation | undefined {
  const intent = lastOf(entry, "intent");
  if (!intent) return undefined;
  const { mode = "overlap", reason = "", by = "", old, token = "" } = intent.notes ?? {};
  const create = entry.steps.findLast(({ name, state }) => name === "create" && state === "begun");
  const done = (name: StepName): JournalStep | undefined => entry.steps.findLast((step) => step.name === name && step.state === "done");
  const proofs = entry.steps.filter(({ name, state }) => name === "prove" && state === "done");
  const proof = lastOf(entry, "prove");
  const measured = done("measure")?.notes?.seconds;
  const end = done("end")?.notes?.as;
  return {
    id: entry.id,
    mode: mode as Mode,
    reason,
    by,
    token,
    startedAt: intent.at,
    oldKeyId: old || undefined,
    before: ((create ?? intent).notes?.before ?? "").split(" ").filter(Boolean),
    triedAt: create?.at,
    proofs: proofs.map(({ at }) => at),
    refusal: proof?.state === "failed" ? (proof.notes?.refusal ?? "refused") : undefined,
    currentAt: done("make-current")?.at,
    refreshedAt: refreshed(entry, "refresh-consumers")?.at,
    ranBefore: refreshed(entry, "refresh-consumers")?.notes ?? {},
    stableAt: refreshed(entry, "stable")?.at,
    stoppedAt: done("stop-old")?.at,
    refusedAfter: measured === undefined ? undefined : measured === "" ? "still accepted" : Number(measured),
    deletedAt: done("delete-old")?.at,
    undoing: lastOf(entry, "undo") !== undefined,
    ended: end as Ending | undefined,
  };
}

/** @returns a word that no rotation of ours writes, so that nothing is stopped or deleted by what somebody wrote by hand; undefined when all is well. */
export function oddWordIn({ steps }: Pick<JournalEntry, "steps">): string | undefined {
  const odd = steps.find(({ name, notes }) => {
    if (name === "intent") return notes?.mode !== undefined && !isOneOf(modes, notes.mode);
    if (name === "end") return notes?.as !== undefined && !isOneOf(endings, notes.as);
    return name === "measure" && !/^\d*$/.test(notes?.seconds ?? "");
  });
  return odd && (odd.notes?.mode ?? odd.notes?.as ?? odd.notes?.seconds);
}

const isOneOf = (words: readonly string[], word: string): boolean => words.includes(word);

/**
 * Whether both keys are in motion, or a leak is dealt with: who switches the provider then leaves consumers with one change on top of another.
 * Before the new credentials are current, and while the stopped key only waits to be deleted, nothing that serves is changed.
 */
export function isDelicate({ ended, mode, undoing, currentAt, stoppedAt, refusedAfter }: Rotation): boolean {
  if (ended) return false;
  if (mode !== "overlap" || undoing) return true;
  return currentAt !== undefined && (stoppedAt === undefined || refusedAfter === undefined);
}

/** Only after the last change of what they use: what they were told before is old. */
function refreshed({ steps }: JournalEntry, step: StepName): JournalStep | undefined {
  const changes: readonly string[] = ["make-current", "switch-application", "undo"] satisfies StepName[];
  const changed = steps.findLastIndex(({ name }) => changes.includes(name));
  return steps.slice(changed + 1).findLast(({ name, state }) => name === step && state === "done");
}
