/** What `twinpost init` must know of the AWS account when environments/accounts.ts does not exist yet. Pure. */
import { providerNames } from "../../mail/providers/sending-providers";
import { declaredProviders } from "../providers/declared-providers";
import type { Question } from "./question";

const ofAccount: readonly Question[] = [
  {
    key: "githubOwner",
    flag: "--github-owner <name>",
    text: "owner of the GitHub repository whose jobs may act in the account",
    path: "github.owner",
  },
  {
    key: "githubOwnerId",
    flag: "--github-owner-id <number>",
    text: "GitHub's id of the owner (gh api users/<owner> --jq .id)",
    path: "github.ownerId",
  },
  { key: "githubRepository", flag: "--github-repository <name>", text: "name of the repository, without its owner", path: "github.name" },
  {
    key: "githubRepositoryId",
    flag: "--github-repository-id <number>",
    text: "GitHub's id of the repository (gh api repos/<owner>/<name> --jq .id)",
    path: "github.repositoryId",
  },
  {
    key: "githubBranch",
    flag: "--github-branch <name>",
    text: "branch that is deployed",
    path: "github.branch",
    usual: () => "main",
  },
  {
    key: "administrators",
    flag: "--administrators <arns>",
    text: "IAM users who may assume the break-glass role, separated by commas (arn:aws:iam::<account>:user/<name>)",
    path: "administrators",
  },
];

/** In the order in which they are asked, after those about the environment. */
export const accountQuestions: readonly Question[] = [
  ...ofAccount,
  ...providerNames.flatMap((name): Question[] => {
    const question = declaredProviders[name]?.newAccount?.question;
    return question ? [{ ...question, when: ({ primary, standby }) => primary === name || standby === name }] : [];
  }),
];
