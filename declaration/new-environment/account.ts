/** The AWS account and the organisation of a new environment, from the answers about it and what is declared already. Pure. */
import { declaredProviders } from "../providers/declared-providers";
import type { DeclaredAccount } from "../schema/account";
import { type Environment, sendingProvidersOf } from "../schema/environment";
import type { EmailAddress, Fqdn } from "../schema/field-kinds";
import type { Organisation, OrganisationalDomain } from "../schema/organisation";
import { type InitAnswers, listed } from "./answers";

/** With the environment's account as its stack needs it: a new entry, or one that gets what it lacks. */
export function withAccount(accounts: readonly DeclaredAccount[], answers: InitAnswers, environment: Environment): DeclaredAccount[] {
  const known = accounts.find(({ id }) => id === answers.account);
  const others = accounts.filter(({ id }) => id !== answers.account);
  const fields = Object.assign(
    {},
    ...sendingProvidersOf(environment).map((name) => declaredProviders[name]?.newAccount?.fields(answers, others)),
  );
  if (known) {
    const { administrators, ...rest } = known;
    return accounts.map((each) => (each === known ? { ...rest, ...lacking(known, fields), administrators } : each));
  }
  const { administrators, githubOwner, githubOwnerId, githubRepository, githubRepositoryId, githubBranch } = answers;
  const made = {
    id: answers.account,
    region: answers.region,
    github: { owner: githubOwner, ownerId: githubOwnerId, name: githubRepository, repositoryId: githubRepositoryId, branch: githubBranch },
    ...fields,
    administrators: listed(administrators).map((user) => userArn(user, answers.account)),
  };
  return [...accounts, made as DeclaredAccount];
}

/** What is no name stays as it is: an ARN, or a fault. */
const userArn = (user: string, account: string): string => (/^[\w+=.@-]+$/.test(user) ? `arn:aws:iam::${account}:user/${user}` : user);

const lacking = (known: DeclaredAccount, fields: Partial<DeclaredAccount>): Partial<DeclaredAccount> =>
  Object.fromEntries(Object.entries(fields).filter(([field]) => !(field in known)));

/** A new one begins without domains. Its state is in the first environment's account, also where its own is an example that is gone. */
export function organisationBeside(
  organisation: Organisation | undefined,
  { aws, review }: Environment,
  accounts: readonly DeclaredAccount[],
): Organisation {
  if (!organisation) return { aws, ...(review ? { review } : {}), domains: [] };
  return accounts.some(({ id }) => id === organisation.aws.account) ? organisation : { ...organisation, aws };
}

/** It begins by listening: what other senders do shows in reports only. */
export const domainFor = ({ dns, tlsRpt }: Environment, answers: InitAnswers): OrganisationalDomain => ({
  dns,
  spf: { alsoInclude: listed<Fqdn>(answers.alsoInclude) },
  dmarc: { policy: "none", sp: "none", np: "reject", reportTo: [answers.reportTo as EmailAddress] },
  ...(tlsRpt ? { tlsRpt } : {}),
});
