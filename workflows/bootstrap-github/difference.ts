/**
 * What would have to change at an environment of GitHub, from what is declared and what is there. What is declared is made so. What is not
 * declared stays where it makes entry harder, and goes where it lets more in. Pure.
 */
import type { BranchPattern, GithubEnvironment, NamedReviewer, Protection } from "../../declaration/github-environment";

export interface WantedEnvironment {
  /** What it is called at GitHub. */
  name: string;
  /** Undefined: what is there stays, and without a time to wait the one that is there. */
  review?: { reviewers: NamedReviewer[]; selfReview: "prevent" | "allow"; waitMinutes?: number } | undefined;
  /** The only one that is let in. */
  branch: string;
  variables: Record<string, string>;
  /** A pull request is approved before its jobs run, so it may go without reviewers. */
  approvedBefore: boolean;
  /** Neither reviewers nor a time to wait may hold its jobs up. */
  mustNotWait: boolean;
}

export type Change =
  | { kind: "make" }
  | { kind: "reviewers"; names: string[]; instead: string[] }
  | { kind: "self-review"; to: "prevent" | "allow" }
  | { kind: "wait"; minutes: number; instead: number }
  | { kind: "restrict"; instead: "all" | "protected" }
  | { kind: "let-in"; branch: string }
  | ({ kind: "keep-out" } & Omit<BranchPattern, "kind"> & { of: BranchPattern["kind"] })
  | { kind: "variable"; name: string; value: string; instead?: string };

/** Of an environment that is not there yet. */
const nothing: GithubEnvironment = {
  reviewers: [],
  selfReview: "allow",
  waitMinutes: 0,
  mayBypass: undefined,
  lets: "all",
  patterns: [],
  variables: {},
};

/** In the order in which they are to be made: it is closed before it is opened for the one branch. */
export function differenceOf(wanted: WantedEnvironment, actual: GithubEnvironment | undefined): Change[] {
  const { branch } = wanted;
  const there = actual ?? nothing;
  const isOurs = ({ kind, pattern }: BranchPattern): boolean => kind === "branch" && pattern === branch;
  return [
    ...(actual ? [] : [{ kind: "make" } as const]),
    ...reviewDifference(wanted, there),
    ...(actual && actual.lets !== "patterns" ? [{ kind: "restrict", instead: actual.lets } as const] : []),
    ...there.patterns.filter((each) => !isOurs(each)).map(({ kind, ...each }) => ({ kind: "keep-out" as const, of: kind, ...each })),
    ...(there.patterns.some(isOurs) ? [] : [{ kind: "let-in", branch } as const]),
    ...Object.entries(wanted.variables).flatMap(([name, value]): Change[] => {
      const instead = there.variables[name];
      if (instead === value) return [];
      return [{ kind: "variable", name, value, ...(instead === undefined ? {} : { instead }) }];
    }),
  ];
}

function reviewDifference({ review }: WantedEnvironment, there: GithubEnvironment): Change[] {
  if (!review) return [];
  const { reviewers, selfReview, waitMinutes = there.waitMinutes } = review;
  const names = (list: NamedReviewer[]): string[] => list.map(({ name }) => name);
  const isSame = idsOf(reviewers) === idsOf(there.reviewers);
  return [
    ...(isSame ? [] : [{ kind: "reviewers", names: names(reviewers), instead: names(there.reviewers) } as const]),
    ...(selfReview === there.selfReview ? [] : [{ kind: "self-review", to: selfReview } as const]),
    ...(waitMinutes === there.waitMinutes ? [] : [{ kind: "wait", minutes: waitMinutes, instead: there.waitMinutes } as const]),
  ];
}

const idsOf = (reviewers: NamedReviewer[]): string => [...new Set(reviewers.map(({ kind, id }) => `${kind} ${id}`))].sort().join(", ");

/** All of it, since GitHub's description leaves open what becomes of a setting that is not sent. */
export function protectionOf({ review }: WantedEnvironment, actual: GithubEnvironment | undefined): Protection {
  const there = actual ?? nothing;
  const { reviewers, selfReview, waitMinutes = there.waitMinutes } = review ?? there;
  return {
    ...(reviewers.length > 0 ? { reviewers, selfReview } : {}),
    ...(waitMinutes > 0 || there.waitMinutes > 0 ? { waitMinutes } : {}),
    ...(there.mayBypass === false ? { mayBypass: false } : {}),
  };
}

/** Whether only the declared branch gets in. */
export const isRestricted = (remaining: readonly Change[]): boolean =>
  !remaining.some(({ kind }) => ["make", "restrict", "keep-out", "let-in"].includes(kind));
