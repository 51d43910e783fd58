/** Which release a roll-back goes to: one that was applied in the environment, by its commit or by how many releases back. Pure. */
import { OperatorError } from "../../declaration/operator-error";
import type { Evidence } from "../../evidence/evidence";
import type { Recorded } from "../promote/release";

export interface PastRelease {
  commit: string;
  /** When it was last applied. */
  at: Date;
}

/** Newest first, each commit once; what was rolled back to, failed, or had changed files is no release. @param entries newest first. */
export function releasesOf(entries: readonly Recorded<"applied">[]): PastRelease[] {
  const releases = new Map<string, PastRelease>();
  for (const each of entries) {
    if ("unreadable" in each || !isRelease(each) || !each.commit) continue;
    if (!releases.has(each.commit.id)) releases.set(each.commit.id, { commit: each.commit.id, at: each.at });
  }
  return [...releases.values()];
}

const isRelease = ({ commit, result }: Evidence<"applied">): boolean =>
  commit?.dirty === false && result.outcome === "done" && result.dataOf === undefined;

/** @param to a commit, as short as it is clear; or a number: 1 is the release before the one that is applied. @throws OperatorError with exit code 2. */
export function chooseRelease(environment: string, entries: readonly Recorded<"applied">[], to: string): PastRelease {
  const releases = releasesOf(entries);
  const listed = releases.map(({ commit, at }, index) => `  ${index} ${commit.slice(0, 12)} ${at.toISOString()}`);
  const refuse = (what: string): OperatorError =>
    new OperatorError(
      [`${environment}: ${what}`, ...listed].join("\n"),
      listed.length > 0 ? "name one of these" : "nothing that was applied is recorded",
      { exitCode: 2 },
    );
  if (/^\d{1,3}$/.test(to)) {
    const found = Number(to) > 0 ? releases[Number(to)] : undefined;
    if (!found) throw refuse(`there is no release ${to} back`);
    return found;
  }
  if (!/^[0-9a-f]{7,64}$/.test(to)) throw refuse(`"${to}" is neither a commit nor a number of releases`);
  const [found, ...others] = releases.filter(({ commit }) => commit.startsWith(to));
  if (!found) throw refuse(`${to} was never applied here, as far as it is recorded`);
  if (others.length > 0) throw refuse(`${to} may be several commits`);
  return found;
}
