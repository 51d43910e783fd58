/** The AWS accounts that environments live in. Ids, repository and people are examples: put in your own. */
import type { DeclaredAccount, GithubRepository } from "../declaration/schema/account";

const github: GithubRepository = {
  owner: "market-edge",
  ownerId: "10203040",
  name: "email",
  repositoryId: "506070809",
  branch: "main",
};

export const accounts: DeclaredAccount[] = [
  {
    id: "111122223333",
    region: "eu-west-1",
    github,
    sendgrid: { username: "market-edge-test", ownsSettings: true },
    administrators: ["arn:aws:iam::111122223333:user/ada"],
  },
  {
    id: "444455556666",
    region: "eu-west-1",
    github,
    sendgrid: { username: "market-edge", ownsSettings: true },
    administrators: ["arn:aws:iam::444455556666:user/ada"],
  },
];
