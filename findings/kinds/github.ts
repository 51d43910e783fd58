/** What stands in the way of protected environments at GitHub. */
import { kinds } from "../kind";

export const githubKinds = kinds(["bootstrap"], {
  "github/plan-cannot-protect": {
    severity: "error",
    title: "The plan of the GitHub account cannot protect the environment",
    explanation:
      "Private repositories have environments and branches from Pro and Team on, reviewers and waiting on Enterprise. Without them a job of any branch could take the role, or jobs run without approval.",
    remedy:
      "make the repository public, or move to a plan that has the protection; do not apply the account's stack (docs/roles.md) before",
  },
  "github/protection-ignored": {
    severity: "error",
    title: "GitHub took the change, and has not kept it",
    explanation:
      "It says that it protects the environment, and does not. The environment's jobs get no variables, so they find no role to take.",
    remedy: "check that the reviewers may read the repository, and that its account's plan has environments, then run this again",
  },
  "github/rotation-waits": {
    severity: "error",
    title: "Rotation and fail-over would wait",
    explanation: "Reviewers or a time to wait are set on the environment of the jobs that must wait for nobody.",
    remedy: "they must wait for nobody: remove that in the repository's settings, Environments",
  },
  "github/reviewer-unknown": {
    severity: "error",
    title: "GitHub does not know a reviewer",
    explanation: "There is no such user or team, or the token may not see it. Nothing is changed before that is mended.",
    remedy: "write the name as in the address of their page; for a team the token needs the organisation's Members: read (read:org)",
  },
  "github/not-administrator": {
    severity: "error",
    title: "The token's user does not administer the repository",
    explanation: "Nothing of it can be set up.",
    remedy: "take the token of an administrator of the repository",
  },
});
