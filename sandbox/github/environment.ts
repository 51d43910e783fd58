/** An environment as GitHub makes it when nobody says more: no rules. */
import type { GithubEnvironment } from "./state";

export const newEnvironment = (id: number, name: string, createdAt: string): GithubEnvironment => ({
  ...{ id, name, createdAt, updatedAt: createdAt, reviewers: [], preventSelfReview: false, waitTimer: 0, adminsMayBypass: true },
  ...{ branches: "all", policies: [], variables: new Map(), secrets: new Map() },
});
