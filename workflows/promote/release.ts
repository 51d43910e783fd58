/** What is applied in an environment, from the records of its applies: the release, and since when it is there without another one between. Pure. */
import type { Evidence } from "../../evidence/evidence";

/** A record, or why it cannot be read. */
export type Recorded<Kind extends "applied" | "verification" | "drift" | "hold" | "promotion"> = Evidence<Kind> | { unreadable: string };

export interface Release {
  commit: string;
  /** Since then, without a break. */
  since: Date;
  /** The newest apply of it. */
  newest: Evidence<"applied">;
  /** All that its applies changed there. */
  changes: Evidence<"applied">["result"]["changes"];
}

/** @param entries newest first. @returns why there is none, in words. */
export function releaseOf(entries: readonly Recorded<"applied">[], now: Date): Release | { none: string } {
  const [newest] = entries;
  if (!newest) return { none: "nothing was applied there, as far as it is recorded" };
  if ("unreadable" in newest) return { none: `the newest record of an apply there cannot be read: ${newest.unreadable}` };
  const { at, commit, result } = newest;
  if (at > now) return { none: `the newest apply there is dated in the future, ${at.toISOString()}: a clock is wrong` };
  if (result.outcome !== "done") return { none: `the apply of ${at.toISOString()} there did not finish` };
  if (!commit) return { none: "the newest apply there was not made from a commit" };
  if (commit.dirty) return { none: `the newest apply there was made from files that differ from the commit ${commit.id.slice(0, 12)}` };
  if (result.dataOf !== undefined)
    return { none: `it was rolled back to the data of ${result.dataOf.slice(0, 12)}, which is no release of one commit` };
  const occupying = contiguous(entries, commit.id);
  const oldest = occupying.at(-1) ?? newest;
  return { commit: commit.id, since: oldest.at, newest, changes: occupying.flatMap((each) => each.result.changes) };
}

/** The applies of one commit from the newest back to where another one, a failure, or what cannot be read comes between. */
function contiguous(entries: readonly Recorded<"applied">[], commit: string): Evidence<"applied">[] {
  const found: Evidence<"applied">[] = [];
  for (const each of entries) {
    if ("unreadable" in each || each.commit?.id !== commit || each.commit.dirty) return found;
    if (each.result.outcome !== "done" || each.result.dataOf !== undefined) return found;
    found.push(each);
  }
  return found;
}
