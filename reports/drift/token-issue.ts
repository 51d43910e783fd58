/** The issue about tokens that end: which, when, and what to do. */
import type { Finding } from "../../findings/finding";
import { findingItem, type IssueParts } from "../issue/issue";
import { code } from "../pull-request/neutral";

type Told = { state: "well"; said: string } | { state: "later" } | Omit<IssueParts, "subject" | "runUrl">;

/** @param findings undefined: nobody could ask, and what was told stands. */
export function tokenIssue(target: string, findings: readonly Finding[] | undefined): Told {
  if (!findings) return { state: "later" };
  if (findings.length === 0) return { state: "well", said: `No token of ${code(target)} ends soon.` };
  return {
    ...{ state: "found", title: `Tokens of ${target}` },
    headline: `A token of ${code(target)} ends soon, or has ended.`,
    items: findings.map(findingItem),
    // Told again when it becomes urgent.
    keys: findings.map(({ id, severity, where, what }) => JSON.stringify([id, severity, where, what])),
    todo: [
      "Its twin that changes things was likely made on the same day, and no job that runs daily may read it: look at both.",
      "Where they are kept: `docs/roles.md`, who may read a secret.",
    ],
  };
}
