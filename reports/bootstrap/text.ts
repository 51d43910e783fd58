/** What was made before Terraform, or would be, for a terminal: the state bucket, and the environments at GitHub. */
import type { BucketSetup, LeftOut } from "../../workflows/bootstrap";
import type { GithubSetup } from "../../workflows/bootstrap-github";
import type { Approval } from "../../workflows/bootstrap-github/approval";
import type { Change } from "../../workflows/bootstrap-github/difference";
import { findingText } from "../findings/text";

export function bucketText(view: BucketSetup): string {
  const { bucket, region } = view;
  if (view.applied) return `${bucket}: ${view.created ? "made" : "was there already, and is versioned, encrypted and private"}\n`;
  return view.exists ? `${bucket}: is there; --apply checks its settings\n` : `would make ${bucket} in ${region}: add --apply to do so\n`;
}

export function githubText(view: GithubSetup | LeftOut): string {
  if ("leftOut" in view) return `GitHub: left out, since ${view.leftOut}\n  ${view.remedy}\n`;
  const { repository, applied, blocked, environments, approval, findings } = view;
  const changed = environments.filter(({ changes }) => changes.length > 0);
  const rest = environments.filter(({ changes }) => changes.length === 0).map(({ name }) => `"${name}"`);
  const isStuck = applied && findings.length > 0;
  return [
    ...changed.map(
      ({ name, changes }) =>
        `GitHub ${repository}, environment "${name}", ${applied ? "done" : "would be done"}:\n${changes.map((each) => `  ${changeText(each)}\n`).join("")}`,
    ),
    rest.length > 0
      ? `GitHub ${repository}, environment${rest.length > 1 ? "s" : ""} ${rest.join(" and ")}: ${isStuck ? "nothing was changed" : "nothing to do"}\n`
      : "",
    `GitHub ${repository}, approval: ${approvalText(approval)}\n`,
    ...findings.map(findingText),
    changed.length > 0 && !applied ? `GitHub: ${blocked ? "nothing is changed before that is mended" : "add --apply to do so"}\n` : "",
  ].join("");
}

function approvalText({ possible, because, declare }: Approval): string {
  switch (possible) {
    case "environment":
      return `jobs can wait for reviewers, since ${reviewers[because] ?? because}`;
    case "pull request":
      return `only of pull requests, since ${noReviewers[because] ?? because}${declare ? `\n  write \`approval: "${declare.value}"\` into \`promotion\` of ${declare.file} (docs/promotion.md)` : ""}`;
    case "unknown":
      return "not known: the token may not read the plan of the account (Organization plan: read), and no reviewers were set now";
  }
}

type Reasons = Partial<Record<Approval["because"], string>>;

const reviewers: Reasons = {
  public: "the repository is public",
  plan: "the plan of the account has them",
  kept: "GitHub kept the reviewers",
};

const noReviewers: Reasons = {
  plan: "the plan of the account has no reviewers for a private repository",
  refused: "GitHub refused reviewers, as it does where the plan of the account has none for a private repository",
  ignored: "GitHub took the reviewers, and kept none of them",
};

function changeText(change: Change): string {
  switch (change.kind) {
    case "make":
      return "make it";
    case "reviewers":
      return `want the approval of ${change.names.join(" or ")}${change.instead.length > 0 ? ` instead of ${change.instead.join(" or ")}` : ""}`;
    case "self-review":
      return change.to === "prevent" ? "keep those who start a job from approving it" : "let those who start a job approve it";
    case "wait":
      if (change.minutes === 0) return `no longer wait ${change.instead} minutes`;
      return `wait ${change.minutes} minutes${change.instead > 0 ? ` instead of ${change.instead}` : ""}`;
    case "restrict":
      return `no longer let every ${change.instead === "protected" ? "protected " : ""}branch in`;
    case "keep-out":
      return `no longer let ${change.of} "${change.pattern}" in`;
    case "let-in":
      return `let branch "${change.branch}" in, and no other`;
    case "variable":
      return `set ${change.name} to ${change.value}${change.instead === undefined ? "" : ` instead of ${change.instead}`}`;
  }
}
