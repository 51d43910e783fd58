/** The first AWS account and the organisation of a new data folder, from the answers about its first environment. Pure. */
import { declaredProviders } from "../providers/declared-providers";
import type { DeclaredAccount } from "../schema/account";
import { type Environment, sendingProvidersOf } from "../schema/environment";
import type { Organisation } from "../schema/organisation";
import { type InitAnswers, listed } from "./answers";

export function newAccount(answers: InitAnswers, environment: Environment): DeclaredAccount {
  const fields = sendingProvidersOf(environment).map((name) => declaredProviders[name]?.newAccount?.fields(answers) ?? {});
  return {
    id: answers.account,
    region: answers.region,
    github: {
      owner: answers.githubOwner as string,
      ownerId: answers.githubOwnerId as string,
      name: answers.githubRepository as string,
      repositoryId: answers.githubRepositoryId as string,
      branch: answers.githubBranch as string,
    },
    ...Object.assign({}, ...fields),
    administrators: listed(answers.administrators ?? ""),
  };
}

/** It owns no domain: which names above the sending domain are to be declared, and what they say already, nobody has been asked. */
export const newOrganisation = ({ aws, review }: Environment): Organisation => ({ aws, ...(review ? { review } : {}), domains: [] });
