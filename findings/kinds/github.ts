/** Problems that keep GitHub environments unprotected. */
import { kinds } from "../kind";

export const githubKinds = kinds(["bootstrap"], {
  "github/plan-cannot-protect": {
    severity: "error",
    title: "The plan of the GitHub account cannot protect the environment",
    explanation:
      "Private repositories have environments and branch policies from Pro and Team on, reviewers and wait timers on Enterprise only. Without them a job of any branch could assume the role, or jobs would run without approval.",
    remedy:
      "make the repository public, or move to a plan that has the protection; do not apply the account's stack (docs/roles.md) before",
  },
  "github/protection-ignored": {
    severity: "error",
    title: "GitHub accepted a change but did not store it",
    explanation: "The environment is not protected as declared. Its jobs get no variables, so they know no role to assume.",
    remedy: "check that the reviewers may read the repository, and that its account's plan has environments, then run this again",
  },
  "github/rotation-waits": {
    severity: "error",
    title: "Rotation and fail-over would wait for an approval",
    explanation: "The environment of the rotation jobs has reviewers or a wait timer.",
    remedy: "remove them in the repository's settings, Environments",
  },
  "github/reviewer-unknown": {
    severity: "error",
    title: "GitHub does not know a reviewer",
    explanation: "The user or team does not exist, or the token may not see it. `bootstrap` changes nothing until this is fixed.",
    remedy: "write the name as in the URL of its page; for a team the token needs the organisation's Members: read (read:org)",
  },
  "github/not-administrator": {
    severity: "error",
    title: "The token's user does not administer the repository",
    explanation: "Only an administrator can set up its environments.",
    remedy: "use the token of an administrator of the repository",
  },
});
