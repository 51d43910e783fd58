/**
 * Which approval a repository can have: of the job, by the reviewers of an environment at GitHub, or only of a pull request. It depends on the plan of the
 * account. Where that is not the token's to know, it shows when reviewers are set: GitHub refuses them, or takes them and does not keep them. Pure.
 */
import type { RepositoryFacts } from "../../declaration/github-environment";
import type { Environment } from "../../declaration/schema/environment";
import { limitsOf } from "./findings";

type Kind = NonNullable<NonNullable<Environment["promotion"]>["approval"]>;

/** What came of setting reviewers. */
export type ReviewTried = "kept" | "refused" | "ignored";

export interface Approval {
  /** Of `promotion.approval`; "unknown" until reviewers are set. */
  possible: Kind | "unknown";
  /** The repository is public; its account's plan, as GitHub names it; what came of setting reviewers; or nobody tried. */
  because: "public" | "plan" | ReviewTried | "not-tried";
  /** Where a field says something that GitHub cannot do, or does not say what it can: what to write there. */
  declare?: { file: string; field: "promotion.approval"; value: Kind };
}

export interface ApprovalFacts {
  facts: Pick<RepositoryFacts, "visibility" | "plan">;
  declared: { name: string; promotion?: Environment["promotion"] };
  /** Undefined when nobody set reviewers. */
  tried?: ReviewTried | undefined;
}

export function approvalOf({ facts, declared, tried }: ApprovalFacts): Approval {
  const [possible, because] = possibleOf(facts, tried);
  const { name, promotion } = declared;
  if (possible !== "pull request" || !promotion || promotion.approval === "pull request") return { possible, because };
  return { possible, because, declare: { file: `environments/${name}.ts`, field: "promotion.approval", value: possible } };
}

function possibleOf(facts: ApprovalFacts["facts"], tried: ReviewTried | undefined): [Approval["possible"], Approval["because"]] {
  const { review } = limitsOf(facts);
  // Where the plan is known, reviewers who were not kept may not read the repository.
  if (review !== undefined) return [review ? "environment" : "pull request", facts.visibility === "public" ? "public" : "plan"];
  // Reviewers who are there already prove nothing: GitHub lists those of a repository that became private, too.
  if (tried === undefined) return ["unknown", "not-tried"];
  return [tried === "kept" ? "environment" : "pull request", tried];
}
