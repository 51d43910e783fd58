/** How a change gets from one environment to the next: what a merge applies, what waits for `promote`, and which environment is behind. */
import type { Result } from "../../evidence/evidence";
import { numberText } from "./list";
import { code, plain, table } from "./neutral";

export interface PromotionStep {
  environment: string;
  /** Absent: a merge applies it. */
  from?: { environment: string; soakHours: number; approval: "environment" | "pull request" };
  /** Whether this change alters it. */
  changes: boolean | "unknown";
  /** As its plan recorded it; absent where it was not planned, or could not look. */
  standing?: Result<"planned">["standing"];
  /** Commits of what `from` has that it lacks; "another" where the history is not there. */
  behind?: number | "another" | undefined;
}

/** @param steps each after the one that it is promoted from. */
export function promotionSection(steps: readonly PromotionStep[], at: Date): string[] {
  if (steps.length === 0) return [];
  const rows = steps.map((step) => [code(step.environment), standingText(step, at), wayText(step)]);
  const promoted = steps.flatMap(({ environment, from }) =>
    from ? [`npx twinpost promote --from ${from.environment} --to ${environment}`] : [],
  );
  const ask =
    promoted.length > 0
      ? [
          "",
          `${promoted.map(code).join(" and ")} ${promoted.length === 1 ? "says what is missing, and changes" : "say what is missing, and change"} nothing.`,
        ]
      : [];
  return [...table([["", "applied there today", "this change"], ...rows]), ...ask];
}

function standingText({ standing, from, behind }: PromotionStep, at: Date): string {
  if (!standing) return "not looked at";
  const { release, none, held, frozen } = standing;
  const text = release ? `${code(release.commit.slice(0, 12))}, ${ageText(release.since, at)}` : plain(none ?? "nothing");
  const late =
    !from || behind === undefined
      ? []
      : [
          behind === "another"
            ? `not what ${code(from.environment)} has`
            : behind === 0
              ? `as ${code(from.environment)} has it`
              : `**${numberText(behind)} ${behind === 1 ? "commit" : "commits"} behind** ${code(from.environment)}`,
        ];
  return [
    text,
    ...late,
    ...(held === undefined ? [] : [`⏸️ ${plain(held)}`]),
    ...(frozen === undefined ? [] : [`❄️ frozen: ${plain(frozen)}`]),
  ].join("; ");
}

function wayText({ from, changes }: PromotionStep): string {
  const what = changes === false ? "changes nothing, and passes" : changes === true ? "comes" : "may come";
  if (!from) return `${what} with the merge`;
  const hours =
    from.soakHours > 0
      ? `${from.soakHours} ${from.soakHours === 1 ? "hour" : "hours"} in ${code(from.environment)} and a verification there`
      : `a verification in ${code(from.environment)}`;
  const approved = from.approval === "pull request" ? "a pull request that names the commit, then " : "";
  return `${what} by ${approved}${code("promote")}, after ${hours}`;
}

function ageText(since: Date, at: Date): string {
  const hours = Math.max(0, Math.floor((at.getTime() - since.getTime()) / 3_600_000));
  return hours < 1
    ? "since just now"
    : hours < 48
      ? `for ${hours} ${hours === 1 ? "hour" : "hours"}`
      : `for ${Math.floor(hours / 24)} days`;
}
