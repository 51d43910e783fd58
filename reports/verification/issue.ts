/** The issue about a verification that found errors. */
import type { Finding } from "../../findings/finding";
import { findingItem, type IssueParts, problemItem } from "../issue/issue";
import { code, fenced } from "../pull-request/neutral";

type Told = { state: "well"; said: string } | Omit<IssueParts, "subject" | "runUrl">;

/** Warnings are told beside errors; alone they open nothing. */
export function verificationIssue(target: string, findings: readonly Finding[]): Told {
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return { state: "well", said: `${code(target)} verifies again.` };
  const others = findings.filter(({ severity }) => severity !== "error");
  return {
    ...{ state: "found", title: `Verification of ${target}` },
    headline: `The mail of ${code(target)} is not as it was applied: **${errors.length}** ${errors.length === 1 ? "error" : "errors"}.`,
    items: [...errors, ...others].map(findingItem),
    // Not the texts: they have times and counts in them, which change with each look.
    keys: errors.map(({ id, where }) => `${id} ${where}`),
    todo: again(target),
  };
}

export const verificationUnknown = (target: string, { message, remedy }: { message: string; remedy?: string | undefined }): Told => ({
  ...{ state: "unknown", title: `Verification of ${target}`, keys: [] },
  headline: `Whether the mail of ${code(target)} is as it was applied is **unknown**.`,
  items: [problemItem(message, remedy)],
  todo: again(target),
});

const again = (target: string): string[] => ["Then verify again:", "", ...fenced([`npx twinpost verify --env ${target}`], "sh")];
