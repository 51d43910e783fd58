/** What GitHub has of a repository and its environments, as `bootstrap` compares it with what is declared. */

export interface RepositoryFacts {
  id: string;
  ownerId: string;
  visibility: "public" | "private" | "internal";
  /** As the token's user; undefined where GitHub does not say. */
  mayAdminister: boolean | undefined;
  /** GitHub's name of its owner's plan, such as "free", "pro", "team" or "enterprise"; undefined when it is not the token's to know. */
  plan: string | undefined;
}

export interface Reviewer {
  kind: "user" | "team";
  id: number;
}

export interface NamedReviewer extends Reviewer {
  /** As in CODEOWNERS: "@user" or "@organisation/team". */
  name: string;
}

export interface BranchPattern {
  id: number;
  pattern: string;
  kind: "branch" | "tag";
}

export interface GithubEnvironment {
  reviewers: NamedReviewer[];
  selfReview: "prevent" | "allow";
  waitMinutes: number;
  /** Whether administrators of the repository may pass without approval; undefined where GitHub does not say: its documentation does not mention it. */
  mayBypass: boolean | undefined;
  /** Every branch, those with branch protection, or those that a pattern matches. */
  lets: "all" | "protected" | "patterns";
  patterns: BranchPattern[];
  variables: Record<string, string>;
}

/** What GitHub is told of an environment in one go. What is left out is not sent: plans without reviewers refuse the very mention of them. */
export interface Protection {
  reviewers?: NamedReviewer[];
  selfReview?: "prevent" | "allow";
  waitMinutes?: number;
  mayBypass?: boolean;
}
