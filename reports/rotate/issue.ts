/** The issue about a rotation that failed, or that a person has to decide on. */
import type { RotateOutcome } from "../../workflows/rotate/rotate";
import { type IssueParts, problemItem } from "../issue/issue";
import { code, fenced } from "../pull-request/neutral";

interface Rotated {
  outcomes: readonly (readonly [string, Pick<RotateOutcome, "next">])[];
  failures: readonly (readonly [string, unknown])[];
}

export function rotationIssue(
  env: string,
  { outcomes, failures }: Rotated,
): { state: "well"; said: string } | Omit<IssueParts, "subject" | "runUrl"> {
  const refused = outcomes.flatMap(([provider, { next }]) =>
    "refused" in next ? [{ provider, why: next.refused, remedy: next.remedy }] : [],
  );
  const failed = failures.map(([provider, error]) => ({ provider, ...problemOf(error) }));
  const all = [...failed, ...refused];
  if (all.length === 0) return { state: "well", said: `The rotation of ${code(env)} goes on again.` };
  return {
    ...{ state: "found", title: `Rotation of ${env}` },
    headline: `The rotation of ${code(env)} **does not go on**. Mail is sent with the keys that there are.`,
    items: all.map(({ provider, why, remedy }) => problemItem(`${provider}: ${why}`, remedy)),
    // Texts of a refusal have times in them; which provider it is, and that it failed, do not.
    keys: [
      ...failed.map(({ provider, why }) => `failed ${provider} ${firstLine(why)}`),
      ...refused.map(({ provider }) => `refused ${provider}`),
    ],
    todo: ["Do that, then look what is due:", "", ...fenced([`npx twinpost rotate --env ${env}`], "sh")],
  };
}

function problemOf(error: unknown): { why: string; remedy: string | undefined } {
  if (!(error instanceof Error)) return { why: String(error), remedy: undefined };
  return { why: error.message, remedy: "remedy" in error && typeof error.remedy === "string" ? error.remedy : undefined };
}

/** Without the numbers, such as a time or the id of a request. */
const firstLine = (text: string): string => (text.split("\n")[0] ?? "").replace(/[0-9a-f-]{8,}|\d+/gi, "#");
