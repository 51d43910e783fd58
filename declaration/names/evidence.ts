/**
 * Where evidence lies in the state bucket. A contract: roles and the bucket's policy name these prefixes, and records are never moved. The key
 * begins with the time in a form that sorts, so that the last key of a listing is the newest record.
 */
const root = "evidence/";

/** Kinds of which there are records in the bucket. */
export type BucketKind = "applied" | "drift" | "hold" | "planned" | "promotion" | "verification";

export const evidencePrefix = (kind: string, target: string): string => `${root}${kind}/${target}/`;

export interface EvidenceKey {
  at: Date;
  commit: { id: string } | undefined;
  run?: { id: string; attempt: number } | undefined;
}

/** "20261128T161509123Z-0123456789ab-4711.1.json". */
export function evidenceKey({ at, commit, run }: EvidenceKey): string {
  const time = at.toISOString().replace(/[-:.]/g, "");
  return `${time}-${commit?.id.slice(0, 12) ?? "no-commit"}-${run ? `${run.id}.${run.attempt}` : "by-hand"}.json`;
}

/** For policies: all of it. */
export const allEvidence = `${root}*`;
