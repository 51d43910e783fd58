/** The review of an emergency edit afterwards: due the next day, by somebody else than who made it, unless the environment lets people review themselves. */
import { OperatorError } from "../../declaration/operator-error";
import type { Environment } from "../../declaration/schema/environment";
import { isSentence } from "../../declaration/schema/field-kinds";
import type { Evidence } from "../../evidence/evidence";
import type { PromoteEffects } from "./promote";
import type { Recorded } from "./release";

const dayMs = 24 * 3_600_000;

export interface DueReview {
  at: Date;
  by: string;
  reason: string;
  commit: string;
  /** From then on it is late. */
  until: Date;
}

/** Emergencies that nobody reviewed, oldest first. @param entries newest first. */
export function dueReviews(entries: readonly Recorded<"promotion">[]): DueReview[] {
  const readable = entries.filter((each): each is Evidence<"promotion"> => !("unreadable" in each));
  const reviewed = readable.flatMap(({ result }) => (result.what === "reviewed" ? [result.of.getTime()] : []));
  const due = readable.flatMap(({ at, by, result }): DueReview[] => {
    if (result.what !== "emergency" || reviewed.includes(at.getTime())) return [];
    return [{ at, by, reason: result.reason, commit: result.commit, until: new Date(at.getTime() + dayMs) }];
  });
  return due.reverse();
}

interface ReviewRequest {
  environment: Environment;
  note: string;
  act: boolean;
}

/** @returns what was done, in words. @throws OperatorError when nothing is due, or the reviewer made the edit himself (exit code 3). */
export async function reviewEmergencies(
  { environment, note, act }: ReviewRequest,
  { records, by }: Pick<PromoteEffects, "records" | "by">,
): Promise<string> {
  if (!isSentence(note))
    throw new OperatorError(`the note "${note}" says nothing, expected three words or more`, "say what you looked at, and what you found", {
      exitCode: 2,
    });
  const due = dueReviews(await records.promotions(environment));
  if (due.length === 0) throw new OperatorError(`no emergency edit of ${environment.name} waits for a review`);
  const own = due.filter((each) => each.by === by);
  if (own.length > 0 && environment.review?.selfReview !== "allow") {
    const remedy = 'somebody else reviews it; `review: { selfReview: "allow" }` is for who works alone';
    throw new OperatorError(
      `${by} made an emergency edit of ${environment.name} on ${own[0]?.at.toISOString()}, so somebody else has to review it`,
      remedy,
      { exitCode: 3 },
    );
  }
  const told = due.map(({ at, by: who, reason }) => `${at.toISOString()} ${who}: ${reason}`).join("\n");
  if (!act) return `${told}\nadd --apply to record that you reviewed ${due.length === 1 ? "it" : "them"}`;
  for (const { at } of due) await records.promote(environment, { what: "reviewed", of: at, note });
  return `${told}\nreviewed`;
}
